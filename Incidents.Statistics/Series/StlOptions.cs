namespace Incidents.Statistics.Series;

/// <summary>The parameters of STL that do not depend on the period; what is null is chosen as statsmodels does.</summary>
public sealed record StlOptions
{
    /// <summary>Longest span.</summary>
    public const int MostSpan = 1_000_001;

    /// <summary>Greatest jump.</summary>
    public const int MostJump = 1_000_000;

    /// <summary>Most passes of the inner loop, robustness iterations, or rounds over the periods.</summary>
    public const int MostRounds = 1_000;

    /// <summary>Whether outliers are weighed down: 2 inner passes and 15 robustness iterations where these are not given.</summary>
    public bool Robust { get; init; }

    /// <summary>Span of the trend smoother (n_t), odd, at least 3; null: from period and seasonal span.</summary>
    public int? Trend { get; init; }

    /// <summary>Span of the low-pass smoother (n_l), odd, at least 3; null: the next odd number above the period.</summary>
    public int? LowPass { get; init; }

    /// <summary>Degree of the seasonal smoother, 0 or 1.</summary>
    public int SeasonalDegree { get; init; } = 1;

    /// <summary>Degree of the trend smoother, 0 or 1.</summary>
    public int TrendDegree { get; init; } = 1;

    /// <summary>Degree of the low-pass smoother, 0 or 1.</summary>
    public int LowPassDegree { get; init; } = 1;

    /// <summary>The seasonal fit is computed at every SeasonalJump-th cycle.</summary>
    public int SeasonalJump { get; init; } = 1;

    /// <summary>The trend is computed at every TrendJump-th position.</summary>
    public int TrendJump { get; init; } = 1;

    /// <summary>The low-pass filter is computed at every LowPassJump-th position.</summary>
    public int LowPassJump { get; init; } = 1;

    /// <summary>Number of passes of the inner loop (n_i); null: 5, or 2 where robust.</summary>
    public int? Inner { get; init; }

    /// <summary>Number of robustness iterations (n_o); null: 0, or 15 where robust.</summary>
    public int? Outer { get; init; }

    /// <summary>The parameters for a period.</summary>
    /// <param name="period">Number of observations in a cycle, at least 2.</param>
    /// <param name="seasonal">Span of the seasonal smoother in cycles, odd, at least 3.</param>
    public StlParameters For(int period, int seasonal)
    {
        var chosen = StlParameters.For(period, seasonal, Robust);
        return chosen with
        {
            Trend = Trend ?? chosen.Trend,
            LowPass = LowPass ?? chosen.LowPass,
            SeasonalDegree = SeasonalDegree,
            TrendDegree = TrendDegree,
            LowPassDegree = LowPassDegree,
            SeasonalJump = SeasonalJump,
            TrendJump = TrendJump,
            LowPassJump = LowPassJump,
            Inner = Inner ?? chosen.Inner,
            Outer = Outer ?? chosen.Outer,
        };
    }
}
