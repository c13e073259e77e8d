namespace Incidents.Statistics.Series;

/// <summary>Why nothing can be estimated.</summary>
public enum NowcastGap
{
    /// <summary>Nothing is known on that day.</summary>
    NothingKnown,

    /// <summary>
    /// No delay was observed: within the window nothing occurred, or everything became known at once, as when a register is imported with a
    /// single day of knowledge.
    /// </summary>
    NoDelaysKnown,

    /// <summary>The time since reports began is shorter than the longest delay, so that long delays could not be observed.</summary>
    TooShort,
}

/// <summary>Reports of one delay, and the part of a total that is known by then.</summary>
/// <param name="Delay">The delay in steps; the longest one includes longer delays.</param>
/// <param name="Reported">Number of reports of the window with this delay.</param>
/// <param name="AtMost">Number of reports with at most this delay, of the steps that are old enough for it.</param>
/// <param name="Hazard">Reported / at most: the probability of this delay among those up to it.</param>
/// <param name="KnownShare">Share of all reports that are known by this delay.</param>
/// <param name="Withdrawn">Number of withdrawals of the window with this delay, counted from the occurrence.</param>
/// <param name="Counted">Number that was counted before them, of the steps that are old enough.</param>
/// <param name="WithdrawnShare">Withdrawn / counted.</param>
public sealed record DelayShare(
    int Delay, long Reported, long AtMost, double Hazard, double KnownShare, long Withdrawn, long Counted, double WithdrawnShare);

/// <summary>The distribution of delays as it was known at the end of a step.</summary>
/// <remarks>
/// Lawless, "Adjustments for reporting delays and the prediction of occurred but not reported events", Canadian Journal of Statistics
/// 22(1), 1994: the hazard in reverse time is not biased by recent steps, of which long delays cannot be known yet.
/// </remarks>
internal sealed class ReportingDelays
{
    /// <summary>Below this number of reports in the window the delays are too few.</summary>
    public const int TooFewBelow = 30;

    private readonly double[] known;
    private readonly double[] uncertainty;
    private readonly double[] kept;
    private readonly double[] keptUncertainty;
    private readonly double[] dispersion;

    private ReportingDelays(
        long[] reported, long[] atMost, (double Squares, int Steps)[] spread, long[] withdrawn, long[] counted, int complete,
        NowcastGap? gap)
    {
        var last = reported.Length - 1;
        MeanCount = complete == 0 ? 0 : (double)atMost[last] / complete;
        dispersion = new double[last + 1];
        var (squares, freedom) = (0.0, 0);
        (known, uncertainty) = (new double[last + 1], new double[last + 1]);
        (kept, keptUncertainty) = (new double[last + 1], new double[last + 1]);
        var (hazard, withdrawal) = (new double[last + 1], new double[last + 1]);
        (known[last], kept[last], Gap, Observations) = (1, 1, gap, reported.Sum());
        for (var x = last; x >= 0; x--)
        {
            hazard[x] = x == 0 ? 1 : Share(reported[x], atMost[x]);
            dispersion[x] = freedom == 0 ? 1 : Math.Max(1, squares / freedom);
            if (hazard[x] is > 0 and < 1)
            {
                // The squared deviations of all steps from their expectation, each over its variance (Pearson).
                squares += (spread[x].Squares - hazard[x] * hazard[x] * atMost[x]) / (hazard[x] * (1 - hazard[x]));
                freedom += spread[x].Steps - 1;
            }

            withdrawal[x] = Share(withdrawn[x], counted[x]);
            if (x == 0)
                break;
            known[x - 1] = known[x] * (1 - hazard[x]);
            uncertainty[x - 1] = uncertainty[x] + Term(hazard[x], atMost[x]);
            kept[x - 1] = kept[x] * (1 - withdrawal[x]);
            keptUncertainty[x - 1] = keptUncertainty[x] + Term(withdrawal[x], counted[x]);
        }

        Shares =
        [
            .. Enumerable.Range(0, last + 1).Select(x => new DelayShare(
                x, reported[x], atMost[x], hazard[x], known[x], withdrawn[x], counted[x], withdrawal[x])),
        ];
    }

