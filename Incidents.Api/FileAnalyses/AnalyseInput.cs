using System.Globalization;
using JasperFx.CommandLine;

namespace Incidents.Api.FileAnalyses;

/// <summary>Arguments of <c>analyse</c>. Which of them a method takes is told by <c>analyse METHOD --help</c>; numbers are written with a point.</summary>
public sealed class AnalyseInput
{
    /// <summary>The method.</summary>
    [Description("getis-ord, local-moran, emerging, knox, scan, mann-kendall, stl, mstl, anomalies, kde, centrography, aoristic, forecast-score, forecast-backtest or impact")]
    public string Method { get; set; } = "";

    /// <summary>Points.</summary>
    [Description("CSV, TSV or NDJSON of points, also .gz or .zip: columns x,y in metres or longitude,latitude; where needed time, value, weight, from, to")]
    [FlagAlias("points", true)]
    public string PointsFlag { get; set; } = "";

    /// <summary>A map.</summary>
    [Description("An import map that tells the columns of --points: its path, or the name of a shipped one")]
    [FlagAlias("map", true)]
    public string MapFlag { get; set; } = "";

    /// <summary>Areas.</summary>
    [Description("File of areas: id,x,y,cases,population (scan); id,treated,period,count or role,before,after (impact); predicted,observed and perhaps area (forecast-score)")]
    [FlagAlias("areas", true)]
    public string AreasFlag { get; set; } = "";

    /// <summary>A series.</summary>
    [Description("File of a series: time,value in order, or values alone; an empty value is missing")]
    [FlagAlias("series", true)]
    public string SeriesFlag { get; set; } = "";

    /// <summary>JSON.</summary>
    [Description("The whole answer as JSON with every number; null stands for what is undetermined or infinite")]
    [FlagAlias("json", true)]
    public bool JsonFlag { get; set; }

    /// <summary>Column of values.</summary>
    [Description("Name of the column of values, unless it is value, val, count or cases")]
    [FlagAlias("value", true)]
    public string ValueFlag { get; set; } = "";

    /// <summary>Column of times.</summary>
    [Description("Name of the column of times, unless it is time, t, date …: numbers, or ISO 8601, which counts in days")]
    [FlagAlias("time-column", true)]
    public string TimeColumnFlag { get; set; } = "";

    /// <summary>Cell size.</summary>
    [Description("Count points in square cells of this side, in metres (empty ones too)")]
    [FlagAlias("cell", true)]
    public string CellFlag { get; set; } = "";

    /// <summary>Extent.</summary>
    [Description("The area looked at: minX,minY,maxX,maxY; that of the points unless told")]
    [FlagAlias("bounds", true)]
    public string BoundsFlag { get; set; } = "";

    /// <summary>Spacing of places.</summary>
    [Description("The places given are the middles of cells with this spacing (for queen contiguity)")]
    [FlagAlias("pitch", true)]
    public string PitchFlag { get; set; } = "";

    /// <summary>Distance of neighbours.</summary>
    [Description("Neighbours are places at most this far apart, in metres")]
    [FlagAlias("distance", true)]
    public string DistanceFlag { get; set; } = "";

    /// <summary>Edge of the distance.</summary>
    [Description("inclusive (d <= distance, as unless told) or exclusive (d < distance)")]
    [FlagAlias("edge", true)]
    public string EdgeFlag { get; set; } = "";

    /// <summary>Contiguity.</summary>
    [Description("Neighbours are cells that share an edge or a corner (as with --cell unless --distance is given)")]
    [FlagAlias("queen", true)]
    public bool QueenFlag { get; set; }

    /// <summary>Kind of statistic.</summary>
    [Description("gi-star (with the place itself, as unless told) or gi (without)")]
    [FlagAlias("kind", true)]
    public string KindFlag { get; set; } = "";

    /// <summary>Weights.</summary>
    [Description("binary or row (row-standardised)")]
    [FlagAlias("weights", true)]
    public string WeightsFlag { get; set; } = "";

