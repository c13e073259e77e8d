namespace Incidents.Statistics;

/// <summary>The number of successes of independent trials whose probabilities differ.</summary>
/// <remarks>
/// Poisson's generalisation of the binomial distribution; see Wang, "On the number of successes in independent trials", Statistica Sinica
/// 3, 1993. The tail is summed from positive terms only, so that small probabilities keep their precision.
/// </remarks>
public static class PoissonBinomial
{
    // Beyond so many steps the Poisson distribution of the same mean stands in for it.
    private const long MostSteps = 4_000_000;

    /// <summary>P(X ≥ <paramref name="count"/>).</summary>
    /// <remarks>
    /// Beyond 4 million steps of trials times count it is the tail of the Poisson distribution with the same mean, which is an upper bound
    /// where the count is at least the mean plus one (Hoeffding, "On the distribution of the number of successes in independent trials",
    /// Ann. Math. Statist. 27, 1956).
    /// </remarks>
    /// <param name="count">A count; of 0 or less the probability is 1.</param>
    /// <param name="trials">Groups of trials: how many, not negative, and the probability of each, 0 to 1.</param>
    public static double AtLeast(int count, ReadOnlySpan<(int Trials, double Probability)> trials)
    {
        if (count <= 0)
            return 1;
        var (all, mean) = (0L, 0.0);
        foreach (var (number, probability) in trials)
            (all, mean) = (all + number, mean + number * probability);
        if (all < count)
            return 0;
        if (all * count > MostSteps)
            return TailProbability.PoissonAtLeast(count, mean);

        // The last state is reached once and not left.
        var states = new double[count + 1];
        states[0] = 1;
        var reached = 0;
        foreach (var (number, probability) in trials)
        {
            for (var trial = 0; trial < number; trial++)
            {
                reached = Math.Min(reached + 1, count);
                for (var successes = reached; successes > 0; successes--)
                {
                    var stays = successes == count ? 1 : 1 - probability;
                    states[successes] = states[successes] * stays + states[successes - 1] * probability;
                }
                states[0] *= 1 - probability;
            }
        }
        return Math.Min(1, states[count]);
    }
}
