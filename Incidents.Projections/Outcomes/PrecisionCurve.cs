using NodaTime;

namespace Incidents.Projections.Outcomes;

/// <summary>What would have come of a threshold of confidence, from past alerts, before it is changed.</summary>
/// <param name="Threshold">Alerts with this confidence or more would have been raised, 0 to 1.</param>
/// <param name="AlertCount">Number of alerts that would have been raised.</param>
/// <param name="DecidedCount">Number of those with an outcome.</param>
/// <param name="ConfirmedCount">Number of those that were confirmed.</param>
/// <param name="OfDecided">Share of confirmed alerts among those with an outcome; null where these are too few to say.</param>
/// <param name="OfAll">Share of confirmed alerts among all; null where these are too few to say.</param>
/// <param name="KeptShare">
/// Share of all confirmed alerts that would still have been raised, 0 to 1; null where none was confirmed.
/// </param>
/// <param name="OperatorMinutes">Minutes of operators that these alerts cost.</param>
/// <param name="UnitMinutes">Minutes of units that these alerts cost.</param>
public sealed record PrecisionPoint(
    double Threshold, int AlertCount, int DecidedCount, int ConfirmedCount, ConfirmedShare? OfDecided, ConfirmedShare? OfAll,
    double? KeptShare, double OperatorMinutes, double UnitMinutes);

/// <summary>Precision against the threshold of confidence, from a replay of past alerts.</summary>
/// <remarks>
/// The replay can only leave alerts out: what the analytics did not report below their own threshold is not known, and alerts without a
/// confidence are in no point.
/// </remarks>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day after the period.</param>
/// <param name="FewestAlerts">Of fewer alerts than these no share is said: setting `Outcomes:FewestAlerts`.</param>
/// <param name="AlertCount">Number of alerts with a confidence.</param>
/// <param name="WithoutConfidenceCount">Number of alerts without one.</param>
/// <param name="LeastConfidence">The least confidence that was reported: nothing is known below it; null where none was reported.</param>
/// <param name="Points">A point for each threshold, the lowest first.</param>
public sealed record PrecisionCurve(
    LocalDate From, LocalDate Until, int FewestAlerts, int AlertCount, int WithoutConfidenceCount, double? LeastConfidence,
    IReadOnlyList<PrecisionPoint> Points)
{
    /// <summary>Hundredths in a confidence of 1.</summary>
    internal const int Steps = 100;

    /// <summary>The curve of alerts that are counted by hundredths of their confidence.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="fewest">Of fewer alerts nothing is said.</param>
    /// <param name="without">Number of alerts without a confidence.</param>
    /// <param name="least">The least confidence, or null.</param>
    /// <param name="counted">The counts, in any order.</param>
    /// <param name="step">Hundredths from one threshold to the next, 1 to 100.</param>
    internal static PrecisionCurve Of(
        LocalDate from, LocalDate until, int fewest, long without, double? least, IReadOnlyCollection<ConfidenceCount> counted, int step)
    {
        var sums = new ConfidenceCount[Steps + 1];
        foreach (var one in counted)
            sums[one.Hundredths] = sums[one.Hundredths].And(one);
        // From the highest confidence down, each sum has all that lie above it.
        for (var i = Steps - 1; i >= 0; i--)
            sums[i] = sums[i].And(sums[i + 1]);
        var confirmed = sums[0].Confirmed;
        var points = Enumerable.Range(0, Steps / step + 1).Select(i => i * step).Select(at =>
        {
            var kept = sums[at];
            return new PrecisionPoint(
                at / (double)Steps, checked((int)kept.Alerts), checked((int)kept.Decided), checked((int)kept.Confirmed),
                ConfirmedShare.Said(kept.Confirmed, kept.Decided, fewest), ConfirmedShare.Said(kept.Confirmed, kept.Alerts, fewest),
                confirmed == 0 ? null : Math.Round(kept.Confirmed / (double)confirmed, 4), kept.OperatorSeconds / 60.0,
                kept.UnitSeconds / 60.0);
        });
        return new(from, until, fewest, checked((int)sums[0].Alerts), checked((int)without), least, [.. points]);
    }
}

/// <summary>Alerts of one hundredth of confidence.</summary>
/// <param name="Hundredths">Their confidence in hundredths, rounded down, 0 to 100.</param>
/// <param name="Alerts">Number of alerts.</param>
/// <param name="Decided">Number of those with an outcome.</param>
/// <param name="Confirmed">Number of those that were confirmed.</param>
/// <param name="OperatorSeconds">Seconds of operators.</param>
/// <param name="UnitSeconds">Seconds of units.</param>
internal readonly record struct ConfidenceCount(
    int Hundredths, long Alerts, long Decided, long Confirmed, long OperatorSeconds, long UnitSeconds)
{
    /// <summary>Both together, with the hundredths of this one.</summary>
    public ConfidenceCount And(ConfidenceCount other) => new(
        Hundredths, Alerts + other.Alerts, Decided + other.Decided, Confirmed + other.Confirmed,
        OperatorSeconds + other.OperatorSeconds, UnitSeconds + other.UnitSeconds);
}
