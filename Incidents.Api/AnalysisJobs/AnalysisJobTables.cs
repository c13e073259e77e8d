using Incidents.Api.Store;

namespace Incidents.Api.AnalysisJobs;

/// <summary>The tables of jobs and of their results.</summary>
/// <remarks>
/// A result is stored once for each key and digest of figures; the jobs that are done refer to it and are deleted with it. Jobs that are
/// not done have no digest.
/// </remarks>
internal static class AnalysisJobTables
{
    /// <summary>The jobs.</summary>
    public const string Job = $"{EventStore.Schema}.analysis";

    /// <summary>The results.</summary>
    public const string Result = $"{EventStore.Schema}.analysis_result";

    // Earlier versions stored the result in the job. These results cannot be read any more, because each version of the program has keys
    // of its own, and the same request computes them again.
    public static readonly string Ddl =
        $"""
         create table if not exists {Result} (
             key bytea not null,
             fingerprint bytea not null,
             build text not null,
             finished_at timestamptz not null,
             result bytea not null,
             primary key (key, fingerprint));
         create table if not exists {Job} (
             id uuid primary key,
             key bytea not null,
             kind text not null,
             request text not null,
             asked_position bigint not null,
             position bigint,
             fingerprint bytea,
             state text not null,
             progress real not null default 0,
             attempts int not null default 0,
             failure_code text,
             failure_message text,
             requested_at timestamptz not null default now(),
             started_at timestamptz,
             finished_at timestamptz,
             towns text[],
             shows_places boolean not null default true,
             unique (key, asked_position));
         {Sql.AddColumn(Job, "towns", "text[]")}
         {Sql.AddColumn(Job, "shows_places", "boolean not null default true")}
         do $$ begin
             if exists (select from pg_attribute where attrelid = '{Job}'::regclass and attname = 'result' and not attisdropped) then
                 delete from {Job} where state = 'Done';
                 update {Job} set fingerprint = null;
                 drop index if exists {EventStore.Schema}.analysis_fingerprint;
                 alter table {Job} drop column result;
             end if;
             if not exists (select from pg_constraint where conrelid = '{Job}'::regclass and conname = 'analysis_result_kept') then
                 alter table {Job} add constraint analysis_result_kept foreign key (key, fingerprint) references {Result} on delete cascade;
             end if;
         end $$;
         create index if not exists analysis_requested on {Job} (requested_at, id);
         create index if not exists analysis_unfinished on {Job} (requested_at, id) where state in ('Queued', 'Running');
         create index if not exists analysis_finished on {Job} (finished_at) where finished_at is not null;
         create index if not exists analysis_result_finished on {Result} (finished_at);
         """;
}
