using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Trends;

/// <summary>The steps of a period.</summary>
public enum TrendGrain
{
    /// <summary>The 168 hours of the week, Monday 00:00 first: all weeks of the period together.</summary>
    HourOfWeek,

    /// <summary>Local days.</summary>
    Day,

    /// <summary>
    /// ISO weeks, named by their Monday. The first and last may extend beyond the period; only days within the period are counted.
    /// </summary>
    Week,

    /// <summary>
    /// Months, named by their first day. The first and last may extend beyond the period; only days within the period are counted.
    /// </summary>
    Month,
}

/// <summary>How the counts of a trend are split into series.</summary>
public enum TrendSeriesBy
{
    /// <summary>One series.</summary>
    All,

    /// <summary>City code.</summary>
    City,

    /// <summary>District as the source names it; empty where it names none.</summary>
    District,

    /// <summary>Category code.</summary>
    Category,
}

/// <summary>The counts of a trend.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="Grain">The steps of the period.</param>
/// <param name="By">How the counts are split into series.</param>
/// <param name="Cities">City codes, or null for all.</param>
/// <param name="Districts">District names, or null for all.</param>
/// <param name="Categories">Category codes, or null for all.</param>
/// <param name="KnownOn">Count as known at the end of this day, or null for as known now.</param>
public sealed record TrendRequest(
    Measure Measure, LocalDate From, LocalDate Until, TrendGrain Grain, TrendSeriesBy By, IReadOnlyList<string>? Cities = null,
    IReadOnlyList<string>? Districts = null, IReadOnlyList<string>? Categories = null, LocalDate? KnownOn = null);

/// <summary>One series of counts.</summary>
/// <param name="Key">City, district or category; empty for the only series.</param>
/// <param name="Counts">
/// A count for every step of the period, zero where nothing was counted; in the order of <see cref="TrendReader.Steps"/>.
/// </param>
public sealed record CountSeries(string Key, long[] Counts);

/// <summary>Reads series of counts from the ledger.</summary>
/// <param name="source">The database.</param>
public sealed class TrendReader(NpgsqlDataSource source)
{
    /// <summary>The series, by key in ordinal order.</summary>
    public async Task<List<CountSeries>> Read(TrendRequest request, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await Read(request, connection, cancellation);
    }

    /// <summary>The series, read on a connection and within its transaction.</summary>
    public static async Task<List<CountSeries>> Read(TrendRequest request, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var steps = Steps(request);
        var positions = steps.Select((step, i) => (step, i)).ToDictionary(s => s.step, s => s.i);
        var series = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(Sql(request), connection);
        command.Parameters.Add(new() { Value = (short)request.Measure });
        command.Parameters.Add(new() { Value = request.From.ToDateOnly() });
        command.Parameters.Add(new() { Value = request.Until.ToDateOnly() });
        foreach (var texts in new[] { request.Cities, request.Districts, request.Categories })
            command.Parameters.AddOptional(DimensionKeys.Ids(texts));
        command.Parameters.AddOptional(request.KnownOn);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var key = rows.GetString(0);
            if (!series.TryGetValue(key, out var counts))
                series[key] = counts = new long[steps.Count];
            var step = request.Grain is TrendGrain.HourOfWeek
                ? rows.GetInt32(1)
                : Days(LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(1)));
            counts[positions[step]] += rows.GetInt64(2);
        }
        if (series.Count == 0 && request.By is TrendSeriesBy.All)
            series[""] = new long[steps.Count];
        return [.. series.Select(s => new CountSeries(s.Key, s.Value))];
    }

    /// <summary>
    /// The steps of the period in order: hours of the week from 0 to 167, or days since 1970-01-01 of each step's first day.
    /// </summary>
    public static List<int> Steps(TrendRequest request)
    {
        if (request.Grain is TrendGrain.HourOfWeek)
            return [.. Enumerable.Range(0, 168)];
        var steps = new List<int>();
        var step = request.Grain switch
        {
            TrendGrain.Week => request.From.DayOfWeek is IsoDayOfWeek.Monday ? request.From : request.From.Previous(IsoDayOfWeek.Monday),
            TrendGrain.Month => request.From.With(DateAdjusters.StartOfMonth),
            _ => request.From,
        };
        // The last step may begin a week before the calendar ends, so the next one is not computed before it is needed.
        var last = request.Until;
        while (step < last)
        {
            steps.Add(Days(step));
            var days = request.Grain switch
            {
                TrendGrain.Week => 7,
                TrendGrain.Month => CalendarSystem.Iso.GetDaysInMonth(step.Year, step.Month),
                _ => 1,
            };
            if (Period.DaysBetween(step, last) <= days)
                break;
            step = step.PlusDays(days);
        }
        return steps;
    }

    /// <summary>SQL for the first day of the step that the column <c>day</c> lies in.</summary>
    internal static string StepOfDay(TrendGrain grain) => grain switch
    {
        TrendGrain.Day => "day",
        TrendGrain.Week => "date_trunc('week', day)::date",
        TrendGrain.Month => "date_trunc('month', day)::date",
        _ => throw new ArgumentOutOfRangeException(nameof(grain), grain, "Hours of the week have no first day."),
    };

    /// <summary>The day as a number of days since 1970-01-01.</summary>
    public static int Days(LocalDate date) => Period.DaysBetween(new LocalDate(1970, 1, 1), date);

    private static string Sql(TrendRequest request)
    {
        var key = request.By switch
        {
            TrendSeriesBy.City => "city",
            TrendSeriesBy.District => "district",
            TrendSeriesBy.Category => "category",
            _ => "null::bigint",
        };
        var step = request.Grain is TrendGrain.HourOfWeek ? "(extract(isodow from day)::int - 1) * 24 + hour" : StepOfDay(request.Grain);
        return $"""
                select coalesce(label.text, ''), step, n from (
                    select {key} as key, {step} as step, sum(n) as n from {ReadModels.Schema}.{CountsByHour.Table}
                    where measure = $1 and day >= $2 and day < $3 and ($4::bigint[] is null or city = any($4))
                        and ($5::bigint[] is null or district = any($5)) and ($6::bigint[] is null or category = any($6))
                        and ($7::date is null or known <= $7)
                    group by 1, 2) as counted
                left join {ReadModels.Schema}.{DimensionKeys.Table} on label.id = key
                """;
    }
}
