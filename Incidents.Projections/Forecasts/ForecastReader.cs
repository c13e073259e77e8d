using System.Text.Json;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Projections.Forecasts;

/// <summary>Filter of forecasts. Null means any, an empty list none.</summary>
/// <param name="Plans">Codes of plans.</param>
/// <param name="Cities">City codes.</param>
/// <param name="Methods">Methods.</param>
/// <param name="From">Their period begins on this day or later.</param>
/// <param name="Until">Their period begins before this day.</param>
public sealed record ForecastFilter(
    IReadOnlyList<string>? Plans = null, IReadOnlyList<string>? Cities = null, IReadOnlyList<ForecastMethod>? Methods = null,
    LocalDate? From = null, LocalDate? Until = null);

/// <summary>Reads the register of forecasts.</summary>
/// <param name="source">The database.</param>
/// <param name="clocks">The cities with their clocks.</param>
public sealed class ForecastReader(NpgsqlDataSource source, Cities clocks)
{
    private const string Columns =
        """
        f.id, f.plan, f.method, f.city, f.category, f.zoom, f.west, f.south, f.east, f.north, f.first_day, f.until_day, f.missed,
            f.noted_at, f.ledger_position,
        f.content_hash, f.expected, f.cells, f.version
        """;

    /// <summary>Forecasts, the latest period first, within a period by plan and method.</summary>
    /// <param name="filter">Which forecasts.</param>
    /// <param name="after">
    /// Period, plan and method of the forecast to continue after, in the direction of reading; null for the beginning.
    /// </param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most forecasts to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public Task<List<ForecastRow>> Read(
        ForecastFilter filter, (LocalDate From, string Plan, string Method)? after, bool backward, int limit,
        CancellationToken cancellation)
    {
        var command = source.CreateCommand();
        var where = Where(filter, command);
        var (earlier, later) = backward ? ('>', '<') : ('<', '>');
        if (after is { } key)
        {
            var day = command.Add(key.From.ToDateOnly());
            var names = $"({command.Add(key.Plan)}, {command.Add(key.Method)})";
            where.And($"(first_day {earlier} {day} or (first_day = {day} and (plan, method) {later} {names}))");
        }
        var (days, rest) = backward ? ("asc", "desc") : ("desc", "asc");
        command.CommandText =
            $"""
             select {Columns} from {ReadModels.Schema}.{ForecastRegister.Table} f
             where {where.Sql} order by first_day {days}, plan {rest}, method {rest} limit {command.Add(limit)}
             """;
        return Rows(command, cancellation);
    }

    /// <summary>Number of forecasts.</summary>
    public async Task<int> Count(ForecastFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {ReadModels.Schema}.{ForecastRegister.Table} where {Where(filter, command).Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>
    /// First day of the latest period of a plan for which every method is sealed or recorded as missed; null where there is none.
    /// </summary>
    public async Task<LocalDate?> Latest(string plan, int methods, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select first_day from {ReadModels.Schema}.{ForecastRegister.Table} where plan = $1
             group by first_day having count(*) >= $2 order by first_day desc limit 1
             """);
        Add(command, plan, NpgsqlDbType.Text);
        Add(command, methods, NpgsqlDbType.Integer);
        return await command.ExecuteScalarAsync(cancellation) is DateOnly day ? LocalDate.FromDateOnly(day) : null;
    }

    /// <summary>The plans of which a forecast is sealed, with their cities.</summary>
    public async Task<List<(string Plan, string City)>> Plans(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select distinct plan, city from {ReadModels.Schema}.{ForecastRegister.Table} where not missed order by 1, 2");
        var plans = new List<(string, string)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            plans.Add((rows.GetString(0), rows.GetString(1)));
        return plans;
    }

    /// <summary>Ids of the latest sealed forecasts of a plan and method up to a period, the latest first.</summary>
    /// <param name="terms">Plan, method and the latest period.</param>
    /// <param name="most">The most to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<Guid>> SealedUntil(ForecastTerms terms, int most, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select id from {ReadModels.Schema}.{ForecastRegister.Table}
             where plan = $1 and method = $2 and not missed and first_day <= $3 order by first_day desc limit $4
             """);
        Add(command, terms.Plan, NpgsqlDbType.Text);
        Add(command, terms.Method.ToString(), NpgsqlDbType.Text);
        Add(command, terms.From.ToDateOnly(), NpgsqlDbType.Date);
        Add(command, most, NpgsqlDbType.Integer);
        var ids = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            ids.Add(rows.GetGuid(0));
        return ids;
    }

    /// <summary>Sealed forecasts of a plan whose score some days after the last day of the period is due, oldest first.</summary>
    /// <param name="plan">Code of the plan.</param>
    /// <param name="days">Number of days after the last day of the period.</param>
    /// <param name="today">The present local day: forecasts are scored as known at the end of an earlier day.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public Task<List<ForecastRow>> Due(string plan, int days, LocalDate today, CancellationToken cancellation)
    {
        var command = source.CreateCommand(
            $"""
             select {Columns} from {ReadModels.Schema}.{ForecastRegister.Table} f
             where plan = $1 and not missed and until_day + $2 - 1 < $3
                 and not exists (
                     select from {ReadModels.Schema}.{ForecastRegister.ScoreTable} s where s.id = f.id and s.known_on = until_day + $2 - 1)
             order by first_day, method
             """);
        Add(command, plan, NpgsqlDbType.Text);
        Add(command, days, NpgsqlDbType.Integer);
        Add(command, today.ToDateOnly(), NpgsqlDbType.Date);
        return Rows(command, cancellation);
    }

    private static RowFilter Where(ForecastFilter filter, NpgsqlCommand command)
    {
        var where = new RowFilter(command)
            .AnyOf("plan", filter.Plans)
            .AnyOf("city", filter.Cities)
            .AnyOf("method", filter.Methods?.Select(m => m.ToString()).ToArray());
        if (filter.From is { } from)
            where.And($"first_day >= {command.Add(from.ToDateOnly())}");
        if (filter.Until is { } until)
            where.And($"first_day < {command.Add(until.ToDateOnly())}");
        return where;
    }

    private async Task<List<ForecastRow>> Rows(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new List<ForecastRow>();
        await using (command)
        {
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                var terms = new ForecastTerms(
                    rows.GetString(1), Enum.Parse<ForecastMethod>(rows.GetString(2)), rows.GetString(3),
                    rows.IsDBNull(4) ? null : rows.GetString(4), rows.GetInt16(5),
                    new(rows.GetDouble(6), rows.GetDouble(7), rows.GetDouble(8), rows.GetDouble(9)), Day(rows, 10), Day(rows, 11));
                found.Add(new(
                    rows.GetGuid(0), rows.GetInt64(18), terms, rows.GetBoolean(12), Local(terms, At(rows, 13)),
                    rows.IsDBNull(14) ? null : rows.GetInt64(14),
                    rows.IsDBNull(15) ? null : rows.GetString(15), rows.IsDBNull(16) ? null : rows.GetDouble(16),
                    rows.IsDBNull(17) ? null : rows.GetInt32(17), []));
            }
        }

        var scores = await Scores(found.ToDictionary(f => f.Id, f => f.Terms), cancellation);
        return found.ConvertAll(f => f with { Scores = [.. scores[f.Id]] });
    }

    private OffsetDateTime Local(ForecastTerms terms, Instant moment) => clocks.Local(moment, terms.City);

    private async Task<ILookup<Guid, ForecastScoreRow>> Scores(
        Dictionary<Guid, ForecastTerms> forecasts, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select id, known_on, scored_at, ledger_position, observed, expected, log_score, shares::text, outside, dosage::text
             from {ReadModels.Schema}.{ForecastRegister.ScoreTable}
             where id = any($1) order by id, version
             """);
        command.Add(forecasts.Keys.ToArray());
        var scores = new List<(Guid Id, ForecastScoreRow Score)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var shares = JsonSerializer.Deserialize<ForecastShare[]>(rows.GetString(7))!;
            var terms = forecasts[rows.GetGuid(0)];
            var dosage = rows.IsDBNull(9) ? null : JsonSerializer.Deserialize<ForecastDosage>(rows.GetString(9));
            scores.Add((
                rows.GetGuid(0), new(
                    Day(rows, 1), Local(terms, At(rows, 2)), rows.GetInt64(3), checked((int)rows.GetInt64(4)),
                    rows.IsDBNull(8) ? null : checked((int)rows.GetInt64(8)), rows.GetDouble(5),
                    rows.IsDBNull(6) ? null : rows.GetDouble(6), shares, ForecastDosageRow.Of(dosage, terms.Zoom))));
        }

        return scores.ToLookup(s => s.Id, s => s.Score);
    }

    private static LocalDate Day(NpgsqlDataReader rows, int column) => LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(column));

    private static Instant At(NpgsqlDataReader rows, int column) => Instant.FromDateTimeUtc(rows.GetDateTime(column));

    private static void Add(NpgsqlCommand command, object? value, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
