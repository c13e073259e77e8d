using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Incidents.Statistics.Series;

/// <summary>Mean, variance and intervals of the final count of a step.</summary>
/// <param name="Added">Reports known.</param>
/// <param name="Net">Reports known less withdrawals known.</param>
/// <param name="Share">Share of all reports that is known by now, above 0.</param>
/// <param name="Uncertainty">Variance of that share over its square.</param>
/// <param name="Dispersion">Variance of the reports to come over that of delays that are the same in every step.</param>
/// <param name="ComingKept">Share of the reports to come that is not withdrawn.</param>
/// <param name="NetKept">Share of the present count that is not withdrawn.</param>
/// <param name="KeptUncertainty">Variance of that share over its square.</param>
internal sealed record NowcastMoments(
    long Added, long Net, double Share, double Uncertainty, double Dispersion, double ComingKept, double NetKept, double KeptUncertainty)
{
    // With more withdrawals to consider the exact sum takes long, and the normal interval is as good.
    private const long MostExact = 1_000;

    private double Coming => Added / Share - Added;

    /// <summary>The estimate.</summary>
    public double Mean => Net * NetKept + Coming * ComingKept;

    private bool CanFall => NetKept < 1 && Net > 0;

    /// <summary>The interval that is used where one is asked for.</summary>
    public NowcastInterval Used(NowcastInterval asked) =>
        asked is NowcastInterval.NegativeBinomial && CanFall && Net > MostExact ? NowcastInterval.Normal : asked;

    /// <summary>The bounds of an interval, as whole numbers.</summary>
    /// <remarks>
    /// The lower bound leaves out at most half of what the interval may leave out. The upper one is the smallest that gives the interval
    /// its probability: where nothing can lie below, all that is left out lies above. R's interval has equal tails.
    /// </remarks>
    public (double Low, double High) Interval(NowcastInterval interval, double confidence)
    {
        var tail = (1 - confidence) / 2;
        var (quantile, below) = Distribution(Used(interval));
        var low = quantile(tail);
        return (low, quantile(interval is NowcastInterval.Surveillance ? 1 - tail : Math.Min(1 - 1e-15, confidence + below(low - 1))));
    }

    private (Func<double, double> Quantile, Func<double, double> Below) Distribution(NowcastInterval interval)
    {
        if (interval is NowcastInterval.NegativeBinomial)
            return Exact();
        var asSurveillance = interval is NowcastInterval.Surveillance;
        var deviation = Math.Sqrt(asSurveillance ? Variance(1, 0) : Variance(Dispersion, Uncertainty));
        var (lowest, highest) = (CanFall ? 0 : Net, Share < 1 ? double.PositiveInfinity : Net);
        if (deviation == 0)
            return (_ => Math.Clamp(Math.Round(Mean), lowest, highest), _ => 0);
        var scale = asSurveillance ? TailProbability.Normal((Net - Mean) / deviation) : 1;
        return (
            p => Math.Clamp(Math.Floor(Mean + TailProbability.NormalQuantile(p * scale) * deviation) + 1, lowest, highest),
            x => x < lowest ? 0 : 1 - TailProbability.Normal((x - Mean) / deviation));
    }

    private double Variance(double dispersion, double uncertainty)
    {
        var coming = dispersion * (Added * (1 - Share) + Added * (Added + 1.0) * uncertainty) / (Share * Share);
        return ComingKept * ComingKept * coming + Coming * ComingKept * (1 - ComingKept) + Net * NetKept * (1 - NetKept)
            + Mean * Mean * KeptUncertainty;
    }

    // With Jeffreys' prior of the step's mean, the reports to come are negative binomial with n + 1/2 and the share known. The uncertainty
    // of the share, and the thinning by withdrawals, keep the form and change mean and variance.
    private (Func<double, double> Quantile, Func<double, double> Below) Exact()
    {
        var seen = Added + 0.5;
        var mean = seen * (1 - Share) / Share;
        var variance = Dispersion * (mean / Share + seen * (seen + 1) / (Share * Share) * Uncertainty);
        var excess = ComingKept * ComingKept * (variance - mean);
        mean *= ComingKept;
        var size = mean * mean / excess;
        (long Count, double Mass)[] gone = CanFall ? Withdrawals() : [(0, 1)];
        var lowest = Net - gone[^1].Count;
        return (p => lowest + First(k => Below(lowest + k) > p), Below);

        double Below(double count) => gone.Sum(g => g.Mass * UpTo((long)count - Net + g.Count));

        double UpTo(long k) => k < 0 ? 0 : mean == 0 ? 1
            : SpecialFunctions.BetaRegularized(size, k + 1.0, size / (size + mean));
    }

    private (long Count, double Mass)[] Withdrawals()
    {
        Binomial withdrawn = new(1 - NetKept, (int)Net);
        var reach = 8 * Math.Sqrt(withdrawn.Variance) + 8;
        var (first, last) = ((long)Math.Max(0, withdrawn.Mean - reach), (long)Math.Min(Net, withdrawn.Mean + reach));
        return [.. Enumerable.Range((int)first, (int)(last - first) + 1).Select(k => ((long)k, withdrawn.Probability(k)))];
    }

    private static long First(Func<long, bool> holds)
    {
        var (low, high) = (-1L, 1L);
        while (!holds(high) && high < 1L << 40)
            (low, high) = (high, high * 2);
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (holds(middle))
                high = middle;
            else
                low = middle;
        }

        return high;
    }
}
