using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>What is nowcast, and how.</summary>
/// <param name="Scope">What is counted, in whole steps, with the day of knowledge.</param>
/// <param name="Grain">The steps.</param>
/// <param name="SplitBy">How the counts are split into series.</param>
/// <param name="Options">Parameters of the method.</param>
/// <param name="DelaysFrom">First day of occurrence from which delays are estimated; null: from when a city began to report.</param>
/// <param name="Groups">The group of each category, where the series are by group.</param>
internal sealed record NowcastRequest(
    CountScope Scope, TrendGrain Grain, SplitBy SplitBy, NowcastOptions Options, LocalDate? DelaysFrom,
    IReadOnlyDictionary<string, string>? Groups)
{
    /// <summary>The steps that are read: those of the period, and those that delays are estimated from.</summary>
    /// <param name="last">The step whose window is read.</param>
    public NowcastSteps Steps(LocalDate last)
    {
        var first = NowcastSteps.Later(Grain, last, -Options.Window - 1);
        return NowcastSteps.Of(Grain, LocalDate.Min(first, Scope.From), Scope.Until, Scope.AsKnownOn!.Value);
    }

    /// <summary>The series of counts.</summary>
    public List<ReportedSeries> Series(NowcastSteps steps, IReadOnlyList<ReportedCount> counts)
    {
        var series = ReportedTriangles.Of(
            steps, counts, DelaysFrom, SplitBy is SplitBy.CategoryGroup ? Group : null, key => Missing(steps, key));
        if (series.Count > 0 || SplitBy is not SplitBy.All)
            return series;
        ReportingTriangle nothing = new(steps.Over) { DelaysFrom = steps.Over };
        foreach (var step in Missing(steps, default))
            nothing.MarkMissing(step);
        return [new(default, nothing, new long[steps.Begins.Count - steps.Over])];

        SeriesKey Group(SeriesKey key) => new(CategoryGroup: Groups!.GetValueOrDefault(key.Category!, ""));
    }

    // Steps on no day of which a source reported.
    private IEnumerable<int> Missing(NowcastSteps steps, SeriesKey key) => Scope.Coverage is not { } coverage ? []
        : Enumerable.Range(0, steps.Over).Where(step => coverage.Of(key.City).In(
            steps.Begins[step], NowcastSteps.Later(Grain, steps.Begins[step], 1)) == 0);

    /// <summary>The series' keys with the group of their category.</summary>
    public SeriesKey WithGroup(SeriesKey key) =>
        SplitBy is SplitBy.Category ? key with { CategoryGroup = Groups!.GetValueOrDefault(key.Category!, "") } : key;

    /// <summary>Parameters for the basis.</summary>
    public (string Name, object? Value)[] More => [("grain", Grain), ("splitBy", SplitBy), ("delaysFrom", DelaysFrom)];
}

/// <summary>Checks the arguments of nowcasts.</summary>
internal sealed class NowcastRequests(CountFilters filters, Categories catalogue, Cities cities, IClock clock)
{
    /// <summary>Most steps of all series together.</summary>
    public const int MostPoints = 100_000;

    private const int LongestDelay = 400;
    private const int LongestWindow = 4_000;

