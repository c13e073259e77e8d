namespace Incidents.Api.FileAnalyses;

/// <summary>An option of <c>analyse</c>.</summary>
/// <param name="Name">Its name without the two dashes.</param>
/// <param name="Description">What it means, with its default.</param>
/// <param name="IsSwitch">Whether it takes no value.</param>
internal sealed record AnalyseOption(string Name, string Description, bool IsSwitch = false);

/// <summary>All options of <c>analyse</c>, by subject. Which of them a method takes is in <see cref="AnalyseMethods"/>.</summary>
internal static class AnalyseOptions
{
    private static readonly AnalyseOption[] Files =
    [
        new("points", "CSV, TSV or NDJSON of points, also .gz or .zip: columns x,y in metres or longitude,latitude; "
            + "where needed time, value, weight, from, to"),
        new("map", "An import map that names the columns of --points: its path, or the name of a shipped map"),
        new("areas", "File of areas: id,x,y,cases,population (scan); id,treated,period,count or role,before,after (impact); "
            + "predicted,observed and perhaps area (forecast-score)"),
        new("series", "File of a series: time,value in order, or values alone; an empty value is missing"),
        new("reports", "File of reports: occurred,known and perhaps n (1 counts, -1 withdraws); days or times in ISO 8601"),
        new("value", "Name of the column of values; default value, val, count or cases"),
        new("time-column", "Name of the column of times; default time, t, date …: numbers, or ISO 8601, which counts in days"),
        new("category", "Category code; default all categories"),
        new("json", "The whole result as JSON with every number; null where it is undetermined or infinite", IsSwitch: true),
    ];

    private static readonly AnalyseOption[] Places =
    [
        new("cell", "Count points in square cells of this side, in metres (empty ones too)"),
        new("bounds", "The area: minX,minY,maxX,maxY; default that of the points"),
        new("grid", "Columns and rows of the grid instead of --cell: 200x200"),
        new("pitch", "The places given are the middles of cells with this spacing (for queen contiguity)"),
        new("distance", "Neighbours are places at most this far apart, in metres"),
        new("edge", "inclusive (d <= distance, the default) or exclusive (d < distance)"),
        new("queen", "Neighbours are cells that share an edge or a corner (the default with --cell and without --distance)",
            IsSwitch: true),
        new("kind", "gi-star (with the place itself, the default) or gi (without)"),
        new("weights", "binary or row (row-standardised)"),
        new("variance", "Divisor of the values' variance: n (the default) or n-1"),
        new("kernel", "quartic (the default; the bandwidth is its radius) or gaussian (the bandwidth is its standard deviation)"),
        new("bandwidth", "In metres, or scott for Scott's rule, the default"),
        new("edge-correction", "none (the default) or uniform (gaussian only): divide by the kernel's mass inside the bounds"),
        new("zoom", "Zoom of the quadtree's cells; default 16 (611 m at the equator)"),
    ];

    private static readonly AnalyseOption[] Tests =
    [
        new("significance", "What q and class rest on: skew-corrected (the distribution of the neighbours' sum, the default), normal or "
            + "permutation"),
        new("q", "False-discovery rate at or below which a place is a hot or cold spot; default 0.05"),
        new("permutations", "Monte-Carlo permutations, replications or bootstrap draws; default 999, 0 for local statistics"),
        new("shuffles", "Number of maps with the same values in random places: what share of them shows as many spots? Default none"),
        new("replications", "The same as --permutations"),
        new("seed", "Seed of the random numbers; default 1"),
        new("alpha", "Level of a test, default 0.05; false-alarm rate of anomalies, default 0.005"),
        new("no-fdr", "Bound each p by --alpha instead of the false-discovery rate", IsSwitch: true),
        new("plain-trend", "Test trends without Hamed and Rao's correction for autocorrelation", IsSwitch: true),
        new("confidence", "Confidence of intervals; default 0.95"),
        new("first-after", "First period after the measure, as the file writes it"),
    ];