    /// <summary>Divisor of the variance.</summary>
    [Description("Divisor of the values' variance: n (as unless told) or n-1")]
    [FlagAlias("variance", true)]
    public string VarianceFlag { get; set; } = "";

    /// <summary>Where p comes from.</summary>
    [Description("What q and class rest on: skew-corrected (as unless told), normal or permutation")]
    [FlagAlias("significance", true)]
    public string SignificanceFlag { get; set; } = "";

    /// <summary>False-discovery rate.</summary>
    [Description("False-discovery rate at which a place is called a spot; 0.05 unless told")]
    [FlagAlias("q", true)]
    public string QFlag { get; set; } = "";

    /// <summary>Permutations.</summary>
    [Description("Monte-Carlo permutations or replications; 999 unless told, 0 for local statistics")]
    [FlagAlias("permutations", true)]
    public string PermutationsFlag { get; set; } = "";

    /// <summary>The same under its other name.</summary>
    [Description("The same as --permutations")]
    [FlagAlias("replications", true)]
    public string ReplicationsFlag { get; set; } = "";

    /// <summary>Seed.</summary>
    [Description("Seed of all chance; 1 unless told")]
    [FlagAlias("seed", true)]
    public string SeedFlag { get; set; } = "";

    /// <summary>Length of a step.</summary>
    [Description("Length of a step of time, in days or the file's own unit; steps are counted back from the last point")]
    [FlagAlias("step", true)]
    public string StepFlag { get; set; } = "";

    /// <summary>Time lags.</summary>
    [Description("Earlier steps in a neighbourhood (1 unless told); lags of the autocorrelation (all unless told)")]
    [FlagAlias("lags", true)]
    public string LagsFlag { get; set; } = "";

    /// <summary>Comparison window.</summary>
    [Description("Compare a step with the whole cube (as unless told) or with its own step: cube or step")]
    [FlagAlias("window", true)]
    public string WindowFlag { get; set; } = "";

    /// <summary>Without FDR.</summary>
    [Description("Bound each p by --alpha instead of the false-discovery rate")]
    [FlagAlias("no-fdr", true)]
    public bool NoFdrFlag { get; set; }

    /// <summary>Without Hamed-Rao.</summary>
    [Description("Test trends without Hamed and Rao's correction for autocorrelation")]
    [FlagAlias("plain-trend", true)]
    public bool PlainTrendFlag { get; set; }

    /// <summary>Level.</summary>
    [Description("Level of a test, 0.05 unless told; the false-alarm rate of anomalies, 0.005 unless told")]
    [FlagAlias("alpha", true)]
    public string AlphaFlag { get; set; } = "";

    /// <summary>Bands of distance.</summary>
    [Description("Edges of the bands of distance: 0,100,200")]
    [FlagAlias("space", true)]
    public string SpaceFlag { get; set; } = "";

    /// <summary>Bands of time.</summary>
    [Description("Edges of the bands of time: 0,7,14")]
    [FlagAlias("time", true)]
    public string TimeFlag { get; set; } = "";

    /// <summary>One band of distance.</summary>
    [Description("One band of distance instead, both edges included: 0 <= d <= delta")]
    [FlagAlias("delta", true)]
    public string DeltaFlag { get; set; } = "";

    /// <summary>One band of time.</summary>
    [Description("One band of time instead, both edges included: 0 <= t <= tau")]
    [FlagAlias("tau", true)]
    public string TauFlag { get; set; } = "";

    /// <summary>Which edge belongs.</summary>
    [Description("Which edge belongs to a band: lower, [[a, b), as unless told; or upper, (a, b]]")]
    [FlagAlias("edges", true)]
    public string EdgesFlag { get; set; } = "";

    /// <summary>Outer edge.</summary>
    [Description("The outermost edge that would be left out belongs too: the last of [[a, b), the first of (a, b]]")]
    [FlagAlias("close-outer", true)]
    public bool CloseOuterFlag { get; set; }

    /// <summary>Metric.</summary>
    [Description("euclidean (as unless told) or manhattan")]
    [FlagAlias("metric", true)]
    public string MetricFlag { get; set; } = "";