    /// <summary>A request with the defaults of its grain.</summary>
    public async Task<NowcastRequest> Of(
        CountFilter? filter, LocalDate from, LocalDate until, TrendGrain grain, SplitBy splitBy, LocalDate? asKnownOn,
        NowcastInput? options, CancellationToken cancellation)
    {
        if (grain is TrendGrain.HourOfWeek)
            throw RefusedException.BadInput("grain", "A nowcast is by days, weeks or months.");
        if (filter?.Bounds is not null)
            throw CountFilters.Unsupported("bounds", "When a count became known is kept by city and district, without place.");
        if (filter?.Measure is CountMeasure.Offences)
            throw CountFilters.Unsupported("measure", "Offences are a sum of signed counts, in which reports and withdrawals are one.");
        options ??= new();
        Check(options);
        var yesterday = cities.Local(clock.GetCurrentInstant(), null).Date.PlusDays(-1);
        var known = asKnownOn is { } asked ? LocalDate.Min(asked, yesterday) : yesterday;
        var request = await filters.Series(filter, from, until, known, grain, splitBy, cancellation);
        var scope = request.Scope with { KnownTo = request.Unit };
        Checks.History(from.PlusDays(-31));
        Checks.History(known.PlusDays(-31));
        if (from < until)
        {
            var last = NowcastSteps.Begin(grain, until.PlusDays(-1));
            if (last.Year == 9999)
                throw RefusedException.BadInput("until", "The last step ends with the calendar.");
            scope = scope with { From = NowcastSteps.Begin(grain, from), Until = NowcastSteps.Later(grain, last, 1) };
        }

        var defaults = Defaults(grain);
        var maxDelay = options.MaxDelay ?? defaults.MaxDelay;
        var groups = splitBy is SplitBy.Category or SplitBy.CategoryGroup
            ? catalogue.All.ToDictionary(c => c.Code, c => c.Group)
            : null;
        return new(
            scope, grain, splitBy,
            new()
            {
                MaxDelay = maxDelay,
                Window = options.Window ?? Math.Max(maxDelay, defaults.Window),
                Interval = options.Interval,
                NormalFrom = options.NormalFrom,
                EstimateDispersion = options.EstimateDispersion,
            },
            options.DelaysFrom, groups);
    }

    /// <summary>The longest delay and the window of a grain, where none is asked for.</summary>
    public static (int MaxDelay, int Window) Defaults(TrendGrain grain) => grain switch
    {
        TrendGrain.Day => (28, 182),
        TrendGrain.Week => (13, 52),
        _ => (6, 24),
    };

    /// <summary>Refuses more steps than are computed.</summary>
    public static void CheckSize(NowcastSteps steps, int series)
    {
        if ((long)steps.Begins.Count * series > MostPoints)
        {
            throw new RefusedException(new(
                ErrorCode.TooManyPoints,
                $"{steps.Begins.Count} steps up to the day of knowledge, of {series} series; at most {MostPoints} are computed.", "from"));
        }
    }

    private static void Check(NowcastInput options)
    {
        if (options.MaxDelay is < 1 or > LongestDelay)
            throw RefusedException.BadInput("options.maxDelay", $"The longest delay is from 1 to {LongestDelay} steps.");
        if (options.Window is < 1 or > LongestWindow || options.Window < options.MaxDelay)
        {
            throw RefusedException.BadInput(
                "options.window", $"The window is at least as long as the longest delay, and at most {LongestWindow} steps.");
        }

        if (options.NormalFrom is < 0 or > 1_000_000)
            throw RefusedException.BadInput("options.normalFrom", "A number of reports from 0 to 1,000,000.");
    }
}

/// <summary>Parameters of a nowcast.</summary>
/// <param name="MaxDelay">
/// Longest delay in steps, 1 to 400; default 28 days, 13 weeks or 6 months. Later reports count at this delay, and older steps as final.
/// </param>
/// <param name="Window">
/// Number of steps before the newest from which delays are estimated, from `maxDelay` to 4,000; default 182 days, 52 weeks or 24 months.
/// </param>
/// <param name="Interval">How intervals are computed.</param>
/// <param name="NormalFrom">Number of known reports of a step from which on `AUTO` uses the normal interval.</param>
/// <param name="EstimateDispersion">
/// Whether delays may differ from step to step by more than chance: variances are then multiplied by the dispersion that the window has,
/// where it is above 1. `SURVEILLANCE` does not use it.
/// </param>
/// <param name="DelaysFrom">
/// First day of occurrence from which delays are estimated, such as the day after a register was taken over; default: from when a city
/// began to report.
/// </param>
public sealed record NowcastInput(
    int? MaxDelay = null, int? Window = null, NowcastInterval Interval = NowcastInterval.Auto, int NormalFrom = 10,
    bool EstimateDispersion = true, LocalDate? DelaysFrom = null);
