namespace Incidents.Api.Store;

/// <summary>Tables beside Marten's that the appender keeps in the same transactions.</summary>
internal static class StoreTables
{
    /// <summary>
    /// Which streams a source's later corrections mean, and which one a correction changed: an index over the events' own references.
    /// </summary>
    public const string Reference = $"{EventStore.Schema}.incident_reference";

    /// <summary>Streams that wait until something begins under a reference: an index over the events, too.</summary>
    public const string Waiting = $"{EventStore.Schema}.waiting_reference";

    public const string Ddl =
        $"""
         create schema if not exists {EventStore.Schema};
         create table if not exists {Reference} (
             position bigint generated always as identity,
             reference uuid not null,
             stream_id uuid not null,
             primary key (reference, position));
         create table if not exists {Waiting} (
             position bigint generated always as identity,
             reference uuid not null,
             stream_id uuid not null unique,
             primary key (reference, position));
         """;
}
