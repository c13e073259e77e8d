using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Accepts, finds, cancels and deletes jobs.</summary>
/// <remarks>Decisions that several hosts make at the same time are made in the database.</remarks>
internal sealed class AnalysisJobStore(NpgsqlDataSource source, AnalysisJobSettings settings)
{
    private const string Job = AnalysisJobTables.Job;
    private const string Result = AnalysisJobTables.Result;

    // The results' column is not among them: it may have megabytes.
    private const string Jobs =
        $"""
         select a.id, a.kind, a.state, a.progress, a.position, a.requested_at, a.started_at, a.finished_at, a.failure_code,
             a.failure_message
         from {Job} as a left join {Result} as r using (key, fingerprint)
         """;

    // A job that waits reads its figures later; one that runs has read those of a position, or of the one at which it was requested.
    private const string Answers =
        """
        (a.state = 'Queued' or (a.state = 'Running' and coalesce(a.position, a.asked_position) >= $2)
            or (a.state = 'Done' and a.position >= $2))
        """;

    // Jobs of earlier versions have no towns, and are shown to who sees all.
    private const string IsSeen =
        "($1::text[] is null or a.towns <@ $1) and (not a.shows_places or $2::text[] is null or a.towns <@ $2)";

    private const string IsListed =
        $"""
        {IsSeen} and (a.state <> 'Done' or r.build = $3)
            and ($4::text[] is null or a.kind = any($4)) and ($5::text[] is null or a.state = any($5))
        """;

    private const NpgsqlDbType TextArray = NpgsqlDbType.Array | NpgsqlDbType.Text;

    /// <summary>Sequence of the last event that all of these read models contain.</summary>
    public async Task<long> Position(IReadOnlyList<string> readModels, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await AnalysisRunStore.Position(connection, readModels, cancellation);
    }

    /// <summary>The job that answers a request at a position, or null: a result, else a job that runs or waits.</summary>
    public async Task<AnalysisJob?> Find(byte[] key, long position, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(FindCommand(key, position));
        return await First(batch, cancellation);
    }

    /// <summary>The job that answers a request at a position, which is added if there is none; null if too many wait.</summary>
    /// <remarks>
    /// A job that was cancelled or has failed is queued again. Requests are decided one after the other, in all hosts, so that two of them
    /// do not add the same job, and no more jobs wait than are allowed.
    /// </remarks>
    public async Task<AnalysisJob?> FindOrAdd(
        Guid newId, byte[] key, AnalysisKind kind, string request, (IReadOnlyCollection<string>? Towns, bool ShowsPlaces) shows,
        long position, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(AnalysisRunStore.LockCommand(AnalysisRunStore.RequestsLock));
        batch.BatchCommands.Add(Sql.Command(
            $"""
             insert into {Job} as kept (key, asked_position, id, kind, request, state, towns, shows_places)
             select $1, $2, $3, $4, $5, 'Queued', $7, $8
             where not exists (select from {Job} as a where a.key = $1 and {Answers})
                 and (select count(*) from {Job} where state in ('Queued', 'Running')) < $6
             on conflict (key, asked_position) do update set
                 state = 'Queued', progress = 0, attempts = 0, position = null, failure_code = null, failure_message = null,
                 started_at = null, finished_at = null
             where kept.state in ('Cancelled', 'Failed')
             """,
            key, position, newId, kind.Stored(), request, settings.MostUnfinished));
        batch.BatchCommands[^1].Parameters.Add(Optional(TextArray, shows.Towns?.ToArray()));
        batch.BatchCommands[^1].Parameters.Add(new() { Value = shows.ShowsPlaces });
        batch.BatchCommands.Add(FindCommand(key, position));
        return await First(batch, cancellation);
    }