    /// <summary>Why nothing can be estimated; null where something can.</summary>
    public NowcastGap? Gap { get; }

    /// <summary>Number of reports from which the delays were estimated.</summary>
    public long Observations { get; }

    /// <summary>Mean number of reports of the steps that are old enough for the longest delay.</summary>
    public double MeanCount { get; }

    /// <summary>By delay, from 0 to the longest.</summary>
    public IReadOnlyList<DelayShare> Shares { get; }

    /// <summary>Share of all reports that are known by a delay.</summary>
    public double Known(int delay) => known[delay];

    /// <summary>Variance of that share over its square.</summary>
    public double Uncertainty(int delay) => uncertainty[delay];

    /// <summary>
    /// Variance of the reports that come after a delay over the one that they would have if delays were the same in every step; at least 1.
    /// </summary>
    public double Dispersion(int delay) => dispersion[delay];

    /// <summary>Share of what is counted at a delay that is never withdrawn.</summary>
    public double Kept(int delay) => kept[delay];

    /// <summary>Variance of that share over its square.</summary>
    public double KeptUncertainty(int delay) => keptUncertainty[delay];

    /// <summary>Estimates the delays from what was known at the end of a step.</summary>
    /// <param name="triangle">The triangle.</param>
    /// <param name="now">Last step of knowledge.</param>
    /// <param name="options">Longest delay and window.</param>
    public static ReportingDelays Of(ReportingTriangle triangle, int now, NowcastOptions options)
    {
        var last = options.MaxDelay;
        var (reported, atMost, withdrawn, counted) = (new long[last + 1], new long[last + 1], new long[last + 1], new long[last + 1]);
        var spread = new (double Squares, int Steps)[last + 1];
        var (added, gone, any, complete) = (new long[last + 1], new long[last + 1], false, 0);
        for (var t = Math.Max(0, now - options.Window); t <= now; t++)
        {
            var row = triangle.Row(t);
            any |= row.Count > 0;
            if (t >= triangle.DelaysFrom && now - t >= last && !triangle.IsMissing(t))
                complete++;
            if (row.Count == 0 || triangle.IsMissing(t))
                continue;
            Array.Clear(added);
            Array.Clear(gone);
            foreach (var entry in row)
            {
                if (entry.Delay > now - t)
                    break;
                added[Math.Min(entry.Delay, last)] += entry.AddedForDelays;
                gone[Math.Min(entry.Delay, last)] += entry.WithdrawnForDelays;
            }

            var (sum, left) = (0L, 0L);
            for (var x = 0; x <= Math.Min(last, now - t); x++)
            {
                sum += added[x];
                left += added[x];
                (reported[x], atMost[x]) = (reported[x] + added[x], atMost[x] + sum);
                if (sum > 0)
                    spread[x] = (spread[x].Squares + (double)added[x] * added[x] / sum, spread[x].Steps + 1);
                (withdrawn[x], counted[x]) = (withdrawn[x] + gone[x], counted[x] + Math.Max(0, left));
                left -= gone[x];
            }
        }

        NowcastGap? gap = reported.Sum() == 0 ? any ? NowcastGap.NoDelaysKnown : NowcastGap.NothingKnown
            : now - last < triangle.DelaysFrom ? NowcastGap.TooShort : null;
        return new(reported, atMost, spread, withdrawn, counted, complete, gap);
    }

    private static double Share(long part, long whole) => whole <= 0 ? 0 : Math.Min(1, (double)part / whole);

    // A share of 1 leaves nothing to estimate, a whole of 0 nothing to estimate from.
    private static double Term(double share, long whole) => share is 0 or 1 ? 0 : share / (whole * (1 - share));
}
