using System.Numerics;

namespace Incidents.Statistics.Series;

/// <summary>Locally weighted regression over equally spaced positions 1 … n.</summary>
/// <remarks>
/// With the window, jump and boundary rules of STL's reference implementation (Cleveland, Cleveland, McRae and Terpenning, "STL: A
/// seasonal-trend decomposition procedure based on loess", Journal of Official Statistics 6, 1990, §2.1).
/// </remarks>
internal sealed class Loess
{
    // What depends only on the distance from the window's middle: the tricube weight, and the weight times the distance and its square.
    private readonly double[] weight, weightOffset, weightSquare;
    private readonly double weightSum;
    private double[] edgeWeights = [], _robustTimesY = [];

    public Loess(int span, int degree, int jump)
    {
        (Span, Degree, Jump) = (span, degree, jump);
        var half = span / 2;
        (weight, weightOffset, weightSquare) = (new double[span], new double[span], new double[span]);
        for (var i = 0; i < span; i++)
        {
            var offset = i - half;
            weight[i] = Tricube(Math.Abs(offset), half);
            (weightOffset[i], weightSquare[i]) = (weight[i] * offset, weight[i] * offset * offset);
            weightSum += weight[i];
        }
    }

    /// <summary>Number of positions in a window; odd.</summary>
    public int Span { get; }

    /// <summary>0 for a locally constant fit, 1 for a locally linear one.</summary>
    public int Degree { get; }

    /// <summary>The fit is computed at every Jump-th position and interpolated between them.</summary>
    public int Jump { get; }

    /// <summary>Smooths <paramref name="y"/> into <paramref name="fit"/>, both of the same length.</summary>
    /// <param name="y">The values.</param>
    /// <param name="robustness">A weight for each value, or empty for 1 everywhere.</param>
    /// <param name="fit">Receives the fit: the value itself where all weights in a window are zero.</param>
    public void Smooth(ReadOnlySpan<double> y, ReadOnlySpan<double> robustness, Span<double> fit)
    {
        var n = y.Length;
        if (n < 2)
        {
            y.CopyTo(fit);
            return;
        }

        Prepare(y, robustness);
        var jump = Math.Min(Jump, n - 1);
        var left = 0;
        for (var i = 0; i < n; i += jump)
        {
            left = Left(i, n);
            fit[i] = At(y, robustness, i, left, Math.Min(left + Span, n)) ?? y[i];
        }

        if (jump == 1)
            return;
        for (var i = 0; i + jump < n; i += jump)
            Interpolate(fit, i, i + jump);
        var last = (n - 1) / jump * jump;
        if (last == n - 1)
            return;
        // The reference implementation leaves the window of the last regular position in place for the end.
        fit[n - 1] = At(y, robustness, n - 1, left, Math.Min(left + Span, n)) ?? y[n - 1];
        Interpolate(fit, last, n - 1);
    }

    /// <summary>
    /// The fit one position beyond an end: at −1 from the first window, at n from the last; null where all weights of the window are zero.
    /// </summary>
    public double? Beyond(ReadOnlySpan<double> y, ReadOnlySpan<double> robustness, bool after)
    {
        var n = y.Length;
        Prepare(y, robustness);
        return after ? At(y, robustness, n, Math.Max(0, n - Span), n) : At(y, robustness, -1, 0, Math.Min(Span, n));
    }

    private int Left(int i, int n) => Span >= n ? 0 : Math.Clamp(i - (Span - 1) / 2, 0, n - Span);

    private static void Interpolate(Span<double> fit, int from, int to)
    {
        var delta = (fit[to] - fit[from]) / (to - from);
        for (var j = from + 1; j < to; j++)
            fit[j] = fit[from] + delta * (j - from);
    }

    private void Prepare(ReadOnlySpan<double> y, ReadOnlySpan<double> robustness)
    {
        if (edgeWeights.Length < y.Length)
            (edgeWeights, _robustTimesY) = (new double[y.Length], new double[y.Length]);
        for (var i = 0; i < robustness.Length; i++)
            _robustTimesY[i] = robustness[i] * y[i];
    }

