using Incidents.Statistics.Series;

namespace Incidents.Api.FileAnalyses;

/// <summary>Statistics of a series.</summary>
internal static class SeriesAnalyses
{
    private static readonly string[] ChosenByEz = ["trend", "low-pass", "jumps", "inner", "outer"];

    public static AnalysisAnswer MannKendall(AnalyseInput input)
    {
        var (values, summary) = Read(input);
        var alpha = input.Number("alpha", 0.05);
        int? lags = input.Has("lags") ? input.Whole("lags", 0) : null;
        var period = input.Whole("period", 0);
        if (input.Has("period") && period < 1)
            throw new AnalyseException("--period is positive; without it there are no seasons.");
        return new(input.Method.Name, summary, new
        {
            Original = Statistics.Series.MannKendall.Original(values, alpha),
            HamedRao = Statistics.Series.MannKendall.HamedRao(values, alpha, lags),
            SensSlope = SensSlope.Of(values),
            Seasonal = period > 0 ? Statistics.Series.MannKendall.Seasonal(values, period, alpha) : null,
            SeasonalSensSlope = period > 0 ? SensSlope.Seasonal(values, period) : null,
        });
    }

    public static AnalysisAnswer Stl(AnalyseInput input)
    {
        var (values, summary) = Read(input);
        var period = (int)input.Needed("period");
        var seasonal = input.Whole("seasonal", 7);
        var options = OptionsOf(input);
        if (!input.IsOn("ez"))
            return new(input.Method.Name, summary, Statistics.Series.Stl.Decompose(values, options.For(period, seasonal)));
        if (Array.Find(ChosenByEz, input.Has) is { } other)
            throw new AnalyseException($"--{other} has no effect with --ez, which chooses spans, jumps and rounds itself.");
        if (options.LowPassDegree != options.TrendDegree)
            throw new AnalyseException("--degrees: with --ez the low-pass smoother has the degree of the trend smoother.");
        return new(
            input.Method.Name, summary,
            Statistics.Series.Stl.DecomposeEasily(
                values, period, seasonal, options.Robust, options.SeasonalDegree, options.TrendDegree));
    }

    public static AnalysisAnswer MultipleStl(AnalyseInput input)
    {
        var (values, summary) = Read(input);
        int[] Whole(string name) =>
            [.. input.Text(name).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => AnalyseInput.ParseWhole(name, part, 0))];
        if (!input.Has("periods"))
            throw new AnalyseException("--periods is needed, e.g. 24,168.");
        return new(input.Method.Name, summary, Statistics.Series.MultipleStl.Decompose(
            values, Whole("periods"), input.Has("windows") ? Whole("windows") : null,
            input.Whole("iterations", 2), OptionsOf(input)));
    }

    public static AnalysisAnswer Anomalies(AnalyseInput input)
    {
        var (values, summary) = Read(input);
        return new(input.Method.Name, summary, Statistics.Series.Anomalies.Detect(values, new()
        {
            Period = input.Whole("period", 7),
            Cycles = input.Whole("cycles", 8),
            FalseAlarmRate = input.Number("alpha", 0.005),
            BothSides = !input.IsOn("high-only"),
            EstimateDispersion = !input.IsOn("poisson"),
        }));
    }

    private static StlOptions OptionsOf(AnalyseInput input)
    {
        var (degrees, jumps) = (Three("degrees", input), Three("jumps", input));
        return new()
        {
            Robust = input.IsOn("robust"),
            Trend = input.Has("trend") ? input.Whole("trend", 0) : null,
            LowPass = input.Has("low-pass") ? input.Whole("low-pass", 0) : null,
            SeasonalDegree = degrees[0],
            TrendDegree = degrees[1],
            LowPassDegree = degrees[2],
            SeasonalJump = jumps[0],
            TrendJump = jumps[1],
            LowPassJump = jumps[2],
            Inner = input.Has("inner") ? input.Whole("inner", 0) : null,
            Outer = input.Has("outer") ? input.Whole("outer", 0) : null,
        };
    }

    private static int[] Three(string name, AnalyseInput input)
    {
        if (!input.Has(name))
            return [1, 1, 1];
        int[] all = [.. input.Text(name).Split(',').Select(part => AnalyseInput.ParseWhole(name, part, 1))];
        return all.Length == 3 ? all : throw new AnalyseException($"--{name} wants three numbers: seasonal, trend, low-pass.");
    }

    private static (double[] Values, InputSummary Summary) Read(AnalyseInput input)
    {
        var table = Table.Read("series", input.Text("series"));
        var column = input.Has("value") ? table.Need(input.Text("value")) : table.Find("value", "val", "count", "n") ?? table.Width - 1;
        var values = table.NumbersOrMissing(column);
        var order = "as in the file";
        if ((input.Has("time-column") ? table.Need(input.Text("time-column")) : table.Find("time", "t", "date", "day")
            ?? (table.Width > 1 && column > 0 ? 0 : null)) is { } time
            && time != column && table.IsTime(time))
        {
            var times = table.TimeNumbers(time);
            if (times.Distinct().Count() < times.Length)
                throw new AnalyseException($"{input.Text("series")} has two values for one time.");
            Array.Sort(times, values);
            order = "by time";
        }

        var missing = values.Count(double.IsNaN);
        return (values, new(
            Path.GetFileName(input.Text("series")), values.Length, values.Length - missing,
            missing > 0 ? new Dictionary<string, int> { ["MISSING"] = missing } : [], order));
    }
}
