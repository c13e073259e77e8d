namespace Incidents.Api.GraphQL;

/// <summary>What one request may ask for. Read from the configuration section <c>GraphQL</c>.</summary>
public sealed class GraphQLSettings
{
    /// <summary>How long a request may take, 10 s unless set. Resolvers see it as their cancellation token; past it the answer is the error <c>TIME_LIMIT</c>.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many objects may lie within one another, 16 unless set: the usual introspection query needs 14. Error <c>QUERY_TOO_DEEP</c>.</summary>
    public int MaxDepth { get; set; } = 16;

    /// <summary>How many fields the answer may have at most, lists counted by their <c>first</c>, 200,000 unless set. Error <c>QUERY_TOO_COMPLEX</c>.</summary>
    public int MaxComplexity { get; set; } = 200_000;

    /// <summary>How many fields a query of nothing but the schema may answer with, default 2,000,000. Error <c>QUERY_TOO_COMPLEX</c>.</summary>
    public int MaxIntrospectionComplexity { get; set; } = 2_000_000;

    /// <summary>Characters of a query, 20,000 unless set. Error <c>QUERY_TOO_LONG</c>.</summary>
    public int MaxQueryLength { get; set; } = 20_000;

    /// <summary>Bytes of a request's body, 1 MiB unless set. Status 413.</summary>
    public int MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>How many fields of one request are resolved at a time where they wait for something, 8 unless set.</summary>
    public int MaxParallelFields { get; set; } = 8;

    /// <summary>Characters of all queries whose parsed documents are kept, 4 million unless set.</summary>
    public long DocumentCacheSize { get; set; } = 4_000_000;
}
