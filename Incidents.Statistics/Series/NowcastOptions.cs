namespace Incidents.Statistics.Series;

/// <summary>How the interval of a nowcast is computed. Bounds are whole numbers.</summary>
public enum NowcastInterval
{
    /// <summary>
    /// The negative binomial interval where fewer reports are known than `normalFrom`, and the normal one elsewhere.
    /// </summary>
    Auto,

    /// <summary>
    /// Lawless' asymptotic normal distribution with both terms of the variance (his formula 2.16); nothing below the published count where
    /// nothing can be withdrawn.
    /// </summary>
    Normal,

    /// <summary>
    /// The reports still to come as a negative binomial number, whose mean and variance contain the uncertainty of the delays. It is also
    /// right where nothing is known yet.
    /// </summary>
    NegativeBinomial,

    /// <summary>
    /// As R's surveillance 1.20.3 computes it: without the uncertainty of the delays, and with the normal distribution divided by its share
    /// above the published count.
    /// </summary>
    Surveillance,
}

/// <summary>Parameters of a nowcast.</summary>
public sealed record NowcastOptions
{
    /// <summary>Longest delay, in steps; later reports are counted at this delay. At least 1.</summary>
    public int MaxDelay { get; init; } = 13;

    /// <summary>
    /// Number of steps before the newest from which delays are estimated; at least <see cref="MaxDelay"/>.
    /// </summary>
    public int Window { get; init; } = 52;

    /// <summary>How intervals are computed.</summary>
    public NowcastInterval Interval { get; init; }

    /// <summary>Number of known reports of a step from which on <see cref="NowcastInterval.Auto"/> uses the normal interval.</summary>
    public int NormalFrom { get; init; } = 10;

    /// <summary>
    /// Whether delays may differ from step to step by more than chance: variances are then multiplied by the dispersion that the window
    /// has, where it is above 1. R's interval does not use it.
    /// </summary>
    public bool EstimateDispersion { get; init; } = true;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDelay, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Window, MaxDelay);
        ArgumentOutOfRangeException.ThrowIfNegative(NormalFrom);
    }

    internal Dictionary<string, object?> Parameters => new()
    {
        ["maxDelay"] = MaxDelay,
        ["window"] = Window,
        ["interval"] = Interval,
        ["normalFrom"] = NormalFrom,
        ["estimateDispersion"] = EstimateDispersion,
        ["confidence"] = Nowcast.Confidence,
        ["tooFewReportsBelow"] = ReportingDelays.TooFewBelow,
        ["tooFewCountBelow"] = NowcastStep.TooFewBelow,
    };
}
