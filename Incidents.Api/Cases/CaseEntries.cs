using System.Globalization;
using System.Text;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Domain.Dispatch;
using Incidents.Projections;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Cases;

/// <summary>Where an entry of a timeline stands: its number in the store, its stream and its place in the order.</summary>
/// <param name="Sequence">Its number in the store.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="At">When it occurred, or became known, whichever the order is by.</param>
internal sealed record CasePosition(long Sequence, Guid StreamId, Instant At);

/// <summary>Finds the entries of a timeline in the store, in order, without reading what they contain.</summary>
/// <remarks>
/// The events themselves are read for the page that is shown only. A timeline of 10,000 entries is put in order by PostgreSQL faster than
/// it could be read.
/// </remarks>
internal sealed class CaseEntries(NpgsqlDataSource source, EventCatalogue catalogue)
{
    private const string Events = $"{EventStore.Schema}.mt_events";

    private static readonly (string From, string To) Folding = MakeFolding();

    // Comments and stars are shown on the entries; what a view shows is no event of the case.
    private readonly string[] hidden = Names(
        catalogue, typeof(CaseEntryCommented), typeof(CaseEntryStarred), typeof(CaseEntryUnstarred), typeof(CaseViewSaved),
        typeof(CaseViewRemoved));

    private readonly string[] ofBranches = Names(
        catalogue, typeof(CaseBranchBegun), typeof(CaseBranchMerged), typeof(CaseBranchMergeUndone), typeof(CaseBranchAbandoned));