    private double? At(ReadOnlySpan<double> y, ReadOnlySpan<double> robustness, int at, int left, int end)
    {
        var n = y.Length;
        var inside = Span < n && at - left == Span / 2;
        return inside ? Inside(y, robustness, left, end) : NearAnEnd(y, robustness, at, left, end);
    }

    // The window lies symmetrically about the position: five sums of products of tables and data.
    private double? Inside(ReadOnlySpan<double> y, ReadOnlySpan<double> robustness, int left, int end)
    {
        if (robustness.IsEmpty)
            return Product(weight, y[left..end]) / weightSum; // Symmetric weights make the linear term vanish.

        var r = robustness[left..end];
        var ry = _robustTimesY.AsSpan(left, end - left);
        var (v0, v1, v2, w0, w1) = (
            Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= Span - Vector<double>.Count; i += Vector<double>.Count)
        {
            var (rv, yv) = (new Vector<double>(r[i..]), new Vector<double>(ry[i..]));
            var (a, b) = (new Vector<double>(weight, i), new Vector<double>(weightOffset, i));
            v0 += a * rv;
            v1 += b * rv;
            v2 += new Vector<double>(weightSquare, i) * rv;
            w0 += a * yv;
            w1 += b * yv;
        }

        var (s0, s1, s2, t0, t1) = (Vector.Sum(v0), Vector.Sum(v1), Vector.Sum(v2), Vector.Sum(w0), Vector.Sum(w1));
        for (; i < Span; i++)
        {
            s0 += weight[i] * r[i];
            s1 += weightOffset[i] * r[i];
            s2 += weightSquare[i] * r[i];
            t0 += weight[i] * ry[i];
            t1 += weightOffset[i] * ry[i];
        }

        return Fit(s0, s1, s2, t0, t1, y.Length);
    }

    private double? NearAnEnd(ReadOnlySpan<double> y, ReadOnlySpan<double> robustness, int at, int left, int end)
    {
        double h = Math.Max(at - left, end - 1 - at);
        if (Span > y.Length)
            h += (Span - y.Length) / 2;
        var weights = edgeWeights.AsSpan(0, end - left);
        for (var j = left; j < end; j++)
            weights[j - left] = Tricube(Math.Abs(j - at), h);
        var (s0, s1, s2, t0, t1) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var j = left; j < end; j++)
        {
            var w = robustness.IsEmpty ? weights[j - left] : weights[j - left] * robustness[j];
            double offset = j - at;
            s0 += w;
            s1 += w * offset;
            s2 += w * offset * offset;
            t0 += w * y[j];
            t1 += w * offset * y[j];
        }

        return h > 0 ? Fit(s0, s1, s2, t0, t1, y.Length) : s0 > 0 ? t0 / s0 : null;
    }

    // Weighted straight line at offset 0: mean + slope × (0 − mean offset); the mean alone where the positions hardly spread.
    private double? Fit(double s0, double s1, double s2, double t0, double t1, int n)
    {
        if (!(s0 > 0))
            return null;
        var (mean, centre) = (t0 / s0, s1 / s0);
        var spread = s2 / s0 - centre * centre;
        return Degree > 0 && spread > 0 && Math.Sqrt(spread) > 0.001 * (n - 1) ? mean - centre * (t1 / s0 - centre * mean) / spread : mean;
    }

    private static double Product(double[] weights, ReadOnlySpan<double> values)
    {
        var (sums, i) = (Vector<double>.Zero, 0);
        for (; i <= weights.Length - Vector<double>.Count; i += Vector<double>.Count)
            sums += new Vector<double>(weights, i) * new Vector<double>(values[i..]);
        var sum = Vector.Sum(sums);
        for (; i < weights.Length; i++)
            sum += weights[i] * values[i];
        return sum;
    }

    // One up to a thousandth of the half-width and zero beyond 999 thousandths, as in the reference implementation.
    private static double Tricube(double distance, double half)
    {
        if (distance > 0.999 * half)
            return 0;
        if (distance <= 0.001 * half)
            return 1;
        var r = distance / half;
        var u = 1 - r * r * r;
        return u * u * u;
    }
}
