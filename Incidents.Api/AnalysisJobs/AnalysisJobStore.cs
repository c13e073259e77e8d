using System.Data;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Api.AnalysisJobs;

/// <summary>A job that was started.</summary>
/// <param name="Kind">Which analysis.</param>
/// <param name="Request">The request as JSON.</param>
/// <param name="Key">The request's key.</param>
/// <param name="Attempts">How often the job was started.</param>
internal sealed record StartedJob(string Kind, string Request, byte[] Key, int Attempts);

/// <summary>The table of jobs: their state, and their results for a week.</summary>
internal sealed class AnalysisJobStore(NpgsqlDataSource source)
{
    private const string Table = $"{EventStore.Schema}.analysis";

    public const string Ddl =
        $"""
         create table if not exists {Table} (
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
             result bytea,
             unique (key, asked_position));
         create index if not exists analysis_fingerprint on {Table} (key, fingerprint) where state = 'Done';
         create index if not exists analysis_finished on {Table} (finished_at) where finished_at is not null;
         """;

    private const string Columns =
        "id, kind, state, progress, position, requested_at, started_at, finished_at, failure_code, failure_message, result";

    /// <summary>
    /// The job for a request at a position. An existing one that was cancelled or failed is queued again. Results older than a week are
    /// deleted.
    /// </summary>
    public async Task<AnalysisJob> FindOrAdd(
        Guid newId, byte[] key, string kind, string request, long position, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new($"delete from {Table} where finished_at < now() - interval '7 days'"));
        batch.BatchCommands.Add(Sql.Command(
            $"""
             insert into {Table} as a (id, key, kind, request, asked_position, state) values ($1, $2, $3, $4, $5, 'Queued')
             on conflict (key, asked_position) do update set
                 state = 'Queued', progress = 0, attempts = 0, failure_code = null, failure_message = null, finished_at = null
             where a.state in ('Cancelled', 'Failed')
             """,
            newId, key, kind, request, position));
        batch.BatchCommands.Add(Sql.Command($"select {Columns} from {Table} where key = $1 and asked_position = $2", key, position));
        return (await First(batch, cancellation))!;
    }

    /// <summary>The latest job that is done for the request, at this position or a later one; or null.</summary>
    public async Task<AnalysisJob?> FindDone(byte[] key, long position, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Sql.Command(
            $"select {Columns} from {Table} where key = $1 and state = 'Done' and position >= $2 order by position desc limit 1", key,
            position));
        return await First(batch, cancellation);
    }

    /// <summary>A job by its id, or null.</summary>
    public async Task<AnalysisJob?> Find(Guid id, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Sql.Command($"select {Columns} from {Table} where id = $1", id));
        return await First(batch, cancellation);
    }

    /// <summary>Ids of the jobs that are queued or running, the oldest first.</summary>
    public async Task<List<Guid>> Unfinished(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select id from {Table} where state in ('Queued', 'Running') order by requested_at, id");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<Guid>();
        while (await rows.ReadAsync(cancellation))
            ids.Add(rows.GetGuid(0));
        return ids;
    }

    /// <summary>Marks a job as started; null where it has ended.</summary>
    public async Task<StartedJob?> Start(Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             update {Table} set state = 'Running', progress = 0, attempts = attempts + 1, started_at = now()
             where id = $1 and state in ('Queued', 'Running') returning kind, request, key, attempts
             """);
        command.Parameters.Add(new() { Value = id });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(rows.GetString(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2), rows.GetInt32(3))
            : null;
    }

    /// <summary>Reads within one snapshot of the read models.</summary>
    public async Task<T> InSnapshot<T>(Func<LedgerSnapshot, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using var command = new NpgsqlCommand(
            $"select position from {StoreTables.Progress} where projection = '{Ledger.ProjectionName}'",
            connection);
        return await read(new(connection, (long)(await command.ExecuteScalarAsync(cancellation))!));
    }

    /// <summary>Records what a job has read, and returns the result of an earlier job that read the same, or null.</summary>
    public async Task<byte[]?> RecordInput(Guid id, byte[] key, long position, byte[] fingerprint, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(
            Sql.Command($"update {Table} set position = $2, fingerprint = $3 where id = $1", id, position, fingerprint));
        batch.BatchCommands.Add(
            Sql.Command($"select result from {Table} where key = $1 and fingerprint = $2 and state = 'Done' limit 1", key, fingerprint));
        return (byte[]?)await batch.ExecuteScalarAsync(cancellation);
    }

    /// <summary>Records the share done; false where the job was cancelled.</summary>
    public async Task<bool> RecordProgress(Guid id, double share, CancellationToken cancellation) =>
        await Execute($"update {Table} set progress = $2 where id = $1 and state = 'Running'", cancellation, id, (float)share) == 1;

    /// <summary>Ends a running job with its result.</summary>
    public Task Finish(Guid id, byte[] result, CancellationToken cancellation) => Execute(
        $"update {Table} set state = 'Done', progress = 1, finished_at = now(), result = $2 where id = $1 and state = 'Running'",
        cancellation, id, result);

    /// <summary>Ends a running job with a failure.</summary>
    public Task Fail(Guid id, AnalysisFailure failure, CancellationToken cancellation) => Execute(
        $"""
         update {Table} set state = 'Failed', finished_at = now(), failure_code = $2, failure_message = $3
         where id = $1 and state = 'Running'
         """,
        cancellation, id, failure.Code.Text(), failure.Message);

    /// <summary>Cancels a job that has not ended.</summary>
    public Task Cancel(Guid id, CancellationToken cancellation) =>
        Execute(
            $"update {Table} set state = 'Cancelled', finished_at = now() where id = $1 and state in ('Queued', 'Running')", cancellation,
            id);

    /// <summary>Queues a running job again because the host stops; that attempt is not counted.</summary>
    public Task Requeue(Guid id, CancellationToken cancellation) =>
        Execute(
            $"update {Table} set state = 'Queued', progress = 0, attempts = attempts - 1 where id = $1 and state = 'Running'",
            cancellation, id);

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

    private static async Task<AnalysisJob?> First(NpgsqlBatch batch, CancellationToken cancellation)
    {
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        // Statements without rows are skipped.
        if (!await rows.ReadAsync(cancellation))
            return null;
        return new(
            rows.GetGuid(0), rows.GetString(1), Enum.Parse<AnalysisState>(rows.GetString(2)), rows.GetFloat(3),
            rows.IsDBNull(4) ? null : rows.GetInt64(4), At(5)!.Value, At(6), At(7),
            rows.IsDBNull(8) ? null : new(ErrorCodes.Find(rows.GetString(8)) ?? ErrorCode.RetiredCode, rows.GetString(9)))
        {
            Result = rows.IsDBNull(10) ? null : rows.GetFieldValue<byte[]>(10),
        };

        Instant? At(int column) => rows.IsDBNull(column) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(column));
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
