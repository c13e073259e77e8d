using System.Runtime.CompilerServices;
using Incidents.Domain;
using Incidents.Domain.Correlation;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Correlation;

/// <summary>What rules raised in a period.</summary>
/// <param name="OpenedCount">Incidents that the rule opened.</param>
/// <param name="OpenedByAnyCount">Incidents that any rule opened.</param>
/// <param name="LinkedCount">Signals that are, or once were, linked to an incident, by a rule or a person.</param>
public sealed record RaisedIncidents(int OpenedCount, int OpenedByAnyCount, int LinkedCount);

/// <summary>Reads what rules looked at, and what they raised.</summary>
/// <param name="source">The database.</param>
public sealed class CorrelationReader(NpgsqlDataSource source)
{
    private const string Signals = $"{ReadModels.Schema}.{CorrelationSignals.Table}";
    private const string Incidents = $"{ReadModels.Schema}.{IncidentRegister.Table}";
    private const string Period = "known_at >= $1 and known_at < $2 and ($3::text[] is null or city = any($3))";

    /// <summary>The live signals that became known in a period, in that order, one after the other.</summary>
    /// <param name="from">Its beginning.</param>
    /// <param name="until">Its end.</param>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async IAsyncEnumerable<CorrelatedSignal> Read(
        Instant from, Instant until, IReadOnlyList<string>? cities, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = Command(
            $"""
             select id, kind, city, category, confidence, longitude, latitude, device_id, occurred_at, occurred_offset, known_at,
                 beginning
             from {Signals} where {Period} order by known_at, seq_id
             """, from, until, cities);
        // Few different texts come by the million.
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var kinds = Enum.GetValues<SignalKind>().ToDictionary(SignalRegister.KindName, StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var offset = Offset.FromSeconds(rows.GetInt32(9));
            yield return new(
                new(kinds[Text(1)], rows.GetGuid(0)),
                new(Text(2), Point: rows.IsDBNull(5) ? null : new GeoPoint(rows.GetDouble(5), rows.GetDouble(6))), Text(3),
                rows.IsDBNull(4) ? null : rows.GetDouble(4), rows.IsDBNull(7) ? null : Text(7),
                Instant.FromDateTimeUtc(rows.GetDateTime(8)).WithOffset(offset),
                Instant.FromDateTimeUtc(rows.GetDateTime(10)).WithOffset(offset), (BeginningKind)rows.GetInt16(11));
        }

        string Text(int column)
        {
            var text = rows.GetString(column);
            if (texts.TryGetValue(text, out var known))
                return known;
            texts.Add(text, text);
            return text;
        }
    }

    /// <summary>What was raised in the same period.</summary>
    /// <param name="rule">Code of the rule.</param>
    /// <param name="from">The beginning of the period.</param>
    /// <param name="until">Its end.</param>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<RaisedIncidents> Raised(
        string rule, Instant from, Instant until, IReadOnlyList<string>? cities, CancellationToken cancellation)
    {
        await using var command = Command(
            $"""
             select (select count(*) from {Incidents} where source = $4 and {Period}),
                 (select count(*) from {Incidents} where starts_with(source, '{RuleMatch.ActorPrefix}') and {Period}),
                 (select count(*) from {Signals} s where {Period} and beginning <> {(short)BeginningKind.Late}
                     and exists (select from {ReadModels.Schema}.{IncidentRegister.SignalTable} l where l.signal_id = s.id))
             """, from, until, cities);
        command.Parameters.Add(new() { Value = RuleMatch.ActorPrefix + rule });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(checked((int)rows.GetInt64(0)), checked((int)rows.GetInt64(1)), checked((int)rows.GetInt64(2)));
    }

    private NpgsqlCommand Command(string sql, Instant from, Instant until, IReadOnlyList<string>? cities)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = from.ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = until.ToDateTimeUtc() });
        command.Parameters.AddOptional(cities?.ToArray());
        return command;
    }
}
