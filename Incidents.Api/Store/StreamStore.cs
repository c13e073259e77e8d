using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Store;

/// <summary>Streams in Marten's own tables, read and appended many at a time.</summary>
internal sealed class StreamStore(EventCatalogue catalogue)
{
    /// <summary>A page without having looked.</summary>
    public StreamPage Nothing() => new(catalogue);

    /// <summary>Reads the streams that the submissions are about, and those that their references and decisions point to.</summary>
    public async Task<StreamPage> Load(NpgsqlConnection connection, IReadOnlyList<PendingSubmission> batch)
    {
        var page = Nothing();
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

        await using (var command = new NpgsqlCommand(
            $"""
             select s.id, s.version, e.id, e.type, e.data::text from {EventStore.Schema}.mt_streams s
             join {EventStore.Schema}.mt_events e on e.stream_id = s.id where s.id = any($1) order by e.stream_id, e.version
             """, connection))
        {
            command.Parameters.Add(new() { Value = ids.ToArray() });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                page.Load(rows.GetGuid(0), rows.GetInt64(1), rows.GetGuid(2), rows.GetString(3), rows.GetString(4));
        }
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

    /// <summary>
    /// Appends the page's streams, of which none was looked for, in one statement that is a transaction of its own; those that the
    /// store has already stay as they are, and those whose reference another stream waits for are left out.
    /// </summary>
    /// <returns>The streams that began with it.</returns>
    public async Task<HashSet<Guid>> Begin(NpgsqlConnection connection, StreamPage page, Instant now)
    {
        var hasReferences = page.NewReferences.Count > 0;
        // Rows keep their order, since a stream's events must be numbered as they happened.
        await using var command = new NpgsqlCommand(
            $"""
             with born as (
                 insert into {EventStore.Schema}.mt_streams (id, type, version, timestamp, created)
                 select id, type, version, $1, $1 from unnest($2, $3, $4) as t (id, type, version)
                 where (select {ClosedMoments.Check}($1)) {(hasReferences ? $"""
                 and not exists (
                     select from unnest($11, $12) as r (reference, stream_id) join {StoreTables.Waiting} using (reference)
                     where r.stream_id = t.id)
                 """ : "")}
                 on conflict do nothing returning id),
             appended as (
                 insert into {EventStore.Schema}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type)
                 select nextval('{EventStore.Schema}.mt_events_sequence'), id, stream_id, version, data, type, $1, dotnet_type from (
                     select t.* from unnest($5, $6, $7, $8, $9, $10) with ordinality
                         as t (id, stream_id, version, data, type, dotnet_type, place)
                     join born on born.id = t.stream_id order by t.place) as t)
             {(hasReferences ? $"""
             , referenced as (
                 insert into {StoreTables.Reference} (reference, stream_id)
                 select reference, stream_id from (
                     select t.* from unnest($11, $12) with ordinality as t (reference, stream_id, place)
                     join born on born.id = t.stream_id order by t.place) as t)
             """ : "")}
             select id from born
             """, connection);
        foreach (var value in (object[])[now.ToDateTimeUtc(), .. BirthColumns(page.Changed), .. EventColumns(page.Changed)])
            command.Parameters.Add(Parameter(value));
        if (hasReferences)
            command.Parameters.AddRange(Array.ConvertAll(ReferenceColumns(page), Parameter));

        var born = new HashSet<Guid>(page.Changed.Count);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            born.Add(rows.GetGuid(0));
        return born;
    }

    /// <summary>Appends what the page holds that is new, in one transaction.</summary>
    /// <exception cref="StreamChangedException">A stream has changed since it was read; nothing is appended.</exception>
    public async Task Append(NpgsqlConnection connection, StreamPage page, Instant now)
    {
        var timestamp = now.ToDateTimeUtc();
        var born = page.Changed.Where(s => s.IsNew).ToArray();
        var grown = page.Changed.Where(s => !s.IsNew).OrderBy(s => s.Id).ToArray();
        var dependedOn = page.DependedOn.ToArray();
        // A batch is a transaction of its own, and needs one around it only where its outcome must be looked at before it counts.
        await using var transaction = grown.Length + dependedOn.Length > 0 ? await connection.BeginTransactionAsync() : null;
        await using var batch = new NpgsqlBatch(connection, transaction);

        batch.BatchCommands.Add(Command($"select {ClosedMoments.Check}($1)", timestamp));
        if (HistoricSourceTable.CheckUnchanged(page.Historic) is { } historic)
            batch.BatchCommands.Add(historic);
        NpgsqlBatchCommand? unchanged = null, grow = null;
        if (dependedOn.Length > 0)
        {
            // All rows are locked at once and in order of id, so that two such transactions wait for each other instead of dying of it.
            var locked = grown.Concat(dependedOn).ToArray();
            batch.BatchCommands.Add(unchanged = Command(
                $"""
                 select s.id from {EventStore.Schema}.mt_streams s
                 join unnest($1, $2) as t (id, version) on s.id = t.id and s.version = t.version
                 order by s.id for no key update of s
                 """,
                locked.Select(s => s.Id).ToArray(), locked.Select(s => s.StoredVersion).ToArray()));
        }
        if (born.Length > 0)
            batch.BatchCommands.Add(Command(
                $"""
                 insert into {EventStore.Schema}.mt_streams (id, type, version, timestamp, created)
                 select id, type, version, $4, $4 from unnest($1, $2, $3) as t (id, type, version)
                 """,
                [.. BirthColumns(born), timestamp]));

        if (grown.Length > 0)
            batch.BatchCommands.Add(grow = Command(
                $"""
                 update {EventStore.Schema}.mt_streams s set version = t.after, timestamp = $4
                 from unnest($1, $2, $3) as t (id, before, after) where s.id = t.id and s.version = t.before
                 """,
                grown.Select(s => s.Id).ToArray(), grown.Select(s => s.StoredVersion).ToArray(), grown.Select(s => s.Version).ToArray(),
                timestamp));

        batch.BatchCommands.Add(Command(
            $"""
             insert into {EventStore.Schema}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type)
             select nextval('{EventStore.Schema}.mt_events_sequence'), id, stream_id, version, data, type, $7, dotnet_type
             from unnest($1, $2, $3, $4, $5, $6) as t (id, stream_id, version, data, type, dotnet_type)
             """,
            [.. EventColumns(page.Changed), timestamp]));

        if (page.NewReferences.Count > 0)
            batch.BatchCommands.Add(Command(
                $"insert into {StoreTables.Reference} (reference, stream_id) select * from unnest($1, $2)",
                ReferenceColumns(page)));
        if (page.NewWaiting.Count > 0)
            batch.BatchCommands.Add(Command(
                $"insert into {StoreTables.Waiting} (reference, stream_id) select * from unnest($1, $2)",
                page.NewWaiting.Select(w => w.Reference).ToArray(), page.NewWaiting.Select(w => w.StreamId).ToArray()));
        if (page.NoLongerWaiting.Count > 0)
            batch.BatchCommands.Add(Command(
                $"delete from {StoreTables.Waiting} where stream_id = any($1)", page.NoLongerWaiting.ToArray()));

        await batch.ExecuteNonQueryAsync();
        if (transaction is null)
            return;
        if ((grow is not null && grow.RecordsAffected != grown.Length)
            || (unchanged is not null && unchanged.Rows != (ulong)(grown.Length + dependedOn.Length)))
            throw new StreamChangedException();
        await transaction.CommitAsync();
    }

    // id, type, version
    private static object[] BirthColumns(IReadOnlyCollection<StreamPage.Stream> born) =>
        [born.Select(s => s.Id).ToArray(), born.Select(s => StreamType.Of(s.Appended[0].Event)).ToArray(),
            born.Select(s => s.Version).ToArray()];

    // id, stream_id, version, data, type, mt_dotnet_type
    private object[] EventColumns(IReadOnlyCollection<StreamPage.Stream> changed)
    {
        var count = changed.Sum(s => s.Appended.Count);
        var (ids, streams, versions) = (new Guid[count], new Guid[count], new long[count]);
        var (types, dotNetTypes, bodies) = (new string[count], new string[count], new string[count]);
        var n = 0;
        foreach (var stream in changed)
        {
            var version = stream.StoredVersion;
            foreach (var (id, @event) in stream.Appended)
            {
                (ids[n], streams[n], versions[n]) = (id, stream.Id, ++version);
                (types[n], dotNetTypes[n]) = catalogue.Of(@event);
                bodies[n++] = catalogue.Write(@event);
            }
        }
        return [ids, streams, versions, new NpgsqlParameter { Value = bodies, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            types, dotNetTypes];
    }

    // reference, stream_id
    private static object[] ReferenceColumns(StreamPage page) =>
        [page.NewReferences.Select(r => r.Reference).ToArray(), page.NewReferences.Select(r => r.StreamId).ToArray()];

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(Parameter(value));
        return command;
    }

    private static NpgsqlParameter Parameter(object value) => value as NpgsqlParameter ?? new() { Value = value };
}

/// <summary>A stream is no longer as it was when it was read.</summary>
internal sealed class StreamChangedException() : Exception("A stream has changed since it was read.");
