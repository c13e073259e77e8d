namespace Incidents.Statistics.Series;

/// <summary>Spans, degrees, jumps and iterations of an STL decomposition, with their names in its paper in brackets.</summary>
/// <param name="Period">Number of observations in a cycle (n_p), at least 2.</param>
/// <param name="Seasonal">Span of the seasonal smoother in cycles (n_s), odd, at least 3.</param>
/// <param name="Trend">Span of the trend smoother (n_t), odd, at least 3.</param>
/// <param name="LowPass">Span of the low-pass smoother (n_l), odd, at least 3.</param>
/// <param name="SeasonalDegree">Degree of the seasonal smoother, 0 or 1.</param>
/// <param name="TrendDegree">Degree of the trend smoother, 0 or 1.</param>
/// <param name="LowPassDegree">Degree of the low-pass smoother, 0 or 1.</param>
/// <param name="SeasonalJump">The seasonal fit is computed at every SeasonalJump-th cycle, at least 1.</param>
/// <param name="TrendJump">The trend is computed at every TrendJump-th position, at least 1.</param>
/// <param name="LowPassJump">The low-pass filter is computed at every LowPassJump-th position, at least 1.</param>
/// <param name="Inner">Number of passes of the inner loop (n_i), at least 1.</param>
/// <param name="Outer">Number of robustness iterations (n_o); 0 for none.</param>
public sealed record StlParameters(
    int Period, int Seasonal, int Trend, int LowPass, int SeasonalDegree = 1, int TrendDegree = 1, int LowPassDegree = 1,
    int SeasonalJump = 1, int TrendJump = 1, int LowPassJump = 1, int Inner = 5, int Outer = 0)
{
    /// <summary>The parameters that statsmodels chooses.</summary>
    /// <remarks>
    /// Trend span: the smallest odd number not below 1.5 n_p / (1 − 1.5 / n_s). Low-pass span: the smallest odd number above n_p. 5 inner
    /// passes, or 2 with 15 robustness iterations.
    /// </remarks>
    public static StlParameters For(int period, int seasonal = 7, bool robust = false)
    {
        var trend = (int)Math.Min(StlOptions.MostSpan, Math.Ceiling(1.5 * period / (1 - 1.5 / seasonal)));
        return new(period, seasonal, Odd(trend), Odd(period + 1), Inner: robust ? 2 : 5, Outer: robust ? 15 : 0);
    }

    /// <summary>
    /// The parameters that the reference implementation's short call <c>stlez</c> chooses, with jumps of about a tenth of each span.
    /// </summary>
    internal static StlParameters Easy(int period, int seasonal, bool robust, int seasonalDegree, int trendDegree)
    {
        seasonal = Odd(Math.Max(3, seasonal));
        period = Math.Max(2, period);
        var trend = Odd(Math.Max(3, (int)(1.5f * period / (1 - 1.5f / seasonal) + 0.5f)));
        var low = Odd(period);
        return new(
            period, seasonal, trend, low, seasonalDegree, trendDegree, trendDegree, Tenth(seasonal), Tenth(trend), Tenth(low),
            robust ? 1 : 2);
    }

    /// <summary>These parameters, or an exception that names the one out of bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of bounds.</exception>
    internal StlParameters Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Period, 2);
        foreach (var (name, span) in new[] { (nameof(Seasonal), Seasonal), (nameof(Trend), Trend), (nameof(LowPass), LowPass) })
        {
            if (span is < 3 or > StlOptions.MostSpan || span % 2 == 0)
                throw new ArgumentOutOfRangeException(name, span, $"{name}: a span is odd and from 3 to {StlOptions.MostSpan}.");
        }

        foreach (var (name, degree) in new[]
        {
            (nameof(SeasonalDegree), SeasonalDegree), (nameof(TrendDegree), TrendDegree), (nameof(LowPassDegree), LowPassDegree),
        })
        {
            if (degree is not (0 or 1))
                throw new ArgumentOutOfRangeException(name, degree, $"{name}: a degree is 0 or 1.");
        }

        foreach (var (name, value, least, most) in new[]
        {
            (nameof(SeasonalJump), SeasonalJump, 1, StlOptions.MostJump), (nameof(TrendJump), TrendJump, 1, StlOptions.MostJump),
            (nameof(LowPassJump), LowPassJump, 1, StlOptions.MostJump), (nameof(Inner), Inner, 1, StlOptions.MostRounds),
            (nameof(Outer), Outer, 0, StlOptions.MostRounds),
        })
        {
            if (value < least || value > most)
                throw new ArgumentOutOfRangeException(name, value, $"{name} is from {least} to {most}.");
        }

        return this;
    }

    /// <summary>About the number of products that a decomposition takes: values × span of each smoother, for each pass.</summary>
    /// <param name="observations">Length of the series.</param>
    public double Work(int observations) =>
        observations * (double)Inner * (Outer + 1) * (
            Width(Seasonal, observations / Math.Max(1, Period) + 1, SeasonalJump) + Width(Trend, observations, TrendJump)
            + Width(LowPass, observations, LowPassJump));

    private static double Width(int span, int most, int jump) => Math.Min(span, most) / (double)Math.Max(1, Math.Min(jump, most)) + 1;

    internal Dictionary<string, object?> Describe() => new()
    {
        ["period"] = Period,
        ["seasonal"] = Seasonal,
        ["trend"] = Trend,
        ["lowPass"] = LowPass,
        ["degrees"] = new[] { SeasonalDegree, TrendDegree, LowPassDegree },
        ["jumps"] = new[] { SeasonalJump, TrendJump, LowPassJump },
        ["inner"] = Inner,
        ["outer"] = Outer,
    };

    private static int Odd(int span) => span % 2 == 0 ? span + 1 : span;

    private static int Tenth(int span) => Math.Max(1, (int)(span / 10f + 0.9f));
}

