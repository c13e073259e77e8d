namespace Incidents.Statistics;

/// <summary>A proportion of independent trials with its interval.</summary>
/// <param name="Successes">Number of successes.</param>
/// <param name="Trials">Number of trials.</param>
/// <param name="Share">Successes by trials; NaN where there is no trial.</param>
/// <param name="Low">Lower end of the interval, at least 0.</param>
/// <param name="High">Upper end of the interval, at most 1.</param>
public readonly record struct Proportion(long Successes, long Trials, double Share, double Low, double High)
{
    /// <summary>The interval of Wilson (score test, without correction for continuity); from 0 to 1 where there is no trial.</summary>
    /// <remarks>
    /// Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA 22. It is the set of proportions that the
    /// score test does not reject, so that it never leaves 0 to 1 and has a width also where all or none succeed. Brown, Cai and DasGupta
    /// 2001, "Interval estimation for a binomial proportion", Statistical Science 16, recommend it for few trials, beside that of Jeffreys.
    /// </remarks>
    /// <param name="successes">Number of successes.</param>
    /// <param name="trials">Number of trials.</param>
    /// <param name="level">How often such intervals hold the true proportion, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A count is negative, there are more successes than trials, or the level is not between 0 and 1.
    /// </exception>
    public static Proportion Wilson(long successes, long trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level is between 0 and 1.");
        if (trials == 0)
            return new(0, 0, double.NaN, 0, 1);
        var (share, z) = ((double)successes / trials, TailProbability.NormalQuantile((1 + level) / 2));
        var weight = z * z / trials;
        var middle = (share + weight / 2) / (1 + weight);
        var half = z / (1 + weight) * Math.Sqrt((share * (1 - share) + weight / 4) / trials);
        // At its ends the interval meets 0 and 1 exactly, which sums of rounded numbers miss.
        return new(
            successes, trials, share, successes == 0 ? 0 : Math.Max(0, middle - half),
            successes == trials ? 1 : Math.Min(1, middle + half));
    }
}
