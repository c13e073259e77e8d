using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Access.Log;

/// <summary>Which entries of the access log.</summary>
/// <param name="Callers">Ids of who did it.</param>
/// <param name="Kinds">What happened.</param>
/// <param name="From">The local day of the region on which it happened is this one or a later one.</param>
/// <param name="Until">The local day of the region on which it happened is before this one.</param>
/// <param name="PurposeReason">The reason that was given for a search.</param>
/// <param name="PurposeReference">What the purpose refers to, exactly.</param>
/// <param name="Operation">The name of the operation, exactly.</param>
/// <param name="Text">A part of what was asked or given, without regard to case; at most 200 characters.</param>
/// <param name="ThingId">An id that stands in the answer, among its first 100 ids, or in what was asked.</param>
/// <param name="MinRows">At least so many rows came back; 0 to 10,000,000.</param>
internal sealed record AccessLogFilter(
    IReadOnlyList<string>? Callers = null, IReadOnlyList<AccessKind>? Kinds = null, LocalDate? From = null, LocalDate? Until = null,
    PurposeReason? PurposeReason = null, string? PurposeReference = null, string? Operation = null, string? Text = null,
    Guid? ThingId = null, int? MinRows = null)
{
    private const int MostRows = 10_000_000;

    /// <summary>All entries.</summary>
    public static AccessLogFilter All { get; } = new();

    /// <summary>Why it is refused, or null.</summary>
    internal Refusal? Refusal() => Texts.SourceId.CheckOptional(Text, "text") ?? (MinRows is < 0 or > MostRows
        ? new(ErrorCode.BadInput, $"'minRows' is from 0 to {MostRows}.", "minRows")
        : null);
}

/// <summary>Reads the access log from its events; there is no read model, so that a list has what was committed a moment ago.</summary>
/// <param name="store">The store of the log.</param>
/// <param name="source">The connections of queries.</param>
/// <param name="cities">Knows the clocks of the region.</param>
internal sealed class AccessLogReader(AccessStore store, NpgsqlDataSource source, Cities cities)
{
    private const string Recorded = "type = 'access_recorded'";

    /// <summary>The entries of a page, the newest first, or the oldest first for a backward page.</summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="key">Sequence to begin after, in the direction of the page; null for its beginning.</param>
    /// <param name="isBackward">Whether it is a backward page.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyList<AccessLogEntry>> List(
        AccessLogFilter filter, long? key, bool isBackward, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(command, filter);
        if (key is { } sequence)
            where += $" and seq_id {(isBackward ? '>' : '<')} {Add(command, sequence)}";
        command.CommandText = $"select seq_id, id, data::text from {AccessStore.Events} where {where} "
            + $"order by seq_id {(isBackward ? "asc" : "desc")} limit {Add(command, limit)}";
        return await Read(command, cancellation);
    }

    /// <summary>How many entries there are.</summary>
    public async Task<int> Count(AccessLogFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {AccessStore.Events} where {Where(command, filter)}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>One entry with its kept answer, or null.</summary>
    public async Task<(AccessLogEntry Entry, string? Answer)?> Open(Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select seq_id, id, data::text from {AccessStore.Events} where id = $1 and {Recorded}");
        Add(command, id);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation))
            return null;
        var recorded = Parse(rows.GetString(2));
        return (AccessLogEntry.Of(rows.GetInt64(0), rows.GetGuid(1), recorded),
            AnswerRecord.Expanded(recorded.Details["answer"]?.GetValue<string>()));
    }

    /// <summary>Number of the last entry about the handling of personal data; 0 where there is none.</summary>
    public async Task<long> LastMasking(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $$"""select coalesce(max(seq_id), 0) from {{AccessStore.Events}} where data @> '{"kind":"PersonalData"}'""");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The events of the watch list, in order.</summary>
    public async Task<IReadOnlyList<(Guid Id, IAccessEvent Event)>> Watches(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select id, type, data::text from {AccessStore.Events} where type in ('watch_begun', 'watch_ended') order by seq_id");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var events = new List<(Guid, IAccessEvent)>();
        while (await rows.ReadAsync(cancellation))
        {
            IAccessEvent read = rows.GetString(1) == "watch_begun"
                ? JsonSerializer.Deserialize<WatchBegun>(rows.GetString(2), EventJson.Options)!
                : JsonSerializer.Deserialize<WatchEnded>(rows.GetString(2), EventJson.Options)!;
            events.Add((rows.GetGuid(0), read));
        }
        return events;
    }

    /// <summary>The store of the log.</summary>
    public AccessStore Store => store;

    private static async Task<IReadOnlyList<AccessLogEntry>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<AccessLogEntry>();
        while (await rows.ReadAsync(cancellation))
            entries.Add(AccessLogEntry.Of(rows.GetInt64(0), rows.GetGuid(1), Parse(rows.GetString(2))));
        return entries;
    }

    private static AccessRecorded Parse(string json) => JsonSerializer.Deserialize<AccessRecorded>(json, EventJson.Options)!;

    private string Where(NpgsqlCommand command, AccessLogFilter filter)
    {
        var where = Recorded;
        if (filter.Callers is { } callers)
            AnyOf([.. callers.Select(caller => new { caller })]);
        if (filter.Kinds is { } kinds)
            AnyOf([.. kinds.Select(kind => new { kind = kind.ToString() })]);
        if (filter.PurposeReason is { } reason)
            AnyOf([new { details = new { purpose = new { reason = reason.ToString() } } }]);
        if (filter.PurposeReference is { } reference)
            AnyOf([new { details = new { purpose = new { reference } } }]);
        if (filter.Operation is { } operation)
            AnyOf([new { details = new { operation } }]);
        if (filter.ThingId is { } thing)
        {
            var listed = Json(new { details = new { things = (string[])[$"{thing}"] } });
            where += $" and (data @> {Add(command, listed, NpgsqlDbType.Jsonb)} or {Asked} like {Add(command, $"%{thing}%")})";
        }
        if (filter.Text is { } text)
            where += $" and {Asked} ilike {Add(command, $"%{Escaped(text)}%")}";
        if (filter.MinRows is { } least)
            where += $" and (data -> 'details' ->> 'count')::bigint >= {Add(command, (long)least)}";
        if (filter.From is { } from)
            where += $" and timestamp >= {Add(command, Midnight(from))}";
        if (filter.Until is { } until)
            where += $" and timestamp < {Add(command, Midnight(until))}";
        return where;

        void AnyOf(object[] contents) =>
            where += $" and data @> any({Add(command, contents.Select(Json).ToArray(), NpgsqlDbType.Jsonb | NpgsqlDbType.Array)})";
    }

    private const string Asked = "(((data -> 'details') - 'answer')::text)";

    // The first day of the calendar begins before the first moment that PostgreSQL is given; no entry is so old.
    private DateTime Midnight(LocalDate day) =>
        LocalDate.Max(day, new(1, 1, 2)).AtStartOfDayInZone(cities.ZoneOf(null)).ToInstant().ToDateTimeUtc();

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);

    private static string Json(object content) => JsonSerializer.Serialize(content);

    private static string Add(NpgsqlCommand command, object value, NpgsqlDbType? type = null)
    {
        var parameter = new NpgsqlParameter { Value = value };
        if (type is { } given)
            parameter.NpgsqlDbType = given;
        command.Parameters.Add(parameter);
        return $"${command.Parameters.Count}";
    }
}
