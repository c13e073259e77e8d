using Incidents.Api.Trends;
using Incidents.Domain;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.FileAnalyses;

/// <summary>Nowcasts of a file of reports, by the functions of the running service.</summary>
internal static class NowcastAnalyses
{
    private static readonly string[] Occurred = ["occurred", "occurred_at", "occurredAt", "occurred_on", "occurredOn"];
    private static readonly string[] Known = ["known", "known_at", "knownAt", "known_on", "knownOn"];

    public static AnalysisAnswer Nowcast(AnalyseInput input)
    {
        var (reports, summary) = Read(input);
        var grain = input.Choice("grain", ("month", TrendGrain.Month), ("week", TrendGrain.Week), ("day", TrendGrain.Day));
        var options = Options(input, grain);
        var known = Day(input, "as-known-on") ?? reports.Max(r => r.Known);
        var (from, until) = (Day(input, "from") ?? reports.Min(r => r.Occurred), Day(input, "until") ?? known.PlusDays(1));
        if (from >= until)
            throw new AnalyseException("--until is after --from.");
        (from, until) = (
            NowcastSteps.Begin(grain, from), NowcastSteps.Later(grain, NowcastSteps.Begin(grain, until.PlusDays(-1)), 1));
        var read = LocalDate.Min(from, NowcastSteps.Later(grain, NowcastSteps.Newest(grain, known), -options.Window - 1));
        var steps = NowcastSteps.Of(grain, input.IsOn("score") ? NowcastSteps.Later(grain, from, -options.Window - 1) : read, until, known);
        if (steps.Begins.Count > NowcastRequests.MostPoints)
            throw new AnalyseException($"The file spans {steps.Begins.Count} steps; at most {NowcastRequests.MostPoints} are computed.");
        var delaysFrom = Day(input, "delays-from");
        var series = ReportedTriangles.Of(steps, Counts(reports, steps), delaysFrom);
        var (first, last) = (steps.StepOf(from), steps.StepOf(until.PlusDays(-1)) + 1);
        var period = new
        {
            Grain = grain,
            From = Text(from),
            Until = Text(until),
            AsKnownOn = Text(known),
            DelaysFrom = delaysFrom is { } day ? Text(day) : null,
        };
        return new(input.Method.Name, summary, input.IsOn("score")
            ? Scores(period, series, options, new()
            {
                From = first,
                Until = last,
                Ages = input.Has("ages") ? input.Whole("ages", 0) : null,
                LeastExpected = input.Number("least-expected", 1),
            })
            : Points(period, series, steps, options, (first, last)));
    }

    // Flat lists, which the terminal shows as tables.
    private static object Points(
        object period, List<ReportedSeries> series, NowcastSteps steps, NowcastOptions options, (int First, int Last) range)
    {
        var found = series.ConvertAll(s => NowcastSeries.Estimated(
            s, Statistics.Series.Nowcast.Estimate(s.Triangle, options), steps, options, range.First, range.Last));
        return new
        {
            Basis = Statistics.Series.Nowcast.BasisOf(options, found.Sum(s => s.Observations)),
            Period = period,
            Series = found.ConvertAll(s => new
            {
                s.Category,
                s.Observations,
                s.Gap,
                s.IsTooFew,
                DelaysFrom = s.DelaysFrom is { } day ? Text(day) : null,
            }),
            Delays = found.SelectMany(s => s.Delays.Select(d => new
            {
                s.Category,
                d.Delay,
                d.Count,
                d.AtMost,
                d.Hazard,
                d.KnownShare,
                d.Withdrawn,
                d.Counted,
                d.WithdrawnShare,
            })).ToArray(),
            // The newest first: the terminal shows the first rows.
            Points = found.SelectMany(s => s.Points.Reverse().Select(p => new
            {
                s.Category,
                Day = Text(p.Day),
                p.Status,
                p.Age,
                p.Count,
                p.IsTooFew,
                p.Estimate,
                p.Low80,
                p.High80,
                p.Low95,
                p.High95,
                p.ExpectedShare,
                p.WithdrawnShare,
                p.Dispersion,
                p.Interval,
            })).ToArray(),
        };
    }

