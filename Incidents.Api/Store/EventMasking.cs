using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Incidents.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Store;

/// <summary>What is masked in events.</summary>
/// <param name="Masking">Id of the masking, which the events keep.</param>
/// <param name="Fields">Which of <see cref="PersonalFields.All"/>.</param>
/// <param name="Person">A person who is also masked in other texts, or null.</param>
internal sealed record EventMask(Guid Masking, IReadOnlySet<string> Fields, PersonMatcher? Person)
{
    /// <summary>Types of events that may be about several persons: of one who is masked, only what contains them goes.</summary>
    public IReadOnlySet<string> OfSeveral { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The fields that are masked in an event, whatever they contain.</summary>
    /// <param name="type">Its type.</param>
    public IReadOnlySet<string> FieldsOf(string type) => Person is not null && OfSeveral.Contains(type) ? FrozenSet<string>.Empty : Fields;
}

/// <summary>Part of the events that were looked at.</summary>
/// <param name="Position">Sequence of the last one.</param>
/// <param name="Masked">How many of them were masked.</param>
/// <param name="IsLast">Whether there are no more.</param>
internal readonly record struct MaskedPart(long Position, long Masked, bool IsLast);

/// <summary>Finds and masks personal data in stored events.</summary>
/// <remarks>
/// Marten's own masking rewrites an event through its .NET type, in one transaction for all that is masked. Here the content is changed as
/// JSON, so that old events keep their shape; the names of the masked fields are added to it; and the salt leaves the commitment, whose
/// hash stays. Streams are masked in batches, each in a transaction of its own: nothing is half masked, and a masking that was interrupted
/// is repeated.
/// </remarks>
internal sealed class EventMasking(NpgsqlDataSource source)
{
    /// <summary>Table of the events.</summary>
    public const string Table = $"{EventStore.Schema}.mt_events";

    private const int PageSize = 5_000;
    private const int StreamsAtATime = 200;
    private const string ReleaseType = "event_released";
    private const string ReleasedJson = "json";
    private const string Columns = "seq_id, stream_id, type, data::text, headers::text, causation_id";

    /// <summary>The streams with an event that holds a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="after">Sequence of the event after which to begin; all later ones are read once.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<HashSet<Guid>> Find(PersonMatcher person, long after, CancellationToken cancellation)
    {
        var found = new HashSet<Guid>();
        const string Select = $"select {Columns} from {Table} where seq_id > $1";
        await foreach (var stored in All(Select, after, [], cancellation))
        {
            if (stored.Cause is { } cause && PersonalFields.Masks(cause, FrozenSet<string>.Empty, person))
                found.Add(stored.Stream);
            if (!MayHold(stored.Json, person) || JsonNode.Parse(stored.Json) is not JsonObject content)
                continue;
            if (PersonalFields.Holds(content, person))
                found.Add(stored.Stream);
            if (Released(stored.Type, content) is { } released && PersonalFields.Holds(released, person))
                found.UnionWith([stored.Stream, content["stream"]!.GetValue<Guid>()]);
        }
        return found;
    }

    /// <summary>The releases of quarantined events of some streams: streams that contain these events, too.</summary>
    public async Task<HashSet<Guid>> ReleasesOf(IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        var releases = new HashSet<Guid>();
        const string Select = $"select {Columns} from {Table} where seq_id > $1 and type = $2";
        await foreach (var stored in All(Select, 0, [ReleaseType], cancellation))
        {
            if (streams.Contains(JsonNode.Parse(stored.Json)!["stream"]!.GetValue<Guid>()))
                releases.Add(stored.Stream);
        }
        return releases;
    }

    /// <summary>How many events of streams have something left to mask.</summary>
    public async Task<long> Count(IReadOnlyCollection<Guid> streams, EventMask mask, CancellationToken cancellation)
    {
        var count = 0L;
        await foreach (var stored in OfStreams(streams, cancellation))
            count += Masked(stored, mask) is null ? 0 : 1;
        return count;
    }

    /// <summary>Masks the events of streams.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="mask">What is masked.</param>
    /// <param name="keep">Is called in each transaction with the number of events that it masks.</param>
    /// <param name="cancellation">Stops it between two transactions, or in one, which is rolled back.</param>
    public async Task Mask(
        IReadOnlyCollection<Guid> streams, EventMask mask, Func<NpgsqlConnection, long, Task> keep, CancellationToken cancellation)
    {
        foreach (var part in streams.Order().Chunk(StreamsAtATime))
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            // An append that has read the stream waits here, and what it appends is masked by the look that follows at the end. Locks are
            // taken in the order in which appends take them.
            await Execute(
                connection, $"select from {EventStore.Schema}.mt_streams where id = any($1) order by id for no key update", [part],
                cancellation);
            var events = await Read(
                connection, $"select {Columns} from {Table} where stream_id = any($1) order by seq_id", [part],
                cancellation);
            await keep(connection, await Update(connection, events, mask, cancellation));
            // A snapshot holds what the events held; it only saves reading.
            await Forget(connection, part, cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }

    /// <summary>Masks the next events that were appended before a moment.</summary>
    /// <param name="types">Types of the events.</param>
    /// <param name="after">Sequence after which to begin.</param>
    /// <param name="before">The moment.</param>
    /// <param name="mask">What is masked.</param>
    /// <param name="keep">Is called in the transaction.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<MaskedPart> MaskOld(
        string[] types, long after, DateTime before, EventMask mask, Func<NpgsqlConnection, MaskedPart, Task> keep,
        CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (last, count) = await Reach(connection, after, before, cancellation);
        var events = await Read(
            connection,
            $"select {Columns} from {Table} where seq_id > $1 and seq_id <= $2 and type = any($3) order by seq_id",
            [after, last, types], cancellation);
        var part = new MaskedPart(last, await Update(connection, events, mask, cancellation), count < PageSize);
        await Forget(connection, [.. events.Select(e => e.Stream).Distinct()], cancellation);
        await keep(connection, part);
        await transaction.CommitAsync(cancellation);
        return part;
    }

