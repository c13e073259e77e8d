using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Reads the streams of a batch: all events of a short one, the snapshot and later events of a long one.</summary>
internal static class StreamLoading
{
    /// <summary>Reads the streams that the submissions are about, and those that their references and decisions point to.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="page">Takes them.</param>
    /// <param name="batch">The submissions.</param>
    /// <returns>The page.</returns>
    /// <exception cref="StreamChangedException">A snapshot was replaced meanwhile.</exception>
    public static async Task<StreamPage> Load(NpgsqlConnection connection, StreamPage page, IReadOnlyList<PendingSubmission> batch)
    {
        var ids = new HashSet<Guid>(batch.Count);
        var (references, awaited) = (new HashSet<Guid>(), new HashSet<Guid>());
        foreach (var (submission, _, _) in batch)
        {
            ids.Add(submission.StreamId);
            if (submission.DependsOn is { } other)
                ids.Add(other);
            if (submission.ReadsReferenced)
                references.UnionWith([submission.Reference!.Value, submission.StreamId]);
            if (submission.ReadsWaiting)
                awaited.Add(submission.Reference!.Value);
        }
        await HistoricSourceTable.Load(
            connection, batch.Select(p => p.Submission.Historic?.Source).OfType<string>().ToHashSet(), page.Historic);
        await Find(StoreTables.Reference, references, page.LoadReference);
        await Find(StoreTables.Waiting, awaited, page.LoadWaiting);

        var snapshots = await Read(connection, page, [.. ids], StreamSnapshots.Build);
        var further = batch.Select(p => p.Submission.ContinuesOn(page)).OfType<Guid>().Where(ids.Add).ToArray();
        if (further.Length > 0)
            snapshots = [.. snapshots, .. await Read(connection, page, further, StreamSnapshots.Build)];
        if (snapshots.Length == 0)
            return page;
        // A repeated report is compared with the events before it: they are all needed.
        var repeated = await Repeated(connection, page, snapshots, batch);
        if (repeated.Length == 0)
            return page;
        foreach (var stream in repeated)
            page.Forget(stream);
        await Read(connection, page, repeated, build: null);
        return page;

        async Task Find(string table, HashSet<Guid> wanted, Action<Guid, Guid> load)
        {
            if (wanted.Count == 0)
                return;
            await using var command = new NpgsqlCommand(
                $"select reference, stream_id from {table} where reference = any($1) order by reference, position", connection);
            command.Parameters.Add(new() { Value = wanted.ToArray() });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                load(rows.GetGuid(0), rows.GetGuid(1));
                ids.Add(rows.GetGuid(1));
            }
        }
    }

    /// <param name="build">The build whose snapshots are used; null for none.</param>
    /// <returns>The streams that were read from a snapshot on.</returns>
    private static async Task<Guid[]> Read(NpgsqlConnection connection, StreamPage page, Guid[] ids, Guid? build)
    {
        var snapshots = new List<Guid>();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Sql.Command(
            $"select stream_id, version, state_type, state::text from {StreamSnapshots.Table} where stream_id = any($1) and build = $2",
            ids, build ?? Guid.Empty));
        batch.BatchCommands.Add(Sql.Command(
            $"""
             select s.id, s.version, s.type, s.is_archived, coalesce(p.version, 0), e.id, e.type, e.data::text
             from {EventStore.Schema}.mt_streams s
             left join {StreamSnapshots.Table} p on p.stream_id = s.id and p.build = $2
             left join {EventStore.Schema}.mt_events e on e.stream_id = s.id and e.version > coalesce(p.version, 0)
             where s.id = any($1) order by s.id, e.version
             """,
            ids, build ?? Guid.Empty));
        await using var rows = await batch.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            snapshots.Add(rows.GetGuid(0));
            page.LoadSnapshot(rows.GetGuid(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3));
        }
        await rows.NextResultAsync();
        while (await rows.ReadAsync())
        {
            var stream = rows.GetGuid(0);
            page.Load(stream, rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.GetBoolean(3), rows.GetInt64(4));
            if (!rows.IsDBNull(5))
                page.Load(stream, rows.GetGuid(5), rows.GetString(6), rows.GetString(7));
        }
        return [.. snapshots];
    }

    /// <summary>Of the streams with a snapshot, those that hold an event of the batch, or will when it comes the second time.</summary>
    private static async Task<Guid[]> Repeated(
        NpgsqlConnection connection, StreamPage page, Guid[] snapshots, IReadOnlyList<PendingSubmission> batch)
    {
        var ids = batch.Select(p => p.Submission.RepeatedId).ToArray();
        var repeated = snapshots.Where(stream => ids.Any(id => page.Holds(stream, id))).ToHashSet();
        foreach (var twice in batch.GroupBy(p => p.Submission.RepeatedId).Where(g => g.Skip(1).Any()).SelectMany(g => g))
        {
            var other = twice.Submission.ContinuesOn(page);
            repeated.UnionWith(
                twice.Submission.ReadsReferenced ? snapshots : snapshots.Where(s => s == twice.Submission.StreamId || s == other));
        }

        await using var command = new NpgsqlCommand(
            $"select distinct stream_id from {StreamSnapshots.Covered} where stream_id = any($1) and id = any($2)", connection);
        command.Parameters.Add(new() { Value = snapshots });
        command.Parameters.Add(new() { Value = ids });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            repeated.Add(rows.GetGuid(0));
        return [.. repeated];
    }
}
