using NodaTime;
using Npgsql;

namespace Incidents.Projections.Outcomes;

/// <summary>Reads what came of alerts.</summary>
/// <param name="source">The database.</param>
public sealed class AlertOutcomeReader(NpgsqlDataSource source)
{
    private const string Ledger = $"{ReadModels.Schema}.{AlertLedger.LedgerTable}";
    private const string Alerts = $"{ReadModels.Schema}.{AlertLedger.AlertTable}";

    // A confidence of 0.29 is a little less than 29 hundredths. PostgreSQL takes null for nothing in greatest().
    private static readonly string Hundredths =
        $"case when confidence is not null then floor(least(1, greatest(0, confidence)) * {PrecisionCurve.Steps} + 1e-9)::int end";

    /// <summary>Outcomes of the alerts that occurred in a period, by groups.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="filter">Which alerts.</param>
    /// <param name="splitBy">By what they are told apart; nothing for one group of all.</param>
    /// <param name="asKnownOn">As known at the end of this local day; null for now.</param>
    /// <param name="today">The present local day.</param>
    /// <param name="waitDays">Days after the one on which an alert became known until it is not looked at; at least 0.</param>
    /// <param name="fewest">Of fewer alerts no share is said.</param>
    /// <param name="most">The most groups.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<AlertPrecision> Read(
        LocalDate from, LocalDate until, AlertOutcomeFilter filter, IReadOnlyCollection<AlertSplit> splitBy, LocalDate? asKnownOn,
        LocalDate today, int waitDays, int fewest, int most, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        string Split(AlertSplit part, string column, string type) =>
            splitBy.Contains(part) ? $"{column} as {column}" : $"null::{type} as {column}";

        var columns = string.Join(", ",
            Split(AlertSplit.City, "city", "text"), Split(AlertSplit.Source, "source", "text"),
            Split(AlertSplit.Category, "category", "text"), Split(AlertSplit.Device, "device", "text"),
            Split(AlertSplit.Hour, "hour", "smallint"));
        // Of a day that has not ended it is too early to say.
        var ended = today.PlusDays(-1);
        var last = asKnownOn is { } asked && asked < ended ? asked : ended;
        // Nothing became known in the first year of the calendar.
        var due = command.Add((last.Year > 1 ? last.PlusDays(-waitDays) : last).ToDateOnly());
        var known = asKnownOn is { } day ? $"known <= {command.Add(day.ToDateOnly())} and " : "";
        command.CommandText =
            $"""
             select {columns}, sum(n) as alerts, {Sum(AlertState.Confirmed)}, {Sum(AlertState.False)}, {Sum(AlertState.Unfounded)},
                 coalesce(sum(n) filter (where state = {(short)AlertState.Untouched} and since <= {due}), 0),
                 sum(operator_seconds)::bigint, sum(unit_seconds)::bigint
             from {Ledger} where {known}{Where(command, from, until, filter)}
             group by 1, 2, 3, 4, 5 having sum(n) > 0 order by alerts desc, 1, 2, 3, 4, 5 limit {command.Add(most + 1)}
             """;
        var groups = new List<AlertOutcomeGroup>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            groups.Add(Group(rows, fewest));
        return new(from, until, asKnownOn, waitDays, fewest, [.. groups.Take(most)], groups.Count > most);
    }

    /// <summary>Precision against the threshold of confidence, of the alerts that occurred in a period, as known now.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="filter">Which alerts.</param>
    /// <param name="step">Hundredths from one threshold to the next, 1 to 100.</param>
    /// <param name="fewest">Of fewer alerts no share is said.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<PrecisionCurve> Curve(
        LocalDate from, LocalDate until, AlertOutcomeFilter filter, int step, int fewest, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText =
            $"""
             select {Hundredths}, count(*), count(*) filter (where state >= {(short)AlertState.Confirmed}),
                 count(*) filter (where state = {(short)AlertState.Confirmed}), sum(operator_seconds)::bigint, sum(unit_seconds)::bigint,
                 min(confidence)
             from {Alerts} where {Where(command, from, until, filter)} group by 1
             """;
        var (counted, without, least) = (new List<ConfidenceCount>(), 0L, (double?)null);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (rows.IsDBNull(0))
            {
                without = rows.GetInt64(1);
                continue;
            }
            counted.Add(new(
                rows.GetInt32(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5)));
            least = Math.Min(least ?? 1, rows.GetDouble(6));
        }
        return PrecisionCurve.Of(from, until, fewest, without, least, counted, step);
    }

    private static string Sum(AlertState state) => $"coalesce(sum(n) filter (where state = {(short)state}), 0)";

    private static string Where(NpgsqlCommand command, LocalDate from, LocalDate until, AlertOutcomeFilter filter)
    {
        var where = new RowFilter(command).And($"day >= {command.Add(from.ToDateOnly())} and day < {command.Add(until.ToDateOnly())}")
            .AnyOf("city", filter.Cities).AnyOf("source", filter.Sources).AnyOf("category", filter.Categories)
            .AnyOf("device", filter.DeviceIds);
        if (filter.Hours is { } hours)
            where.And($"hour = any({command.Add(hours.ToArray())})");
        return where.Sql.ToString();
    }

    private static AlertOutcomeGroup Group(NpgsqlDataReader rows, int fewest)
    {
        var (alerts, confirmed) = (rows.GetInt64(5), rows.GetInt64(6));
        var (wrong, unfounded) = (rows.GetInt64(7), rows.GetInt64(8));
        var decided = confirmed + wrong + unfounded;
        return new(
            Text(0), Text(1), Text(2), Text(3) is { Length: > 0 } device ? device : null,
            rows.IsDBNull(4) || rows.GetInt16(4) < 0 ? null : rows.GetInt16(4), checked((int)alerts), checked((int)confirmed),
            checked((int)wrong), checked((int)unfounded), checked((int)(alerts - decided)), checked((int)rows.GetInt64(9)),
            rows.GetInt64(10) / 60.0, rows.GetInt64(11) / 60.0)
        {
            OfDecided = ConfirmedShare.Said(confirmed, decided, fewest),
            OfAll = ConfirmedShare.Said(confirmed, alerts, fewest),
        };

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }
}
