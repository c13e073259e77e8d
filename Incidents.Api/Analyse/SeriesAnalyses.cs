using Incidents.Statistics.Series;

namespace Incidents.Api.Analyse;

/// <summary>Statistics of a series.</summary>
internal static class SeriesAnalyses
{
    public static AnalysisAnswer MannKendall(AnalyseInput input)
    {
        var (values, summary) = Read(input);
        var alpha = AnalyseInput.Number("alpha", input.AlphaFlag, 0.05);
        int? lags = input.LagsFlag.Length > 0 ? AnalyseInput.Whole("lags", input.LagsFlag, 0) : null;
        var period = AnalyseInput.Whole("period", input.PeriodFlag, 0);
        if (input.PeriodFlag.Length > 0 && period < 1)
            throw new AnalyseException("--period is positive; without it there are no seasons.");
        return new(input.Method, summary, new
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
        var period = (int)AnalyseInput.Needed("period", input.PeriodFlag);
        var seasonal = AnalyseInput.Whole("seasonal", input.SeasonalFlag, 7);
        var degrees = Three("degrees", input.DegreesFlag);
        if (input.EzFlag)
            return new(input.Method, summary, Statistics.Series.Stl.DecomposeEasily(values, period, seasonal, input.RobustFlag, degrees[0], degrees[1]));
        var chosen = StlParameters.For(period, seasonal, input.RobustFlag);
        var jumps = Three("jumps", input.JumpsFlag);
        return new(input.Method, summary, Statistics.Series.Stl.Decompose(values, chosen with
        {
            Trend = AnalyseInput.Whole("trend", input.TrendFlag, chosen.Trend),
            LowPass = AnalyseInput.Whole("low-pass", input.LowPassFlag, chosen.LowPass),
            SeasonalDegree = degrees[0],
            TrendDegree = degrees[1],
            LowPassDegree = degrees[2],
            SeasonalJump = jumps[0],
            TrendJump = jumps[1],
            LowPassJump = jumps[2],
            Inner = AnalyseInput.Whole("inner", input.InnerFlag, chosen.Inner),
            Outer = AnalyseInput.Whole("outer", input.OuterFlag, chosen.Outer),
        }));
    }

    public static AnalysisAnswer MultipleStl(AnalyseInput input)
    {
        var (values, summary) = Read(input);
        int[] Whole(string name, string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => AnalyseInput.Whole(name, part, 0))];
        if (input.PeriodsFlag.Length == 0)
            throw new AnalyseException("--periods is needed, e.g. 24,168.");
        return new(input.Method, summary, Statistics.Series.MultipleStl.Decompose(
            values, Whole("periods", input.PeriodsFlag), input.WindowsFlag.Length > 0 ? Whole("windows", input.WindowsFlag) : null,
            AnalyseInput.Whole("iterations", input.IterationsFlag, 2), input.RobustFlag));
    }

    public static AnalysisAnswer Anomalies(AnalyseInput input)
    {
        var (values, summary) = Read(input);
        return new(input.Method, summary, Statistics.Series.Anomalies.Detect(values, new()
        {
            Period = AnalyseInput.Whole("period", input.PeriodFlag, 7),
            Cycles = AnalyseInput.Whole("cycles", input.CyclesFlag, 8),
            FalseAlarmRate = AnalyseInput.Number("alpha", input.AlphaFlag, 0.005),
        }));
    }

    private static int[] Three(string name, string text)
    {
        if (text.Length == 0)
            return [1, 1, 1];
        int[] all = [.. text.Split(',').Select(part => AnalyseInput.Whole(name, part, 1))];
        return all.Length == 3 ? all : throw new AnalyseException($"--{name} wants three numbers: seasonal, trend, low-pass.");
    }

    private static (double[] Values, InputSummary Summary) Read(AnalyseInput input)
    {
        var table = Table.Read("series", input.SeriesFlag);
        var column = input.ValueFlag.Length > 0 ? table.Need(input.ValueFlag) : table.Find("value", "val", "count", "n") ?? table.Width - 1;
        var values = table.NumbersOrMissing(column);
        var order = "as in the file";
        if ((input.TimeColumnFlag.Length > 0 ? table.Need(input.TimeColumnFlag) : table.Find("time", "t", "date", "day") ?? (table.Width > 1 && column > 0 ? 0 : null)) is { } time
            && time != column && table.IsTime(time))
        {
            var times = table.TimeNumbers(time);
            if (times.Distinct().Count() < times.Length)
                throw new AnalyseException($"{input.SeriesFlag} has two values for one time.");
            Array.Sort(times, values);
            order = "by time";
        }

        var missing = values.Count(double.IsNaN);
        return (values, new(
            Path.GetFileName(input.SeriesFlag), values.Length, values.Length - missing, missing > 0 ? new Dictionary<string, int> { ["MISSING"] = missing } : [], order));
    }
}
