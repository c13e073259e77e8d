namespace Incidents.Statistics.Forecasting;

/// <summary>An interval by the bootstrap.</summary>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
public sealed record BootstrapInterval(double Low, double High);

/// <summary>Percentile intervals of scores, by drawing whole periods with replacement.</summary>
/// <remarks>
/// Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, §13.3. Counts of one period depend on one another, so that periods are
/// drawn, not incidents. All statistics see the same draws: differences between methods are paired.
/// </remarks>
public sealed class PeriodBootstrap
{
    /// <summary>Most draws.</summary>
    public const int MostDraws = 9_999;

    private readonly int[][] draws;
    private readonly double confidence;

    /// <summary>Draws the periods.</summary>
    /// <param name="periods">Number of periods.</param>
    /// <param name="draws">Number of draws; 0 for no intervals.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="confidence">Confidence of the intervals, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds.</exception>
    public PeriodBootstrap(int periods, int draws, long seed, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(periods);
        if (draws is < 0 or > MostDraws)
            throw new ArgumentOutOfRangeException(nameof(draws), draws, $"Draws are from 0 to {MostDraws}.");
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");
        this.confidence = confidence;
        var random = new SeededRandom(seed);
        this.draws = new int[periods < 2 ? 0 : draws][];
        for (var draw = 0; draw < this.draws.Length; draw++)
        {
            this.draws[draw] = new int[periods];
            for (var i = 0; i < periods; i++)
                this.draws[draw][i] = random.NextInt(periods);
        }
    }

    /// <summary>The interval of a statistic.</summary>
    /// <param name="statistic">The statistic of the periods with these numbers; NaN where it is not defined.</param>
    /// <returns>The interval; null with fewer than two periods, without draws, or where half of the draws or more give NaN.</returns>
    public BootstrapInterval? Of(Func<IReadOnlyList<int>, double> statistic)
    {
        double[] values = [.. draws.Select(statistic).Where(double.IsFinite).Order()];
        if (values.Length == 0 || 2 * values.Length <= draws.Length)
            return null;
        return new(Quantile(values, (1 - confidence) / 2), Quantile(values, (1 + confidence) / 2));
    }

    // Linear between the order statistics (Hyndman and Fan's type 7, R's default).
    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)Math.Floor(at);
        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }
}
