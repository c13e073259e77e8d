using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>
/// Logarithmic buckets for durations, after DDSketch (Masson, Rim, Lee 2019, "DDSketch: a fast and fully-mergeable quantile
/// sketch with relative-error guarantees"): bucket i holds seconds in (γ^(i-1), γ^i] with γ = (1 + α)/(1 - α) and α = 0.01, and
/// represents 2γ^i/(γ + 1), which is within 1 % of every value in it. Buckets of any cities and periods merge by addition.
/// </summary>
public static class DurationBuckets
{
    /// <summary>Highest relative error of a quantile.</summary>
    public const double RelativeError = 0.01;

    /// <summary>The bucket of durations up to a millisecond, negative ones included.</summary>
    public const int Lowest = -346;

    private const double Gamma = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double LogGamma = Math.Log(Gamma);

    /// <summary>The bucket that holds the duration.</summary>
    public static int Of(Duration duration)
    {
        var seconds = duration.TotalSeconds;
        return seconds <= 0.001 ? Lowest : Math.Max(Lowest, (int)Math.Ceiling(Math.Log(seconds) / LogGamma - 1e-9));
    }

    /// <summary>The value that represents a bucket, in seconds.</summary>
    public static double Seconds(int bucket) => bucket <= Lowest ? 0 : 2 * Math.Pow(Gamma, bucket) / (Gamma + 1);

    /// <summary>
    /// The last bucket that holds durations of at most <paramref name="seconds"/>. It holds some that are longer too, by 2 % at most: a
    /// call answered in exactly the ten seconds of its target is within it.
    /// </summary>
    public static int UpTo(double seconds) => Of(Duration.FromSeconds(seconds));
}