    private static readonly AnalyseOption[] SpaceAndTime =
    [
        new("step", "Length of a step of time, in days or the file's own unit; steps are counted back from the last point"),
        new("lags", "Earlier steps in a neighbourhood (default 1); lags of the autocorrelation (default all)"),
        new("window", "Compare a step with the whole cube (cube, the default) or with its own step (step)"),
        new("space", "Edges of the bands of distance: 0,100,200"),
        new("time", "Edges of the bands of time: 0,7,14"),
        new("delta", "One band of distance instead, both edges included: 0 <= d <= delta"),
        new("tau", "One band of time instead, both edges included: 0 <= t <= tau"),
        new("edges", "Which edge belongs to a band: lower, [a, b), the default; or upper, (a, b]"),
        new("close-outer", "The outermost edge that is left out belongs too: the last of [a, b), the first of (a, b]", IsSwitch: true),
        new("metric", "euclidean (the default) or manhattan"),
        new("whole-days", "Count times in whole days: the time of day is dropped", IsSwitch: true),
        new("max-share", "Largest share of the population (of expected cases) in a circle, included; default 0.5"),
        new("max-radius", "Largest radius of a circle, included; default none"),
        new("max-duration", "Longest window as a share of all steps; default 0.5"),
        new("alive", "Only clusters that reach the last step", IsSwitch: true),
        new("rule", "overlap (shares of the interval, the default) or whole-units (the same share for every hour touched)"),
        new("zone", "IANA name of the time zone of local times, e.g. Asia/Almaty; default a clock that never changes"),
    ];

    private static readonly AnalyseOption[] Series =
    [
        new("period", "Observations in a cycle, e.g. 7"),
        new("periods", "Observations in each cycle: 24,168"),
        new("windows", "Seasonal spans, one for each period; default 11,15,19 …"),
        new("iterations", "Rounds over the periods; default 2"),
        new("seasonal", "Span of the seasonal smoother (n_s), odd; default 7"),
        new("trend", "Span of the trend smoother (n_t), odd; default from period and seasonal"),
        new("low-pass", "Span of the low-pass smoother (n_l), odd; default the next odd number above the period"),
        new("degrees", "Degrees of the seasonal, trend and low-pass smoothers; default 1,1,1"),
        new("jumps", "Jumps of the seasonal, trend and low-pass smoothers; default 1,1,1"),
        new("inner", "Inner passes (n_i); default 5, 2 with --robust"),
        new("outer", "Robustness iterations (n_o); default 0, 15 with --robust"),
        new("robust", "Weigh outliers down", IsSwitch: true),
        new("ez", "Spans and jumps as the reference program's short call stlez chooses them; takes --period, --seasonal, --robust",
            IsSwitch: true),
        new("by", "Column whose values have a series each; default one series"),
        new("from", "First day; it becomes the first day of its step. Default the first one of the file"),
        new("until", "First day no longer in the period; default the day after --as-known-on"),
        new("as-known-on", "As known at the end of this day; default the last day on which anything became known"),
        new("max-delay", "Longest delay in steps; default 28 days, 13 weeks or 6 months"),
        new("delay-window", "Steps before the newest from which delays are estimated; default 182 days, 52 weeks or 24 months"),
        new("interval", "auto (the default), normal, negative-binomial or surveillance"),
        new("normal-from", "Number of known reports from which auto is normal; default 10"),
        new("constant-delays", "Take delays as the same in every step: variances are not multiplied by their dispersion", IsSwitch: true),
        new("delays-from", "First day of occurrence from which delays are estimated; default when reports began"),
        new("score", "Judge past nowcasts against what is known now", IsSwitch: true),
        new("ages", "Steps of knowledge at which each step is judged; default all up to the longest delay"),
        new("least-expected", "Nowcasts that expect fewer changes than this are not judged; default 1"),
        new("cycles", "Earlier cycles that a count is compared with; default 8"),
        new("high-only", "Only unusually high counts raise an alarm", IsSwitch: true),
        new("poisson", "Counts vary as Poisson counts do; the dispersion is not estimated", IsSwitch: true),
    ];

    private static readonly AnalyseOption[] Forecasts =
    [
        new("share", "Share of the area whose score is given by itself; default 0.01"),
        new("self-exciting-days", "Days of history of the self-exciting model; default 1095"),
        new("kernel-days", "Days of history of the kernel density; default 365"),
        new("kernel-cells", "Radius of the kernel in sides of a cell; default 2"),
        new("season-years", "Most years of history of the seasonal cell rate; default 10"),
        new("even-share", "Share of the expected count that is spread evenly over all cells; default 0.01"),
        new("grain", "Length of the periods forecast, or of the steps of a nowcast: month (the default), week, or of a nowcast day"),
        new("train", "Years or months known beforehand, the last one included: 2010..2018; "
            + "a period's forecast also knows what came between them and it"),
        new("test", "Years or months whose periods are forecast, the last one included: 2019"),
    ];

    /// <summary>The options by name.</summary>
    public static IReadOnlyDictionary<string, AnalyseOption> All { get; } =
        ((AnalyseOption[])[.. Files, .. Places, .. Tests, .. SpaceAndTime, .. Series, .. Forecasts])
            .ToDictionary(o => o.Name, StringComparer.Ordinal);
}
