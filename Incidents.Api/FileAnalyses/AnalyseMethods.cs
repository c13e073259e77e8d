namespace Incidents.Api.FileAnalyses;

/// <summary>A method of <c>analyse</c>.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What it computes, in a sentence or two.</param>
/// <param name="Compute">The computation.</param>
/// <param name="Options">Names of the options that it takes, besides <c>--json</c>.</param>
internal sealed record AnalyseMethod(string Name, string Description, Func<AnalyseInput, AnalysisAnswer> Compute, string[] Options)
{
    /// <summary>Whether the method takes an option. Permutations and replications are two names of one option.</summary>
    public bool Takes(string option) =>
        option == "json" || Options.Contains(option) || (option is "replications" or "permutations" && Options.Contains("seed"));
}

/// <summary>All methods of <c>analyse</c>. No database, no clock: the same files and options give the same result.</summary>
internal static class AnalyseMethods
{
    private static readonly string[] Local =
    [
        "points", "map", "value", "cell", "grid", "bounds", "pitch", "distance", "edge", "queen", "weights", "significance", "q",
        "permutations", "seed", "shuffles",
    ];

    private static readonly AnalyseMethod[] Methods =
    [
        new("getis-ord", "Getis-Ord Gi or Gi* at each place, and the general G. By default the distance is inclusive. Gi* contains the "
            + "place itself.",
            LocalAnalyses.GetisOrd, [.. Local, "kind", "variance"]),
        new("local-moran", "Local Moran's I at each place; by default with row-standardised weights.", LocalAnalyses.LocalMoran, Local),
        new("emerging",
            "Emerging hot spots: Gi* step by step and the class of each place's history. Points are counted in cells and steps, or rows "
                + "give x,y,time,value.",
            CubeAnalyses.Emerging,
            [
                "points", "map", "value", "time-column", "cell", "grid", "bounds", "pitch", "distance", "edge", "queen", "step", "lags",
                "window", "significance", "q", "no-fdr", "alpha", "plain-trend",
            ]),
        new("knox",
            "Knox near-repeat table with Monte-Carlo p by permuting times. By default bands are half-open, [a, b); --delta and --tau "
                + "include both edges.",
            CubeAnalyses.Knox,
            [
                "points", "map", "time-column", "space", "time", "delta", "tau", "edges", "close-outer", "metric", "whole-days",
                "permutations", "seed",
            ]),
        new("scan",
            "Kulldorff's scan for clusters of too many cases: --areas with cases and population (Poisson, in space), or --points with "
                + "times (permutation, in space and time).",
            CubeAnalyses.Scan,
            [
                "areas", "points", "map", "time-column", "cell", "grid", "bounds", "step", "max-share", "max-radius", "max-duration",
                "alive", "replications", "seed",
            ]),
        new("mann-kendall", "Mann-Kendall test, Hamed and Rao's, Sen's slope, and by seasons where --period is given.",
            SeriesAnalyses.MannKendall,
            ["series", "value", "time-column", "period", "alpha", "lags"]),
        new("stl", "Season, trend and remainder by loess.", SeriesAnalyses.Stl,
            [
                "series", "value", "time-column", "period", "seasonal", "trend", "low-pass", "degrees", "jumps", "inner", "outer", "robust",
                "ez",
            ]),
        new("mstl", "Several seasons, trend and remainder.", SeriesAnalyses.MultipleStl,
            [
                "series", "value", "time-column", "periods", "windows", "iterations", "trend", "low-pass", "degrees", "jumps", "inner",
                "outer", "robust",
            ]),
        new("anomalies", "Unusual counts at a stated false-alarm rate.", SeriesAnalyses.Anomalies,
            ["series", "value", "time-column", "period", "cycles", "alpha", "high-only", "poisson"]),
        new("nowcast",
            "Recent counts corrected for reports still to come and for withdrawals, from a file with a row for each report: columns "
                + "occurred and known, and n where it is not 1 (-1 withdraws). --score judges past nowcasts instead.",
            NowcastAnalyses.Nowcast,
            [
                "reports", "by", "grain", "from", "until", "as-known-on", "max-delay", "delay-window", "interval", "normal-from",
                "constant-delays", "delays-from", "score", "ages", "least-expected",
            ]),
        new("kde", "Kernel density on a grid, points per square metre.", PlaceAnalyses.KernelDensity,
            ["points", "map", "kernel", "bandwidth", "cell", "grid", "bounds", "edge-correction"]),
        new("centrography",
            "Centres, standard distance, ellipse, hull and bounding circle; weights are a column named weight, or the one of --value.",
            PlaceAnalyses.Centrography, ["points", "map", "value"]),
        new("aoristic",
            "Times that are not known to the minute, spread over the hours of the week: intervals (columns from,to), or a column from with "
                + "hours, days or months. --zone names the clock, whose changes then count.",
            AoristicAnalysis.Of, ["points", "rule", "zone"]),
        new("forecast-score", "PAI, PEI, RRI and log score of a forecast (columns predicted,observed and, where cells differ, area).",
            PlaceAnalyses.ForecastScore, ["areas", "share"]),
        new("forecast-backtest",
            "Every method's forecast of each period of --test from what occurred before it, scored as the service scores. --bounds are "
                + "degrees; without them the area is every cell with an incident in --train.",
            BacktestAnalyses.Forecasts, [
                "points", "map", "category", "zoom", "grain", "train", "test", "bounds", "share", "replications", "seed", "confidence",
                "self-exciting-days", "kernel-days", "kernel-cells", "season-years", "even-share",
            ]),
        new("impact",
            "Did it help? Columns id,treated,period,count: difference in differences with placebo tests. Columns role,before,after: "
                + "weighted displacement quotient.",
            PlaceAnalyses.Impact, ["areas", "first-after", "confidence", "replications", "seed"]),
    ];

    /// <summary>The methods in the order of the help.</summary>
    public static IReadOnlyList<AnalyseMethod> All => Methods;

    /// <summary>The method of a name, or null.</summary>
    public static AnalyseMethod? Find(string? name) => Array.Find(Methods, m => m.Name == name);

    /// <summary>Computes the result of a parsed command line.</summary>
    /// <exception cref="AnalyseException">A file cannot be used, or an option's value is wrong.</exception>
    public static AnalysisAnswer Run(AnalyseInput input)
    {
        try
        {
            return input.Method.Compute(input);
        }
        catch (ArgumentException e)
        {
            // The functions say what they cannot take; the name of their parameter means nothing on a command line.
            throw new AnalyseException(e.Message.Split(" (Parameter")[0]);
        }
    }
}
