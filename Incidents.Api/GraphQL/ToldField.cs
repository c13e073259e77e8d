using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>A field of <c>Subscription</c>.</summary>
/// <remarks>
/// Each message is executed for itself with its root value, so that it passes the same rules as a query; the library's own streams, which
/// the schema must have, are not used.
/// </remarks>
internal static class ToldField
{
    /// <summary>Makes a field of a class one of <c>Subscription</c>.</summary>
    public static void Make(FieldType field)
    {
        field.Type = IncidentsSchema.Optional(field.Type!);
        field.StreamResolver = NoStream.Instance;
        ArgumentChecks.LimitRows(field);
    }

    private sealed class NoStream : ISourceStreamResolver
    {
        public static NoStream Instance { get; } = new();

        public ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) =>
            throw new InvalidOperationException("Messages are executed one by one.");
    }
}