    /// <summary>Whole days.</summary>
    [Description("Count times in whole days: the time of day is dropped")]
    [FlagAlias("whole-days", true)]
    public bool WholeDaysFlag { get; set; }

    /// <summary>Largest share.</summary>
    [Description("Largest share of the population (of expected cases) in a circle, included; 0.5 unless told")]
    [FlagAlias("max-share", true)]
    public string MaxShareFlag { get; set; } = "";

    /// <summary>Largest radius.</summary>
    [Description("Largest radius of a circle, included; none unless told")]
    [FlagAlias("max-radius", true)]
    public string MaxRadiusFlag { get; set; } = "";

    /// <summary>Longest window.</summary>
    [Description("Longest window as a share of all steps; 0.5 unless told")]
    [FlagAlias("max-duration", true)]
    public string MaxDurationFlag { get; set; } = "";

    /// <summary>Alive clusters.</summary>
    [Description("Only clusters that reach the last step")]
    [FlagAlias("alive", true)]
    public bool AliveFlag { get; set; }

    /// <summary>Period.</summary>
    [Description("Observations in a cycle, e.g. 7")]
    [FlagAlias("period", true)]
    public string PeriodFlag { get; set; } = "";

    /// <summary>Periods.</summary>
    [Description("Observations in each cycle: 24,168")]
    [FlagAlias("periods", true)]
    public string PeriodsFlag { get; set; } = "";

    /// <summary>Windows.</summary>
    [Description("Seasonal spans, one for each period; 11,15,19 … unless told")]
    [FlagAlias("windows", true)]
    public string WindowsFlag { get; set; } = "";

    /// <summary>Iterations.</summary>
    [Description("Rounds over the periods; 2 unless told")]
    [FlagAlias("iterations", true)]
    public string IterationsFlag { get; set; } = "";

    /// <summary>Seasonal span.</summary>
    [Description("Span of the seasonal smoother (n_s), odd; 7 unless told")]
    [FlagAlias("seasonal", true)]
    public string SeasonalFlag { get; set; } = "";

    /// <summary>Trend span.</summary>
    [Description("Span of the trend smoother (n_t), odd; from period and seasonal unless told")]
    [FlagAlias("trend", true)]
    public string TrendFlag { get; set; } = "";

    /// <summary>Low-pass span.</summary>
    [Description("Span of the low-pass smoother (n_l), odd; the next odd number above the period unless told")]
    [FlagAlias("low-pass", true)]
    public string LowPassFlag { get; set; } = "";

    /// <summary>Degrees.</summary>
    [Description("Degrees of the seasonal, trend and low-pass smoothers; 1,1,1 unless told")]
    [FlagAlias("degrees", true)]
    public string DegreesFlag { get; set; } = "";

    /// <summary>Jumps.</summary>
    [Description("Jumps of the seasonal, trend and low-pass smoothers; 1,1,1 unless told")]
    [FlagAlias("jumps", true)]
    public string JumpsFlag { get; set; } = "";

    /// <summary>Inner passes.</summary>
    [Description("Inner passes (n_i); 5 unless told, 2 with --robust")]
    [FlagAlias("inner", true)]
    public string InnerFlag { get; set; } = "";

    /// <summary>Robustness iterations.</summary>
    [Description("Robustness iterations (n_o); 0 unless told, 15 with --robust")]
    [FlagAlias("outer", true)]
    public string OuterFlag { get; set; } = "";

    /// <summary>Robust.</summary>
    [Description("Weigh outliers down")]
    [FlagAlias("robust", true)]
    public bool RobustFlag { get; set; }

    /// <summary>The short call.</summary>
    [Description("Spans and jumps as the reference program's short call stlez chooses them; takes --period, --seasonal, --robust")]
    [FlagAlias("ez", true)]
    public bool EzFlag { get; set; }

    /// <summary>Reference cycles.</summary>
    [Description("Earlier cycles that a count is compared with; 8 unless told")]
    [FlagAlias("cycles", true)]
    public string CyclesFlag { get; set; } = "";

