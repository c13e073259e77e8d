using Incidents.Api.Store;

namespace Incidents.Api.Proofs;

/// <summary>The tables of the log.</summary>
internal static class ProofTables
{
    /// <summary>Their schema.</summary>
    public const string Schema = "proof";

    /// <summary>One row for each log; the last one is written to.</summary>
    public const string Log = $"{Schema}.log";

    /// <summary>Up to 256 hashes a row, as MerkleTiles cuts the tree.</summary>
    public const string Tile = $"{Schema}.tile";

    /// <summary>Which leaves are which events or entries: neighbours by number are neighbours in the log, and share a row.</summary>
    public const string Run = $"{Schema}.run";

    /// <summary>The leaves that are lists of cases.</summary>
    public const string CaseList = $"{Schema}.case_list";

    /// <summary>What was signed.</summary>
    public const string Checkpoint = $"{Schema}.checkpoint";

    /// <summary>What each witness has co-signed last, and why it did not since.</summary>
    public const string Witness = $"{Schema}.witness";

    /// <summary>Creates what is missing.</summary>
    public const string Ddl =
        $"""
         create schema if not exists {Schema};
         create table if not exists {Log} (
             number int primary key,
             origin text not null unique,
             verifier_key text not null,
             size bigint not null,
             events_until bigint not null,
             access_until bigint not null,
             timeline int not null,
             system bigint not null,
             named text,
             kept text,
             begun_at timestamptz not null);
         create table if not exists {Tile} (
             log int not null references {Log},
             level int not null,
             index bigint not null,
             hashes bytea not null,
             primary key (log, level, index));
         -- Hashes do not compress.
         alter table {Tile} alter column hashes set storage external;
         create table if not exists {Run} (
             log int not null references {Log},
             first_index bigint not null,
             kind smallint not null,
             first_number bigint not null,
             count bigint not null,
             primary key (log, kind, first_number));
         create table if not exists {CaseList} (
             log int not null references {Log},
             index bigint not null,
             case_id uuid not null,
             count bigint not null,
             root bytea not null,
             events_until bigint not null,
             primary key (log, case_id, index));
         create table if not exists {Checkpoint} (
             log int not null references {Log},
             size bigint not null,
             root bytea not null,
             note text not null,
             signed_at timestamptz not null,
             is_given boolean not null default false,
             primary key (log, size));
         create index if not exists checkpoint_given on {Checkpoint} (log, size) where is_given;
         create table if not exists {Witness} (
             log int not null references {Log},
             name text not null,
             size bigint not null,
             cosigned_at timestamptz,
             failure text,
             primary key (log, name));
         {EventStore.IndexDdl}
         """;
}
