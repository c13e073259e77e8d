using Incidents.Domain;
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

/// <summary>The counts of a trend.</summary>
/// <param name="Scope">What is counted.</param>
/// <param name="Grain">The steps of the period.</param>
/// <param name="SplitBy">How the counts are split into series.</param>
public sealed record TrendRequest(CountScope Scope, TrendGrain Grain, SplitBy SplitBy = SplitBy.All)
{
    /// <summary>The unit to which a time has to be known to be counted in one step.</summary>
    public TimePrecision Unit => Scope.HoursOfWeek is not null || Grain is TrendGrain.HourOfWeek ? TimePrecision.Hour
        : Grain is TrendGrain.Month ? TimePrecision.Month
        : TimePrecision.Day;

    /// <summary>Number of those in the scope that are known less precisely, and are in no step.</summary>
    public long NotKnownToStep { get; init; }

    /// <summary>Whether everything is left out because no time is known to a step: nothing is known of any step then.</summary>
    /// <param name="series">The series of the request.</param>
    /// <param name="skipped">Number of first steps that are not of the period of the request.</param>
    public bool AllLeftOut(IEnumerable<CountSeries> series, int skipped = 0) =>
        NotKnownToStep > 0 && Scope.HoursOfWeek is null && series.All(s => s.Counts.Skip(skipped).All(n => n == 0));

    /// <summary>What is counted in the steps.</summary>
    internal CountScope Counted => Scope with { KnownTo = Unit };

    /// <summary>Whether the counts can be read from the register of incidents only: the cells have no hours and no districts.</summary>
    public bool NeedsRegister => Scope.Bounds is not null
        && (Scope.NeedsRegisterForCells || Grain is TrendGrain.HourOfWeek || SplitBy is SplitBy.District);
}

/// <summary>Reads series of counts from the ledger.</summary>
/// <param name="source">The database.</param>
public class TrendReader(NpgsqlDataSource source)
{
    /// <summary>The series, by key in ordinal order; by category where the request is by group of categories.</summary>
    public virtual async Task<List<CountSeries>> Read(TrendRequest request, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await Read(request, connection, cancellation);
    }

    /// <summary>The series, read on a connection and within its transaction.</summary>
    /// <remarks>
    /// A split request has no series of what was counted nowhere: entries that were reversed would otherwise depend on the order in which
    /// reports arrived. Counts within bounds are sums of cells, or of the register's incidents where the cells do not hold what is asked
    /// for; the measure is not used then.
    /// </remarks>
    public static async Task<List<CountSeries>> Read(TrendRequest request, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var steps = Steps(request);
        var positions = steps.Select((step, i) => (step, i)).ToDictionary(s => s.step, s => s.i);
        var series = new SortedDictionary<SeriesKey, long[]>();
        await using var batch = connection.CreateBatch();
        TrendSql.Add(batch, request);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        do
        {
            while (rows.FieldCount == TrendSql.Columns && await rows.ReadAsync(cancellation))
            {
                SeriesKey key = new(Text(0), Text(1), Text(2));
                if (!series.TryGetValue(key, out var counts))
                    series[key] = counts = new long[steps.Count];
                var step = request.Grain is TrendGrain.HourOfWeek
                    ? rows.GetInt32(3)
                    : Days(LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(3)));
                counts[positions[step]] += rows.GetInt64(4);
            }
        }
        while (await rows.NextResultAsync(cancellation));
        if (series.Count == 0 && request.SplitBy is SplitBy.All)
            series[default] = new long[steps.Count];
        var isSplit = request.SplitBy is not SplitBy.All;
        return
        [
            .. series.Where(s => !isSplit || Array.Exists(s.Value, n => n != 0)).Select(s => new CountSeries(s.Key, s.Value)),
        ];

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    /// <summary>
    /// The steps of the period in order: hours of the week from 0 to 167, or days since 1970-01-01 of each step's first day.
    /// </summary>
    public static List<int> Steps(TrendRequest request)
    {
        if (request.Grain is TrendGrain.HourOfWeek)
            return [.. Enumerable.Range(0, 168)];
        var steps = new List<int>();
        var (from, last) = (request.Scope.From, request.Scope.Until);
        var step = request.Grain switch
        {
            TrendGrain.Week => from.DayOfWeek is IsoDayOfWeek.Monday ? from : from.Previous(IsoDayOfWeek.Monday),
            TrendGrain.Month => from.With(DateAdjusters.StartOfMonth),
            _ => from,
        };
        // The last step may begin a week before the calendar ends, so the next one is not computed before it is needed.
        while (step < last)
        {
            steps.Add(Days(step));
            var days = DaysInStep(step, request.Grain);
            if (Period.DaysBetween(step, last) <= days)
                break;
            step = step.PlusDays(days);
        }
        return steps;
    }

    /// <summary>Number of days of the step that begins on a day.</summary>
    /// <param name="first">First day of the step.</param>
    /// <param name="grain">Days, weeks or months.</param>
    public static int DaysInStep(LocalDate first, TrendGrain grain) => grain switch
    {
        TrendGrain.Week => 7,
        TrendGrain.Month => CalendarSystem.Iso.GetDaysInMonth(first.Year, first.Month),
        _ => 1,
    };

    /// <summary>The day as a number of days since 1970-01-01.</summary>
    public static int Days(LocalDate date) => Period.DaysBetween(new LocalDate(1970, 1, 1), date);
}
