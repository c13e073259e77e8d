using System.Reflection;
using JasperFx.CommandLine;

namespace Incidents.Api.FileAnalyses;

/// <summary>Help for <c>analyse</c>, method by method.</summary>
internal static class AnalyseHelp
{
    private static readonly string[] Local =
        ["points", "map", "value", "cell", "bounds", "pitch", "distance", "edge", "queen", "weights", "significance", "q", "permutations", "seed"];

    private static readonly Dictionary<string, (string What, string[] Options)> Methods = new(StringComparer.Ordinal)
    {
        ["getis-ord"] = (
            "Getis-Ord Gi or Gi* at each place, and the general G. The distance is inclusive unless told. Gi* contains the place itself.",
            [.. Local, "kind", "variance"]),
        ["local-moran"] = ("Local Moran's I at each place, row-standardised weights unless told.", Local),
        ["emerging"] = (
            "Emerging hot spots: Gi* step by step and the class of each place's history. Points are counted in cells and steps, or rows give x,y,time,value.",
            [
                "points", "map", "value", "time-column", "cell", "bounds", "pitch", "distance", "edge", "queen", "step", "lags", "window", "significance", "q", "no-fdr", "alpha",
                "plain-trend",
            ]),
        ["knox"] = (
            "Knox near-repeat table with Monte-Carlo p by permuting times. Bands are half-open, [a, b), unless told; --delta and --tau include both edges.",
            ["points", "map", "time-column", "space", "time", "delta", "tau", "edges", "close-outer", "metric", "whole-days", "permutations", "seed"]),
        ["scan"] = (
            "Kulldorff's scan for clusters of too many cases: --areas with cases and population (Poisson, in space), or --points with times (permutation, in space and time).",
            ["areas", "points", "map", "time-column", "cell", "bounds", "step", "max-share", "max-radius", "max-duration", "alive", "replications", "seed"]),
        ["mann-kendall"] = (
            "Mann-Kendall test, Hamed and Rao's, Sen's slope, and by seasons where --period is given.",
            ["series", "value", "time-column", "period", "alpha", "lags"]),
        ["stl"] = (
            "Season, trend and remainder by loess.",
            ["series", "value", "time-column", "period", "seasonal", "trend", "low-pass", "degrees", "jumps", "inner", "outer", "robust", "ez"]),
        ["mstl"] = ("Several seasons, trend and remainder.", ["series", "value", "time-column", "periods", "windows", "iterations", "robust"]),
        ["anomalies"] = ("Unusual counts at a stated false-alarm rate.", ["series", "value", "time-column", "period", "cycles", "alpha"]),
        ["kde"] = ("Kernel density on a grid, points per square metre.", ["points", "map", "kernel", "bandwidth", "cell", "grid", "bounds", "edge-correction"]),
        ["centrography"] = (
            "Centres, standard distance, ellipse, hull and bounding circle; a column weight is taken as weights, or the one of --value.",
            ["points", "map", "value"]),
        ["aoristic"] = ("Intervals (columns from,to) spread over the hours of the week.", ["points", "rule"]),
        ["forecast-score"] = ("PAI, PEI, RRI and log score of a forecast (columns predicted,observed and, where cells differ, area).", ["areas", "share"]),
        ["forecast-backtest"] = (
            "Every method's forecast of each period of --test from what occurred before it, scored as the service scores. --bounds are degrees; without them the area is "
            + "every cell with an incident in --train.",
            ["points", "map", "category", "zoom", "grain", "train", "test", "bounds"]),
        ["impact"] = (
            "Did it help? Columns id,treated,period,count: difference in differences with placebo tests. Columns role,before,after: weighted displacement quotient.",
            ["areas", "first-after", "confidence", "replications", "seed"]),
    };

    /// <summary>Help for one method, or the list of all.</summary>
    public static string For(string? method)
    {
        if (method is null || !Methods.TryGetValue(method, out var help))
        {
            var width = Methods.Keys.Max(m => m.Length);
            return $"""
                analyse METHOD [options]: a published method on files, without a database.

                {string.Join(Environment.NewLine, Methods.Select(m => $"  {m.Key.PadRight(width)}  {m.Value.What}"))}

                analyse METHOD --help tells its options.
                """;
        }

        var options = typeof(AnalyseInput).GetProperties()
            .Select(p => (Name: p.GetCustomAttribute<FlagAliasAttribute>()?.LongAlias, p.GetCustomAttribute<DescriptionAttribute>()?.Description))
            .Where(o => o.Name is not null).ToDictionary(o => o.Name!, o => o.Description?.Replace("[[", "[").Replace("]]", "]"));
        return $"""
            analyse {method} [options]
            {help.What}

            {string.Join(Environment.NewLine, help.Options.Append("json").Select(o => $"  --{o,-16} {options[o]}"))}
            """;
    }

    /// <summary>What is wrong with the options of a command line, or null.</summary>
    public static string? Problem(IReadOnlyList<string> args)
    {
        var method = args.ElementAtOrDefault(1) ?? "";
        if (!Methods.TryGetValue(method, out var help))
            return $"There is no method '{method}'; there are {string.Join(", ", Methods.Keys)}.";
        foreach (var option in args.Where(a => a.StartsWith("--", StringComparison.Ordinal)).Select(a => a[2..]))
        {
            // Permutations and replications are two words for one thing.
            var taken = option == "json" || help.Options.Contains(option) || (option is "replications" or "permutations" && help.Options.Contains("seed"));
            if (!taken)
                return $"{method} takes no --{option}; it takes {string.Join(", ", help.Options.Append("json").Select(o => $"--{o}"))}.";
        }

        return null;
    }

    /// <summary>The methods that have help, and the options named in it.</summary>
    internal static IEnumerable<(string Method, string[] Options)> All => Methods.Select(m => (m.Key, m.Value.Options));
}
