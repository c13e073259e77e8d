using System.Text.Json;
using Incidents.Domain.Forecasts;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Projections.Forecasts;

/// <summary>A score of a forecast.</summary>
/// <param name="KnownOn">The counts are those known at the end of this day.</param>
/// <param name="ScoredAt">When it was scored.</param>
/// <param name="LedgerPosition">Sequence of the last event that the counts include.</param>
/// <param name="Figures">The score.</param>
public sealed record PublishedScore(LocalDate KnownOn, Instant ScoredAt, long LedgerPosition, ForecastFigures Figures);

/// <summary>A forecast that was sealed before its period, or missed.</summary>
/// <param name="Id">The forecast.</param>
/// <param name="Terms">What is forecast, and how.</param>
/// <param name="Missed">Whether the period began without it; then there is no forecast.</param>
/// <param name="NotedAt">When it was sealed, or recorded as missed.</param>
/// <param name="LedgerPosition">Sequence of the last event in its input; null where missed.</param>
/// <param name="ContentHash">SHA-256 of its content; null where missed.</param>
/// <param name="Expected">Total expected count; null where missed.</param>
/// <param name="Cells">Number of cells; null where missed.</param>
/// <param name="Scores">Its scores, oldest first; none while its period goes on.</param>
public sealed record PublishedForecast(
    Guid Id, ForecastTerms Terms, bool Missed, Instant NotedAt, long? LedgerPosition, string? ContentHash, double? Expected, int? Cells,
    IReadOnlyList<PublishedScore> Scores)
{
    /// <summary>The latest score, or null.</summary>
    public PublishedScore? Score => Scores.LastOrDefault();
}

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
public sealed class ForecastReader(NpgsqlDataSource source)
{
    private const string Columns =
        """
        f.id, f.plan, f.method, f.city, f.category, f.zoom, f.west, f.south, f.east, f.north, f.first_day, f.until_day, f.missed,
            f.noted_at, f.ledger_position,
        f.content_hash, f.expected, f.cells
        """;

    /// <summary>Forecasts, the latest period first, within a period by plan and method.</summary>
    /// <param name="filter">Which forecasts.</param>
    /// <param name="after">Period, plan and method of the forecast to continue after, or null.</param>
    /// <param name="limit">The most forecasts to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public Task<List<PublishedForecast>> Read(
        ForecastFilter filter, (LocalDate From, string Plan, string Method)? after, int limit, CancellationToken cancellation)
    {
        var command = source.CreateCommand(
            $"""
             select {Columns} from {ReadModels.Schema}.{ForecastRegister.Table} f
             where ($1::text[] is null or plan = any($1)) and ($2::text[] is null or city = any($2))
                 and ($3::text[] is null or method = any($3))
                 and ($4::date is null or first_day >= $4) and ($5::date is null or first_day < $5)
                 and ($6::date is null or first_day < $6 or (first_day = $6 and (plan, method) > ($7, $8)))
             order by first_day desc, plan, method limit $9
             """);
        Add(command, filter.Plans?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(command, filter.Cities?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(command, filter.Methods?.Select(m => m.ToString()).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(command, filter.From?.ToDateOnly(), NpgsqlDbType.Date);
        Add(command, filter.Until?.ToDateOnly(), NpgsqlDbType.Date);
        Add(command, after?.From.ToDateOnly(), NpgsqlDbType.Date);
        Add(command, after?.Plan, NpgsqlDbType.Text);
        Add(command, after?.Method, NpgsqlDbType.Text);
        Add(command, limit, NpgsqlDbType.Integer);
        return Rows(command, cancellation);
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

    /// <summary>Sealed forecasts of a plan whose score some days after the last day of the period is due, oldest first.</summary>
    /// <param name="plan">Code of the plan.</param>
    /// <param name="days">Number of days after the last day of the period.</param>
    /// <param name="today">The present local day: forecasts are scored as known at the end of an earlier day.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public Task<List<PublishedForecast>> Due(string plan, int days, LocalDate today, CancellationToken cancellation)
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

    private async Task<List<PublishedForecast>> Rows(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new List<PublishedForecast>();
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
                    rows.GetGuid(0), terms, rows.GetBoolean(12), At(rows, 13), rows.IsDBNull(14) ? null : rows.GetInt64(14),
                    rows.IsDBNull(15) ? null : rows.GetString(15), rows.IsDBNull(16) ? null : rows.GetDouble(16),
                    rows.IsDBNull(17) ? null : rows.GetInt32(17), []));
            }
        }

        var scores = await Scores([.. found.Select(f => f.Id)], cancellation);
        return found.ConvertAll(f => f with { Scores = [.. scores[f.Id]] });
    }

    private async Task<ILookup<Guid, PublishedScore>> Scores(Guid[] forecasts, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select id, known_on, scored_at, ledger_position, observed, expected, log_score, shares::text
             from {ReadModels.Schema}.{ForecastRegister.ScoreTable}
             where id = any($1) order by id, version
             """);
        command.Parameters.Add(new NpgsqlParameter { Value = forecasts });
        var scores = new List<(Guid Id, PublishedScore Score)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var shares = JsonSerializer.Deserialize<ForecastShare[]>(rows.GetString(7))!;
            scores.Add(
                (
                    rows.GetGuid(0), new(
                        Day(rows, 1), At(rows, 2), rows.GetInt64(3),
                        new(rows.GetInt64(4), rows.GetDouble(5), rows.IsDBNull(6) ? null : rows.GetDouble(6), shares))));
        }

        return scores.ToLookup(s => s.Id, s => s.Score);
    }

    private static LocalDate Day(NpgsqlDataReader rows, int column) => LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(column));

    private static Instant At(NpgsqlDataReader rows, int column) => Instant.FromDateTimeUtc(rows.GetDateTime(column));

    private static void Add(NpgsqlCommand command, object? value, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
