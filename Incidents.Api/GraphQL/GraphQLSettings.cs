namespace Incidents.Api.GraphQL;

/// <summary>Limits of a request; configuration section <c>GraphQL</c>.</summary>
public sealed class GraphQLSettings
{
    /// <summary>Longest duration of a request, default 10 s. Error <c>TIME_LIMIT</c>.</summary>
    /// <remarks>The cancellation token of a resolver is cancelled at that time.</remarks>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Greatest depth of a query, default 16; the usual introspection query needs 14. Error <c>QUERY_TOO_DEEP</c>.</summary>
    public int MaxDepth { get; set; } = 16;

    /// <summary>Greatest number of fields of a response, default 250,000. Error <c>QUERY_TOO_COMPLEX</c>.</summary>
    /// <remarks>The fields of a list count <c>first</c> times.</remarks>
    public int MaxComplexity { get; set; } = 250_000;

    /// <summary><see cref="MaxComplexity"/> for a query of the schema alone, default 2,000,000. Error <c>QUERY_TOO_COMPLEX</c>.</summary>
    public int MaxIntrospectionComplexity { get; set; } = 2_000_000;

    /// <summary>Greatest number of characters of a query, default 20,000. Error <c>QUERY_TOO_LONG</c>.</summary>
    public int MaxQueryLength { get; set; } = 20_000;

    /// <summary>Greatest number of bytes of a request's body, default 1 MiB. Status 413.</summary>
    public int MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>Greatest number of fields of one request that are resolved at the same time, default 8.</summary>
    public int MaxParallelFields { get; set; } = 8;

    /// <summary>Greatest number of queries that are executed at the same time, default 32.</summary>
    public int MostQueries { get; set; } = 32;

    /// <summary>Greatest number of queries that wait for their execution, default 256. Error <c>TOO_BUSY</c>, status 503.</summary>
    public int MostWaitingQueries { get; set; } = 256;

    /// <summary>Longest wait of a query for its execution, default 5 s. Error <c>TOO_BUSY</c>, status 503.</summary>
    public TimeSpan QueryPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Total number of characters of the queries in the document cache, default 4 million.</summary>
    public long DocumentCacheSize { get; set; } = 4_000_000;
}
