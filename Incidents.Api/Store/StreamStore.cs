using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Store;

/// <summary>Streams in Marten's own tables, read and appended many at a time.</summary>
internal sealed class StreamStore(EventCatalogue catalogue)
{
    // Settings of one transaction: how many streams its statements found as they had been read.
    private const string Locked = "incidents.locked_streams";
    private const string Grown = "incidents.grown_streams";

    // In the order of EventColumns.
    private const string Columns =
        "id, stream_id, version, data, type, mt_dotnet_type, headers, correlation_id, causation_id, user_name, is_archived";

    /// <summary>A page without having looked.</summary>
    public StreamPage Nothing() => new(catalogue);

    /// <summary>Reads the streams that the submissions are about, and those that their references and decisions point to.</summary>
    public Task<StreamPage> Load(NpgsqlConnection connection, IReadOnlyList<PendingSubmission> batch) =>
        StreamLoading.Load(connection, Nothing(), batch);

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
                     select from unnest($16, $17) as r (reference, stream_id) join {StoreTables.Waiting} using (reference)
                     where r.stream_id = t.id)
                 """ : "")}
                 on conflict do nothing returning id),
             appended as (
                 insert into {EventStore.Schema}.mt_events (seq_id, timestamp, {Columns})
                 select nextval('{EventStore.Schema}.mt_events_sequence'), $1, {Columns} from (
                     select t.* from unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) with ordinality as t ({Columns}, place)
                     join born on born.id = t.stream_id order by t.place) as t)
             {(hasReferences ? $"""
             , referenced as (
                 insert into {StoreTables.Reference} (reference, stream_id)
                 select reference, stream_id from (
                     select t.* from unnest($16, $17) with ordinality as t (reference, stream_id, place)
                     join born on born.id = t.stream_id order by t.place) as t)
             """ : "")}
             {(page.Originals.Count > 0
                 ? $", kept as ({OriginalBlocks.Insert("$1", hasReferences ? 18 : 16, "exists (select from born)")})" : "")}
             select id from born
             """, connection);
        foreach (var value in (object[])[now.ToDateTimeUtc(), .. BirthColumns(page.Changed), .. EventColumns(page.Changed)])
            command.Parameters.Add(Sql.Parameter(value));
        if (hasReferences)
            command.Parameters.AddRange(Array.ConvertAll(ReferenceColumns(page), Sql.Parameter));
        if (page.Originals.Count > 0)
            command.Parameters.AddRange(Array.ConvertAll(OriginalBlocks.Columns(page.Originals), Sql.Parameter));

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

        batch.BatchCommands.Add(Sql.Command($"select {ClosedMoments.Check}($1)", timestamp));
        if (HistoricSourceTable.CheckUnchanged(page.Historic) is { } historic)
            batch.BatchCommands.Add(historic);
        if (dependedOn.Length > 0)
        {
            // All rows are locked at once and in order of id, so that two such transactions wait for each other instead of dying of it.
            var locked = grown.Concat(dependedOn).ToArray();
            batch.BatchCommands.Add(Sql.Command(
                $"""
                 select set_config('{Locked}', count(*)::text, true) from (
                     select s.id from {EventStore.Schema}.mt_streams s
                     join unnest($1, $2) as t (id, version) on s.id = t.id and s.version = t.version
                     order by s.id for no key update of s) as locked
                 """,
                locked.Select(s => s.Id).ToArray(), locked.Select(s => s.StoredVersion).ToArray()));
        }
        if (born.Length > 0)
            batch.BatchCommands.Add(Sql.Command(
                $"""
                 insert into {EventStore.Schema}.mt_streams (id, type, version, timestamp, created)
                 select id, type, version, $4, $4 from unnest($1, $2, $3) as t (id, type, version)
                 """,
                [.. BirthColumns(born), timestamp]));

        if (grown.Length > 0)
            batch.BatchCommands.Add(Sql.Command(
                $"""
                 with grown as (
                     update {EventStore.Schema}.mt_streams s set version = t.after, timestamp = $4
                     from unnest($1, $2, $3) as t (id, before, after) where s.id = t.id and s.version = t.before returning s.id)
                 select set_config('{Grown}', count(*)::text, true) from grown
                 """,
                grown.Select(s => s.Id).ToArray(), grown.Select(s => s.StoredVersion).ToArray(), grown.Select(s => s.Version).ToArray(),
                timestamp));

        // Where a stream has changed, no row passes, and so none takes a number of the sequence: a gap would hold the daemon up.
        var insert = Sql.Command(
            $"""
             insert into {EventStore.Schema}.mt_events (seq_id, timestamp, {Columns})
             select nextval('{EventStore.Schema}.mt_events_sequence'), $12, {Columns}
             from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as t ({Columns})
             where ($13 = 0 or {Found(Grown)} = $13) and ($14 = 0 or {Found(Locked)} = $14)
             """,
            [
                .. EventColumns(page.Changed), timestamp, grown.Length,
                dependedOn.Length == 0 ? 0 : grown.Length + dependedOn.Length,
            ]);
        batch.BatchCommands.Add(insert);

        if (page.NewReferences.Count > 0)
            batch.BatchCommands.Add(Sql.Command(
                $"insert into {StoreTables.Reference} (reference, stream_id) select * from unnest($1, $2)",
                ReferenceColumns(page)));
        if (page.NewWaiting.Count > 0)
            batch.BatchCommands.Add(Sql.Command(
                $"insert into {StoreTables.Waiting} (reference, stream_id) select * from unnest($1, $2)",
                page.NewWaiting.Select(w => w.Reference).ToArray(), page.NewWaiting.Select(w => w.StreamId).ToArray()));
        if (page.NoLongerWaiting.Count > 0)
            batch.BatchCommands.Add(Sql.Command(
                $"delete from {StoreTables.Waiting} where stream_id = any($1)", page.NoLongerWaiting.ToArray()));

        if (page.Originals.Count > 0)
            batch.BatchCommands.Add(Sql.Command(OriginalBlocks.Insert("$6", 1), [.. OriginalBlocks.Columns(page.Originals), timestamp]));

        foreach (var command in StreamSnapshots.Keep(page.Changed))
            batch.BatchCommands.Add(command);

        await batch.ExecuteNonQueryAsync();
        if (insert.RecordsAffected != page.Changed.Sum(s => s.Appended.Count))
            throw new StreamChangedException();
        if (transaction is not null)
            await transaction.CommitAsync();
    }

    // A setting that an earlier transaction of the session made is empty, not absent.
    private static string Found(string setting) => $"nullif(current_setting('{setting}', true), '')::int";

    // id, type, version
    private static object[] BirthColumns(IReadOnlyCollection<StreamPage.Stream> born) =>
        [born.Select(s => s.Id).ToArray(), born.Select(s => StreamType.Of(s.Appended[0].Event)).ToArray(),
            born.Select(s => s.Version).ToArray()];

    private object[] EventColumns(IReadOnlyCollection<StreamPage.Stream> changed)
    {
        var count = changed.Sum(s => s.Appended.Count);
        var (ids, streams, versions) = (new Guid[count], new Guid[count], new long[count]);
        var (types, dotNetTypes, headers, bodies) = (new string[count], new string[count], new string[count], new byte[count][]);
        var areArchived = new bool[count];
        var (correlations, causes, users) = (new string?[count], new string?[count], new string?[count]);
        var n = 0;
        foreach (var stream in changed)
        {
            var version = stream.StoredVersion;
            foreach (var (id, @event, metadata) in stream.Appended)
            {
                (ids[n], streams[n], versions[n]) = (id, stream.Id, ++version);
                (types[n], dotNetTypes[n]) = catalogue.Of(@event);
                bodies[n] = catalogue.WriteUtf8(@event);
                headers[n] = EventCommitment.Headers(id, stream.Id, version, types[n], bodies[n], metadata.By, metadata.Command);
                (correlations[n], causes[n], users[n], _) = metadata;
                // An archived stream that goes on stays archived as a whole.
                areArchived[n] = stream.IsArchived;
                n++;
            }
        }
        return [ids, streams, versions, Json(bodies), types, dotNetTypes, Json(headers), correlations, causes, users, areArchived];
    }

    private static NpgsqlParameter Json(object values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    // reference, stream_id
    private static object[] ReferenceColumns(StreamPage page) =>
        [page.NewReferences.Select(r => r.Reference).ToArray(), page.NewReferences.Select(r => r.StreamId).ToArray()];

}

/// <summary>A stream is no longer as it was when it was read.</summary>
internal sealed class StreamChangedException() : Exception("A stream has changed since it was read.");