    /// <summary>
    /// A job by its id; null where there is none, where another version of the program computed its result, or where the caller does not
    /// see all of its towns.
    /// </summary>
    public async Task<AnalysisJob?> Find(Guid id, JobSight sight, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new($"{Jobs} where {IsSeen} and a.id = $3 and (a.state <> 'Done' or r.build = $4)"));
        foreach (var parameter in (NpgsqlParameter[])[.. Seen(sight), new() { Value = id }, new() { Value = AnalysisDefinition.Build }])
            batch.BatchCommands[^1].Parameters.Add(parameter);
        return await First(batch, cancellation);
    }

    /// <summary>Jobs, the latest requested first; or the earliest first, where the list is read backwards.</summary>
    /// <param name="filter">Which jobs.</param>
    /// <param name="sight">The towns that the caller sees.</param>
    /// <param name="from">When the job before the first one was requested, and its id; null for the beginning.</param>
    /// <param name="isBackward">Whether the list is read backwards.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<AnalysisJob>> List(
        AnalysisFilter filter, JobSight sight, (Instant RequestedAt, Guid Id)? from, bool isBackward, int limit,
        CancellationToken cancellation)
    {
        var (beyond, order) = isBackward ? (">", "asc") : ("<", "desc");
        await using var command = source.CreateCommand(
            $"""
             {Jobs} where {IsListed}
                 and ($6::timestamptz is null or (a.requested_at, a.id) {beyond} ($6, $7))
             order by a.requested_at {order}, a.id {order} limit $8
             """);
        AddFilter(command, filter, sight);
        command.Parameters.Add(Optional(NpgsqlDbType.TimestampTz, from?.RequestedAt.ToDateTimeUtc()));
        command.Parameters.Add(Optional(NpgsqlDbType.Uuid, from?.Id));
        command.Parameters.Add(new() { Value = limit });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var jobs = new List<AnalysisJob>();
        while (await rows.ReadAsync(cancellation))
            jobs.Add(Read(rows));
        return jobs;
    }

    /// <summary>Number of jobs that the filter selects.</summary>
    public async Task<int> Count(AnalysisFilter filter, JobSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select count(*)::int from ({Jobs} where {IsListed}) as listed");
        AddFilter(command, filter, sight);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The result of a job that is done, as JSON; null until then.</summary>
    public async Task<byte[]?> ResultOf(Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select r.result from {Job} as a join {Result} as r using (key, fingerprint) where a.id = $1 and a.state = 'Done'");
        command.Parameters.Add(new() { Value = id });
        return (byte[]?)await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>Ids of the jobs that are queued or running, the oldest first.</summary>
    public async Task<List<Guid>> Unfinished(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select id from {Job} where state in ('Queued', 'Running') order by requested_at, id");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<Guid>();
        while (await rows.ReadAsync(cancellation))
            ids.Add(rows.GetGuid(0));
        return ids;
    }

    /// <summary>Cancels a job that has not ended; false where it has, or where there is none.</summary>
    public async Task<bool> Cancel(Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"update {Job} set state = 'Cancelled', finished_at = now() where id = $1 and state in ('Queued', 'Running')");
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Deletes the oldest jobs that ended before a moment, and the results that the last job got before it.</summary>
    /// <returns>How many were deleted, at most the greatest number at a time; it is that number if there may be more.</returns>
    public async Task<int> Delete(Instant before, int most, CancellationToken cancellation)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(AnalysisRunStore.LockCommand(AnalysisRunStore.ResultsLock));
        // Results first, because their jobs go with them.
        batch.BatchCommands.Add(Sql.Command(
            $"""
             delete from {Result} where (key, fingerprint) in (
                 select key, fingerprint from {Result} where finished_at < $1 order by finished_at limit $2)
             """,
            before.ToDateTimeUtc(), most));
        batch.BatchCommands.Add(Sql.Command(
            $"delete from {Job} where id in (select id from {Job} where finished_at < $1 order by finished_at limit $2)",
            before.ToDateTimeUtc(), most));
        return Math.Min(most, await batch.ExecuteNonQueryAsync(cancellation));
    }

    private static NpgsqlBatchCommand FindCommand(byte[] key, long position) => Sql.Command(
        $"{Jobs} where a.key = $1 and {Answers} order by a.state = 'Done' desc, a.position desc nulls last, a.requested_at limit 1", key,
        position);

    private static void AddFilter(NpgsqlCommand command, AnalysisFilter filter, JobSight sight)
    {
        foreach (var parameter in Seen(sight))
            command.Parameters.Add(parameter);
        command.Parameters.Add(new() { Value = AnalysisDefinition.Build });
        command.Parameters.Add(Optional(TextArray, filter.Kinds?.Select(k => k.Stored()).ToArray()));
        command.Parameters.Add(Optional(TextArray, filter.States?.Select(s => s.ToString()).ToArray()));
    }

    private static NpgsqlParameter[] Seen(JobSight sight) =>
        [Optional(TextArray, sight.Towns?.ToArray()), Optional(TextArray, sight.WholeTowns?.ToArray())];

    private static NpgsqlParameter Optional(NpgsqlDbType type, object? value) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private static async Task<AnalysisJob?> First(NpgsqlBatch batch, CancellationToken cancellation)
    {
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        // Statements without rows are skipped.
        return await rows.ReadAsync(cancellation) ? Read(rows) : null;
    }

    private static AnalysisJob Read(NpgsqlDataReader rows)
    {
        return new(
            rows.GetGuid(0), AnalysisKinds.Read(rows.GetString(1)), Enum.Parse<AnalysisState>(rows.GetString(2)), rows.GetFloat(3),
            rows.IsDBNull(4) ? null : rows.GetInt64(4), At(5)!.Value, At(6), At(7),
            rows.IsDBNull(8) ? null : new(ErrorCodes.Find(rows.GetString(8)) ?? ErrorCode.RetiredCode, rows.GetString(9)));

        Instant? At(int column) => rows.IsDBNull(column) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(column));
    }

}
