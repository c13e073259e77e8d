namespace Incidents.Statistics.Spatial;

/// <summary>The tails of the sum of values drawn without replacement from a set of values, of which one may be left out.</summary>
/// <param name="count">Number of values. None is negative.</param>
/// <param name="negligible">Share below which a term of the recursion over the left-out value does not count.</param>
internal abstract class SumTails(int count, double negligible)
{
    /// <summary>Number of values.</summary>
    public int Count => count;

    /// <summary>P(S ≥ <paramref name="at"/>) or P(S ≤ <paramref name="at"/>) of a sum of so many of all values.</summary>
    public double OfAll(int drawn, double at, bool upper)
    {
        // No value is negative.
        if (upper ? at <= 0 : at < 0)
            return upper ? 1 : 0;
        return drawn == 0 ? (upper ? 0 : 1) : Tail(drawn, at, upper);
    }

    /// <summary>The same where one of the values, <paramref name="own"/>, cannot be drawn.</summary>
    /// <remarks>
    /// Of all draws of j values, the share j / n holds a given value: A(j, s) = (1 − j/n) B(j, s) + j/n B(j − 1, s − own), where A is
    /// the distribution over all values, B that without the own one. It is solved from few drawn values to many. Rounding does not grow as
    /// long as at most half of the values are drawn.
    /// </remarks>
    public double Without(double own, int drawn, double at, bool upper)
    {
        if (upper ? at <= 0 : at < 0)
            return upper ? 1 : 0;
        var (first, share) = (drawn, 1.0);
        while (first > 0 && share > negligible)
        {
            share *= first / (double)(count - first);
            first--;
        }

        var tail = OfAll(first, at - (drawn - first) * own, upper);
        for (var j = first + 1; j <= drawn; j++)
        {
            var part = j / (double)count;
            tail = (OfAll(j, at - (drawn - j) * own, upper) - part * tail) / (1 - part);
        }

        return Math.Clamp(tail, 0, 1);
    }

    /// <summary>The tail of a sum of at least one value, at 0 or above.</summary>
    protected abstract double Tail(int drawn, double at, bool upper);
}
