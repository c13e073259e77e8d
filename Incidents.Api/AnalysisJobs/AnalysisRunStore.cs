using System.Data;
using Incidents.Api.Store;
using Incidents.Domain;
using Npgsql;

namespace Incidents.Api.AnalysisJobs;

/// <summary>A job that was started.</summary>
/// <param name="Id">The job.</param>
/// <param name="Kind">Which analysis.</param>
/// <param name="Request">The request as JSON.</param>
/// <param name="Key">The request's key.</param>
/// <param name="Attempt">How often the job was started: what an earlier attempt writes later is ignored.</param>
internal sealed record StartedJob(Guid Id, AnalysisKind Kind, string Request, byte[] Key, int Attempt);

/// <summary>What the computation of a job reads and writes.</summary>
internal sealed class AnalysisRunStore(NpgsqlDataSource source, AnalysisJobSettings settings)
{
    private const string Job = AnalysisJobTables.Job;
    private const string Result = AnalysisJobTables.Result;
    private const string IsThisRun = "id = $1 and state = 'Running' and attempts = $2";

    /// <summary>Lock of what adds jobs.</summary>
    public const string RequestsLock = "analysis requests";

    /// <summary>Lock of what stores or deletes results.</summary>
    public const string ResultsLock = "analysis results";

    /// <summary>Locks until the end of the transaction, in all hosts.</summary>
    /// <param name="name">The lock.</param>
    public static NpgsqlBatchCommand LockCommand(string name) =>
        new($"do $$ begin perform pg_advisory_xact_lock(hashtextextended('{name}', 0)); end $$");

    /// <summary>Sequence of the last event that all of these read models contain, as the connection's transaction sees them.</summary>
    public static async Task<long> Position(
        NpgsqlConnection connection, IReadOnlyList<string> readModels, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select coalesce(min(position), 0) from {StoreTables.Progress} where projection = any($1)", connection);
        command.Parameters.Add(new() { Value = readModels.ToArray() });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Marks a job as started; null where it has ended.</summary>
    public async Task<StartedJob?> Start(Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             update {Job} set state = 'Running', progress = 0, position = null, attempts = attempts + 1, started_at = now()
             where id = $1 and state in ('Queued', 'Running') returning kind, request, key, attempts
             """);
        command.Parameters.Add(new() { Value = id });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(id, AnalysisKinds.Read(rows.GetString(0)), rows.GetString(1), rows.GetFieldValue<byte[]>(2), rows.GetInt32(3))
            : null;
    }

    /// <summary>Reads within one snapshot of the read models.</summary>
    public async Task<T> InSnapshot<T>(
        IReadOnlyList<string> readModels, Func<LedgerSnapshot, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        return await read(new(connection, await Position(connection, readModels, cancellation)));
    }

    /// <summary>Records the position of what a job has read, and returns whether the result of these figures is stored.</summary>
    public async Task<bool> RecordInput(StartedJob run, long position, byte[] fingerprint, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(
            Sql.Command($"update {Job} set position = $3 where {IsThisRun}", run.Id, run.Attempt, position));
        batch.BatchCommands.Add(Sql.Command(
            $"select exists (select from {Result} where key = $1 and fingerprint = $2 and build = $3)", run.Key, fingerprint,
            AnalysisDefinition.Build));
        return (bool)(await batch.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Records the share done; false where the job was cancelled or another attempt runs.</summary>
    public async Task<bool> RecordProgress(StartedJob run, double share, CancellationToken cancellation) =>
        await Execute($"update {Job} set progress = $3 where {IsThisRun}", cancellation, run.Id, run.Attempt, (float)share) == 1;

    /// <summary>Ends a running job with its result; false where it does not run any more, or where the result was deleted.</summary>
    /// <remarks>The oldest results beyond the greatest total size are deleted, and their jobs with them.</remarks>
    /// <param name="run">The run.</param>
    /// <param name="fingerprint">The digest of the figures.</param>
    /// <param name="result">The result as JSON; null if it is stored already.</param>
    /// <param name="cancellation">Cancels the statements.</param>
    public async Task<bool> Finish(StartedJob run, byte[] fingerprint, byte[]? result, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        // One after the other, in the order of their times: none deletes a result that has just been stored.
        batch.BatchCommands.Add(LockCommand(ResultsLock));
        batch.BatchCommands.Add(result is null
            ? Sql.Command(
                $"update {Result} set finished_at = clock_timestamp() where key = $1 and fingerprint = $2 and build = $3", run.Key,
                fingerprint, AnalysisDefinition.Build)
            : Sql.Command(
                $"""
                 insert into {Result} (key, fingerprint, build, finished_at, result) values ($1, $2, $3, clock_timestamp(), $4)
                 on conflict (key, fingerprint) do update set
                     build = excluded.build, finished_at = excluded.finished_at, result = excluded.result
                 """,
                run.Key, fingerprint, AnalysisDefinition.Build, result));
        var done = Sql.Command(
            $"""
             update {Job} set state = 'Done', progress = 1, finished_at = now(), fingerprint = $4
             where {IsThisRun} and exists (select from {Result} where key = $3 and fingerprint = $4 and build = $5)
             """,
            run.Id, run.Attempt, run.Key, fingerprint, AnalysisDefinition.Build);
        batch.BatchCommands.Add(done);
        batch.BatchCommands.Add(Sql.Command(
            $"""
             delete from {Result} where (key, fingerprint) in (
                 select key, fingerprint from (
                     select key, fingerprint, sum(octet_length(result)) over (order by finished_at desc, key, fingerprint) as bytes
                     from {Result}) as newest
                 where bytes > $1)
             """,
            settings.MostResultBytes));
        await batch.ExecuteNonQueryAsync(cancellation);
        return done.RecordsAffected == 1;
    }

    /// <summary>Ends a running job with a failure.</summary>
    public Task Fail(StartedJob run, AnalysisFailure failure, CancellationToken cancellation) => Execute(
        $"update {Job} set state = 'Failed', finished_at = now(), failure_code = $3, failure_message = $4 where {IsThisRun}",
        cancellation, run.Id, run.Attempt, failure.Code.Text(), failure.Message);

    /// <summary>Queues a running job again because its computation was stopped; that attempt is not counted.</summary>
    public Task Requeue(StartedJob run, CancellationToken cancellation) => Execute(
        $"update {Job} set state = 'Queued', progress = 0, position = null, attempts = attempts - 1 where {IsThisRun}", cancellation,
        run.Id, run.Attempt);

    /// <summary>Locks the job for this process until disposed; null where another process computes it.</summary>
    /// <remarks>The lock ends with its connection, however the process ends.</remarks>
    public async Task<IAsyncDisposable?> TryLock(Guid id, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", connection);
            command.Parameters.Add(new() { Value = $"analysis {id}" });
            if ((bool)(await command.ExecuteScalarAsync(cancellation))!)
                return new JobLock(connection, id);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    private async Task<int> Execute(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private sealed class JobLock(NpgsqlConnection connection, Guid id) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection)
            {
                // A connection that broke has released the lock.
                if (connection.State is not ConnectionState.Open)
                    return;
                await using var command = new NpgsqlCommand("select pg_advisory_unlock(hashtextextended($1, 0))", connection);
                command.Parameters.Add(new() { Value = $"analysis {id}" });
                await command.ExecuteNonQueryAsync();
            }
        }
    }
}