    /// <summary>Kernel.</summary>
    [Description("quartic (as unless told; the bandwidth is its radius) or gaussian (the bandwidth is its standard deviation)")]
    [FlagAlias("kernel", true)]
    public string KernelFlag { get; set; } = "";

    /// <summary>Bandwidth.</summary>
    [Description("In metres, or scott for Scott's rule, as unless told")]
    [FlagAlias("bandwidth", true)]
    public string BandwidthFlag { get; set; } = "";

    /// <summary>Grid.</summary>
    [Description("Columns and rows of the grid instead of --cell: 200x200")]
    [FlagAlias("grid", true)]
    public string GridFlag { get; set; } = "";

    /// <summary>Edge correction.</summary>
    [Description("none (as unless told) or uniform (gaussian only): divide by the kernel's mass inside the bounds")]
    [FlagAlias("edge-correction", true)]
    public string EdgeCorrectionFlag { get; set; } = "";

    /// <summary>Aoristic rule.</summary>
    [Description("overlap (shares of the interval, as unless told) or whole-units (every hour touched alike)")]
    [FlagAlias("rule", true)]
    public string RuleFlag { get; set; } = "";

    /// <summary>Area share.</summary>
    [Description("Share of the area whose score is told apart; 0.01 unless told")]
    [FlagAlias("share", true)]
    public string ShareFlag { get; set; } = "";

    /// <summary>First period after.</summary>
    [Description("First period after the measure, as the file writes it")]
    [FlagAlias("first-after", true)]
    public string FirstAfterFlag { get; set; } = "";

    /// <summary>Zoom.</summary>
    [Description("Zoom of the quadtree's cells, 16 unless told (611 m at the equator)")]
    [FlagAlias("zoom", true)]
    public string ZoomFlag { get; set; } = "";

    /// <summary>Grain.</summary>
    [Description("Length of the periods forecast: month (as unless told) or week")]
    [FlagAlias("grain", true)]
    public string GrainFlag { get; set; } = "";

    /// <summary>Training time.</summary>
    [Description("Years or months known beforehand, the last one included: 2010..2018; a period forecast knows also what came between them and it")]
    [FlagAlias("train", true)]
    public string TrainFlag { get; set; } = "";

    /// <summary>Time forecast.</summary>
    [Description("Years or months whose periods are forecast, the last one included: 2019")]
    [FlagAlias("test", true)]
    public string TestFlag { get; set; } = "";

    /// <summary>Category.</summary>
    [Description("Category code; all categories unless told")]
    [FlagAlias("category", true)]
    public string CategoryFlag { get; set; } = "";

    /// <summary>Confidence.</summary>
    [Description("Of intervals; 0.95 unless told")]
    [FlagAlias("confidence", true)]
    public string ConfidenceFlag { get; set; } = "";

    internal int Replications(int unless) => ReplicationsFlag.Length > 0 ? Whole("replications", ReplicationsFlag, unless) : Whole("permutations", PermutationsFlag, unless);

    internal long Seed => Whole("seed", SeedFlag, 1);

    internal static int Whole(string name, string text, int unless) =>
        text.Length == 0 ? unless : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n
        : throw new AnalyseException($"--{name} wants a whole number, not '{text}'.");

    internal static double Number(string name, string text, double unless) =>
        text.Length == 0 ? unless : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && !double.IsNaN(x) ? x
        : throw new AnalyseException($"--{name} wants a number written with a point, not '{text}'.");

    internal static double Needed(string name, string text) =>
        text.Length > 0 ? Number(name, text, 0) : throw new AnalyseException($"--{name} is needed.");

    internal static double[] Numbers(string name, string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => Number(name, part, 0))];

    /// <summary>One of the words, or the first where nothing is given.</summary>
    internal static T Choice<T>(string name, string text, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (text.Length == 0)
            return words[0].Value;
        List<string> known = [];
        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return value;
            known.Add(word);
        }

        throw new AnalyseException($"--{name} is one of {string.Join(", ", known)}, not '{text}'.");
    }
}