    /// <summary>Deletes the snapshots of streams.</summary>
    /// <remarks>An append that had read a stream before its events were masked may have kept its state once more.</remarks>
    public async Task Forget(IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await Forget(connection, [.. streams], cancellation);
    }

    private static async Task Forget(NpgsqlConnection connection, Guid[] streams, CancellationToken cancellation)
    {
        await Execute(connection, $"delete from {StreamSnapshots.Covered} where stream_id = any($1)", [streams], cancellation);
        await Execute(connection, $"delete from {StreamSnapshots.Table} where stream_id = any($1)", [streams], cancellation);
    }

    // As far as a page goes: events are appended in the order of their time, but for what was written at the same moment.
    private static async Task<(long Last, long Count)> Reach(
        NpgsqlConnection connection, long after, DateTime before, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            $"""
             select coalesce(max(seq_id), $1), count(*) from (
                 select seq_id, bool_and(timestamp < $2) over (order by seq_id) as is_old from (
                     select seq_id, timestamp from {Table} where seq_id > $1 order by seq_id limit {PageSize}) as next
                 ) as page where is_old
             """,
            [after, before]);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.GetInt64(0), rows.GetInt64(1));
    }

    private static async Task<long> Update(
        NpgsqlConnection connection, List<StoredText> events, EventMask mask, CancellationToken cancellation)
    {
        var masked = new List<(long Sequence, string Json, string Headers, string? Cause)>();
        foreach (var stored in events)
        {
            if (Masked(stored, mask) is not { } json)
                continue;
            var cause = PersonalFields.Masks(stored.Cause, mask.FieldsOf(stored.Type), mask.Person) ? PersonalFields.Mark : stored.Cause;
            masked.Add((stored.Sequence, json, EventCommitment.Masked(stored.Headers, mask.Masking), cause));
        }
        if (masked.Count == 0)
            return 0;
        await Execute(
            connection,
            $"""
             update {Table} e set data = t.data, headers = t.headers, causation_id = t.cause
             from unnest($1, $2, $3, $4) as t (seq_id, data, headers, cause) where e.seq_id = t.seq_id
             """,
            [
                masked.Select(m => m.Sequence).ToArray(), Json(masked.Select(m => m.Json)), Json(masked.Select(m => m.Headers)),
                masked.Select(m => m.Cause).ToArray(),
            ],
            cancellation);
        return masked.Count;
    }

    /// <summary>The content of an event after masking; null where nothing is left to mask.</summary>
    private static string? Masked(StoredText stored, EventMask mask)
    {
        var (content, fields) = (JsonNode.Parse(stored.Json)!.AsObject(), mask.FieldsOf(stored.Type));
        var names = PersonalFields.Mask(content, fields, mask.Person);
        if (Released(stored.Type, content) is { } released && PersonalFields.Mask(released, fields, mask.Person) is { Count: > 0 } inner)
        {
            names.UnionWith(inner);
            content[ReleasedJson] = released.ToJsonString(EventJson.Options);
        }
        if (PersonalFields.Masks(stored.Cause, fields, mask.Person))
        {
            names.Add(PersonalFields.Cause);
            PersonalFields.Name(content, names);
        }
        return names.Count == 0 ? null : content.ToJsonString(EventJson.Options);
    }

    private static JsonObject? Released(string type, JsonObject content) =>
        type == ReleaseType ? JsonNode.Parse(content[ReleasedJson]!.GetValue<string>())!.AsObject() : null;

    // A backslash may hide a letter; everything else can be looked for in the text as it is.
    private static bool MayHold(string json, PersonMatcher person) =>
        json.Contains('\\') || (person.Plate is { } plate && json.Contains(plate, StringComparison.Ordinal)) || person.IsIn(json);

    private async IAsyncEnumerable<StoredText> OfStreams(
        IReadOnlyCollection<Guid> streams, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var part in streams.Chunk(StreamsAtATime))
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            const string Select = $"select {Columns} from {Table} where stream_id = any($1) order by seq_id";
            foreach (var stored in await Read(connection, Select, [part], cancellation))
                yield return stored;
        }
    }

    private async IAsyncEnumerable<StoredText> All(
        string sql, long after, object[] more, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            var page = await Read(connection, $"{sql} order by seq_id limit {PageSize}", [after, .. more], cancellation);
            foreach (var stored in page)
                yield return stored;
            if (page.Count < PageSize)
                yield break;
            after = page[^1].Sequence;
        }
    }

    private static async Task<List<StoredText>> Read(
        NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = Command(connection, sql, values);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var page = new List<StoredText>();
        while (await rows.ReadAsync(cancellation))
        {
            page.Add(new(
                rows.GetInt64(0), rows.GetGuid(1), rows.GetString(2), rows.GetString(3), rows.IsDBNull(4) ? null : rows.GetString(4),
                rows.IsDBNull(5) ? null : rows.GetString(5)));
        }
        return page;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(Sql.Parameter(value));
        return command;
    }

    private static NpgsqlParameter Json(IEnumerable<string> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    private readonly record struct StoredText(long Sequence, Guid Stream, string Type, string Json, string? Headers, string? Cause);
}
