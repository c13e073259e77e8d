using Incidents.Projections;

namespace Incidents.Api.Store;

/// <summary>Tables beside Marten's, kept in the same transactions as its own.</summary>
internal static class StoreTables
{
    /// <summary>
    /// Which streams a source's later corrections mean, and which one a correction changed: an index over the events' own references.
    /// </summary>
    public const string Reference = $"{EventStore.Schema}.incident_reference";

    /// <summary>Events that a read model could not apply, one row for each of the two.</summary>
    public const string Quarantine = $"{EventStore.Schema}.quarantine";

    /// <summary>
    /// How far each read model has come: the sequence of the last event that its tables hold, and the number of their definition.
    /// </summary>
    public const string Progress = $"{ReadModels.Schema}.progress";

    /// <summary>Streams that wait until something begins under a reference: an index over the events, too.</summary>
    public const string Waiting = $"{EventStore.Schema}.waiting_reference";

    public static readonly string Ddl =
        $"""
         create schema if not exists {EventStore.Schema};
         create table if not exists {Reference} (
             position bigint generated always as identity,
             reference uuid not null,
             stream_id uuid not null,
             primary key (reference, position));
         create table if not exists {Quarantine} (
             read_model text collate "C" not null,
             seq_id bigint not null,
             stream_id uuid not null,
             version bigint not null,
             type text not null,
             reason text not null,
             quarantined_at timestamptz not null default now(),
             released_at timestamptz,
             primary key (read_model, seq_id));
         create schema if not exists {ReadModels.Schema};
         create table if not exists {ReadModels.Schema}.definition (projection text primary key, ddl text not null);
         create table if not exists {Progress} (
             projection text primary key,
             position bigint not null,
             version int not null default 0)
         with (fillfactor = 50);
         {Sql.AddColumn(Progress, "version", "int not null default 0")}
         create table if not exists {Waiting} (
             position bigint generated always as identity,
             reference uuid not null,
             stream_id uuid not null unique,
             primary key (reference, position));
         {ClosedMoments.Ddl}
         {HistoricSourceTable.Ddl}
         {SentCommands.Ddl}
         """;
}