/// <summary>Decomposition into season, trend and remainder by loess.</summary>
/// <remarks>
/// Cleveland, Cleveland, McRae and Terpenning, "STL", Journal of Official Statistics 6(1), 1990, with the semantics of the authors'
/// Fortran program at Netlib.
/// </remarks>
public static class Stl
{
    private const string Source = "Cleveland, Cleveland, McRae and Terpenning, Journal of Official Statistics 6(1), 1990";

    /// <summary>Decomposes a series.</summary>
    /// <param name="series">Equally spaced values without gaps, at least two cycles.</param>
    /// <param name="parameters">Spans and so on; see <see cref="StlParameters.For"/>.</param>
    /// <exception cref="ArgumentException">The series is shorter than two cycles, or holds a value that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of bounds.</exception>
    public static Decomposition Decompose(ReadOnlySpan<double> series, StlParameters parameters)
    {
        StlLoop loop = new(Checked(series, parameters), parameters.Checked());
        loop.Pass(parameters.Inner, robust: false);
        for (var outer = 0; outer < parameters.Outer; outer++)
        {
            loop.Weigh();
            loop.Pass(parameters.Inner, robust: true);
        }

        return loop.Result(new("stl", Source, series.Length, parameters.Describe()));
    }

    /// <summary>The short call <c>stlez</c>, with spans and jumps chosen from the period and the seasonal span.</summary>
    /// <param name="series">Equally spaced values without gaps, at least two cycles.</param>
    /// <param name="period">Number of observations in a cycle, at least 2.</param>
    /// <param name="seasonal">Span of the seasonal smoother in cycles; made odd and at least 3.</param>
    /// <param name="robust">Whether to weigh outliers down.</param>
    /// <param name="seasonalDegree">0 or 1.</param>
    /// <param name="trendDegree">0 or 1; the low-pass filter takes the same.</param>
    /// <exception cref="ArgumentException">The series is shorter than two cycles, or holds a value that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of bounds.</exception>
    /// <remarks>Where robust, up to 15 iterations until season and trend change by less than 1 % of their range.</remarks>
    public static Decomposition DecomposeEasily(
        ReadOnlySpan<double> series, int period, int seasonal, bool robust, int seasonalDegree = 1, int trendDegree = 1)
    {
        var parameters = StlParameters.Easy(period, seasonal, robust, seasonalDegree, trendDegree).Checked();
        StlLoop loop = new(Checked(series, parameters), parameters);
        loop.Pass(parameters.Inner, robust: false);
        var iterations = 0;
        for (var converged = !robust; !converged && iterations < 15; iterations++)
        {
            var (season, trend) = (loop.Season.ToArray(), loop.Trend.ToArray());
            loop.Weigh();
            loop.Pass(parameters.Inner, robust: true);
            converged = Change(season, loop.Season) < 0.01 && Change(trend, loop.Trend) < 0.01;
        }

        var described = parameters.Describe();
        (described["outer"], described["converges"]) = (iterations, robust);
        return loop.Result(new("stl-easy", Source, series.Length, described));
    }

    private static double Change(double[] before, double[] after)
    {
        var most = 0.0;
        for (var i = 0; i < before.Length; i++)
            most = Math.Max(most, Math.Abs(before[i] - after[i]));
        return most / (before.Max() - before.Min());
    }

    private static double[] Checked(ReadOnlySpan<double> series, StlParameters parameters)
    {
        if (series.Length < 2L * parameters.Period)
            throw new ArgumentException($"Two cycles of {parameters.Period} are needed, {series.Length} values are given.", nameof(series));
        foreach (var value in series)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException("The series has a gap or a value that is not finite.", nameof(series));
        }

        return series.ToArray();
    }
}

/// <summary>A decomposed series: value = season + trend + remainder.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="Season">The seasonal component.</param>
/// <param name="Trend">The trend.</param>
/// <param name="Remainder">What is left.</param>
/// <param name="Weights">Robustness weights of the last iteration, from 0 (an outlier) to 1; all 1 where not robust.</param>
public sealed record Decomposition(
    MethodBasis Basis, IReadOnlyList<double> Season, IReadOnlyList<double> Trend, IReadOnlyList<double> Remainder,
    IReadOnlyList<double> Weights);