    private static object Scores(object period, List<ReportedSeries> series, NowcastOptions options, NowcastScoreOptions which)
    {
        var found = series.ConvertAll(s => (s.Key.Category, Score: NowcastScore.Of(s.Triangle, options, which)));
        JudgedNowcast[] judged = [.. found.SelectMany(s => s.Score.Judged)];
        return new
        {
            Basis = NowcastScore.BasisOf(options, which, judged.Length),
            Period = period,
            All = NowcastCoverage.Of(judged, null),
            Ages = Enumerable.Range(0, which.Ages ?? options.MaxDelay)
                .Select(age => NowcastCoverage.Of([.. judged.Where(j => j.Nowcast.Age == age)], age)).ToArray(),
            Series = found.ConvertAll(s => new
            {
                s.Category,
                s.Score.All.Judged,
                s.Score.All.Coverage80,
                s.Score.All.Coverage95,
                s.Score.All.MeanBias,
                s.Score.NotFinal,
                s.Score.NotEstimable,
                s.Score.NothingExpected,
            }),
        };
    }

    private static NowcastOptions Options(AnalyseInput input, TrendGrain grain)
    {
        var (maxDelay, window) = NowcastRequests.Defaults(grain);
        maxDelay = input.Whole("max-delay", maxDelay);
        return new()
        {
            MaxDelay = maxDelay,
            Window = input.Whole("delay-window", Math.Max(maxDelay, window)),
            Interval = input.Choice(
                "interval", ("auto", NowcastInterval.Auto), ("normal", NowcastInterval.Normal),
                ("negative-binomial", NowcastInterval.NegativeBinomial), ("surveillance", NowcastInterval.Surveillance)),
            NormalFrom = input.Whole("normal-from", 10),
            EstimateDispersion = !input.IsOn("constant-delays"),
        };
    }

    private static List<ReportedCount> Counts(List<Report> reports, NowcastSteps steps)
    {
        List<ReportedCount> counts = [];
        foreach (var cell in reports
            .Where(r => r.Known <= steps.KnownOn && steps.StepOf(r.Occurred) >= 0 && r.Occurred < Later(steps))
            .GroupBy(r => (r.Category, Step: steps.StepOf(r.Occurred), Known: steps.KnownIn(r.Known))))
        {
            // What the file counts and withdraws within an hour and on one day is in neither sum, as in the ledger.
            var sums = cell.GroupBy(r => (r.Occurred, r.Hour, r.Known)).Select(hour => hour.Sum(r => r.N)).ToArray();
            counts.Add(new(
                new(Category: cell.Key.Category), "", cell.Key.Step, cell.Key.Known, sums.Where(n => n > 0).Sum(),
                -sums.Where(n => n < 0).Sum()));
        }

        return counts;

        static LocalDate Later(NowcastSteps steps) => NowcastSteps.Later(steps.Grain, steps.Begins[^1], 1);
    }

    private static (List<Report> Reports, InputSummary Summary) Read(AnalyseInput input)
    {
        var table = Table.Read("reports", input.Text("reports"));
        var (occurred, known) = (Days(table, Occurred), Days(table, Known));
        var number = table.Find("n", "count") is { } n ? table.Numbers(n) : null;
        var category = input.Has("by") ? table.Texts(table.Need(input.Text("by"))) : null;
        if (number?.FirstOrDefault(x => x != Math.Floor(x)) is { } part and not 0)
            throw new AnalyseException(FormattableString.Invariant($"A number of reports is whole, not {part}."));
        List<Report> reports =
        [
            .. occurred.Select((at, i) => new Report(
                category?[i], at.Day, at.Hour, known[i].Day, number is null ? 1 : (long)number[i])),
        ];
        return reports.Count == 0
            ? throw new AnalyseException($"{input.Text("reports")} has no rows.")
            : (reports, new(Path.GetFileName(input.Text("reports")), reports.Count, reports.Count, new Dictionary<string, int>(), "none"));
    }

    // What is known to the day only has no hour.
    private static (LocalDate Day, int Hour)[] Days(Table table, string[] columns) =>
    [
        .. table.Times(table.Need(columns)).Select((time, row) => time is { Precision: <= TimePrecision.Day } known
            ? (known.Calendar.Date, known.Precision is TimePrecision.Day ? -1 : known.Calendar.Hour)
            : throw new AnalyseException($"Row {row + 1} has no day in the column {columns[0]}.")),
    ];

    private static LocalDate? Day(AnalyseInput input, string name) => !input.Has(name) ? null
        : LocalDatePattern.Iso.Parse(input.Text(name)) is { Success: true, Value: var day } ? day
        : throw new AnalyseException($"--{name} wants a day: 2026-03-31.");

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private sealed record Report(string? Category, LocalDate Occurred, int Hour, LocalDate Known, long N);
}
