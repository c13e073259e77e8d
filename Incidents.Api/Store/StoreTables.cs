namespace Incidents.Api.Store;

/// <summary>Tables beside Marten's that the appender keeps in the same transactions.</summary>
internal static class StoreTables
{
    /// <summary>Which streams a source's later corrections mean: an index over the events' own references.</summary>
    public const string Reference = $"{EventStore.Schema}.incident_reference";

    public const string Ddl =
        $"""
         create schema if not exists {EventStore.Schema};
         create table if not exists {Reference} (
             position bigint generated always as identity,
             reference uuid not null,
             stream_id uuid not null,
             primary key (reference, position));
         """;
}