    /// <summary>A page of positions.</summary>
    /// <param name="scope">Whose entries.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="after">Key of the entry to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<CasePosition>> Read(
        CaseScope scope, CaseViewFilter filter, (Instant At, long Sequence)? after, bool backward, int limit,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var key = Moment(filter.IsByKnown ? "knownAt" : "occurredAt");
        var where = Where(scope, filter, command);
        if (after is { } row)
            where.Append(CultureInfo.InvariantCulture, $" and ({key}, e.seq_id) {(backward ? '<' : '>')} ({Add(command, row.At.ToDateTimeUtc())}, {Add(command, row.Sequence)})");
        var direction = backward ? "desc" : "asc";
        command.CommandText =
            $"""
             select e.seq_id, e.stream_id, {key} as at from {Events} e
             where {where} order by at {direction}, e.seq_id {direction} limit {Add(command, limit)}
             """;
        var found = new List<CasePosition>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(new(rows.GetInt64(0), rows.GetGuid(1), Instant.FromDateTimeUtc(rows.GetDateTime(2))));
        return found;
    }

    /// <summary>Number of entries.</summary>
    public async Task<int> Count(CaseScope scope, CaseViewFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {Events} e where {Where(scope, filter, command)}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>Whether an event is an entry.</summary>
    public async Task<bool> Has(CaseScope scope, Guid entry, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText =
            $"select exists (select from {Events} e where {Where(scope, CaseScope.Everything, command)} and e.id = {Add(command, entry)})";
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The signals that are linked to incidents, each with its incident.</summary>
    /// <param name="incidents">The incidents.</param>
    /// <param name="knownAt">As known at a moment; null for now.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<(Guid Signal, Guid Incident)>> Linked(
        Guid[] incidents, Instant? knownAt, CancellationToken cancellation)
    {
        var found = new List<(Guid, Guid)>();
        if (incidents.Length == 0)
            return found;
        await using var command = source.CreateCommand();
        var known = knownAt is { } moment ? $"and {Moment("knownAt")} <= {Add(command, moment.ToDateTimeUtc())}" : "";
        command.CommandText =
            $"""
             select signal, stream_id from (
                 select e.stream_id, e.type, s.signal, row_number() over (partition by e.stream_id, s.signal order by e.version desc) as n
                 from {Events} e cross join lateral (select (coalesce(e.data -> 'signal', e.data -> 'from') ->> 'id')::uuid as signal) s
                 where e.stream_id = any({Add(command, incidents)}) and e.type = any({Add(command, Names(
                     catalogue, typeof(IncidentOpened), typeof(SignalLinked), typeof(SignalUnlinked)))}) {known}) l
             where n = 1 and signal is not null and type <> {Add(command, catalogue.NameOf(typeof(SignalUnlinked)))}
             """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add((rows.GetGuid(0), rows.GetGuid(1)));
        return found;
    }

    private StringBuilder Where(CaseScope scope, CaseViewFilter filter, NpgsqlCommand command)
    {
        var where = new StringBuilder();
        var branch = scope.Branch is { } id ? $" or e.data ->> 'branch' = {Add(command, id.ToString())}" : "";
        where.Append(CultureInfo.InvariantCulture, $"(e.stream_id = any({Add(command, scope.Things.ToArray())})");
        where.Append(CultureInfo.InvariantCulture, $" or (e.stream_id = any({Add(command, scope.Cases.ToArray())}) and e.type <> all({Add(command, hidden)})");
        where.Append(CultureInfo.InvariantCulture, $" and (e.data ->> 'branch' is null or e.type = any({Add(command, ofBranches)}){branch}))");
        if (scope.Origin is { } origin)
        {
            string[] items = [.. origin.Items.Select(item => item.Id.ToString())];
            where.Append(CultureInfo.InvariantCulture, $" or (e.stream_id = {Add(command, origin.CaseId)} and e.data ->> 'branch' is null and e.data -> 'item' ->> 'id' = any({Add(command, items)}))");
        }

        where.Append(')');
        if (scope.KnownAt is { } knownAt)
            where.Append(CultureInfo.InvariantCulture, $" and {Moment("knownAt")} <= {Add(command, knownAt.ToDateTimeUtc())}");
        if (filter.Kinds.Count > 0)
            where.Append(CultureInfo.InvariantCulture, $" and e.type = any({Add(command, filter.Kinds.ToArray())})");
        if (filter.Sources.Count > 0)
            where.Append(CultureInfo.InvariantCulture, $" and e.stream_id = any({Add(command, filter.Sources.ToArray())})");
        if (filter.IsStarred)
            where.Append(CultureInfo.InvariantCulture, $" and e.id = any({Add(command, scope.Stars.ToArray())})");
        if (filter.From is { } from)
            where.Append(CultureInfo.InvariantCulture, $" and {Moment("occurredAt")} >= {Add(command, from.ToInstant().ToDateTimeUtc())}");
        if (filter.Until is { } until)
            where.Append(CultureInfo.InvariantCulture, $" and {Moment("occurredAt")} < {Add(command, until.ToInstant().ToDateTimeUtc())}");
        if (FoldedText.Of(filter.Text ?? "") is { Length: > 0 } text)
        {
            var pattern = $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
                .Replace("_", @"\_", StringComparison.Ordinal)}%";
            where.Append(CultureInfo.InvariantCulture, $" and exists (select from jsonb_path_query(e.data, 'strict $.**') v where jsonb_typeof(v) = 'string'");
            where.Append(CultureInfo.InvariantCulture, $" and translate(v #>> '{{}}', {Add(command, Folding.From)}, {Add(command, Folding.To)}) like {Add(command, pattern)})");
        }

        return where;
    }

    private static string Moment(string field) => $"(e.data ->> '{field}')::timestamptz";

    private static string Add(NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
    }

    private static string[] Names(EventCatalogue catalogue, params Type[] types) => [.. types.Select(catalogue.NameOf)];

    // PostgreSQL's lower() knows Cyrillic only where the database was made with a locale that does.
    private static (string From, string To) MakeFolding()
    {
        const string Kazakh = "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё";
        var (from, to) = (new StringBuilder(), new StringBuilder());
        foreach (var letter in Enumerable.Range('A', 26).Concat(Enumerable.Range('А', 64)).Select(code => (char)code).Concat(Kazakh))
        {
            var folded = FoldedText.Of(letter.ToString());
            if (folded.Length == 1 && folded[0] != letter)
                (from, to) = (from.Append(letter), to.Append(folded));
        }

        return (from.ToString(), to.ToString());
    }
}
