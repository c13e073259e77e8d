namespace Incidents.Statistics.Series;

/// <summary>
/// Sums of products of a series with itself some steps later, Σ x[i] x[i − lag], for all lags at once in n log n: the Fourier transform of the squared transform
/// (Wiener and Khinchin), by the radix-2 algorithm of Cooley and Tukey (Math. Comp. 19, 1965) with room enough that the ends do not meet.
/// </summary>
internal static class Autocovariance
{
    // Up to here summing products is as quick.
    private const int FewLags = 32;

    /// <summary>The sums for lags 0 … <paramref name="last"/>.</summary>
    /// <param name="x">Whole numbers. The sums are exact as long as they stay below some 10¹⁴: rounding leaves no doubt which whole number is meant.</param>
    /// <param name="last">The greatest lag, below the length unless it is 0.</param>
    public static double[] OfWhole(double[] x, int last)
    {
        var sums = new double[last + 1];
        if (last <= FewLags)
        {
            for (var lag = 0; lag <= last; lag++)
            {
                for (var i = lag; i < x.Length; i++)
                    sums[lag] += x[i] * x[i - lag];
            }

            return sums;
        }

        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(x.Length + last));
        var (real, imaginary) = (new double[size], new double[size]);
        x.CopyTo(real, 0);
        var (cosines, sines) = Roots(size);
        Analyse(real, imaginary, cosines, sines);
        for (var i = 0; i < size; i++)
            (real[i], imaginary[i]) = (real[i] * real[i] + imaginary[i] * imaginary[i], 0);
        Synthesise(real, imaginary, cosines, sines);
        for (var lag = 0; lag <= last; lag++)
            sums[lag] = Math.Round(real[lag] / size);
        return sums;
    }

    private static (double[] Cosines, double[] Sines) Roots(int size)
    {
        var (cosines, sines) = (new double[size / 2], new double[size / 2]);
        for (var k = 0; k < cosines.Length; k++)
            (sines[k], cosines[k]) = Math.SinCos(-2 * Math.PI * k / size);
        return (cosines, sines);
    }

    // Decimation in frequency leaves the result in bit-reversed order, from which decimation in time starts: nothing has to be put in order.
    private static void Analyse(double[] re, double[] im, double[] cosines, double[] sines)
    {
        for (var half = re.Length / 2; half > 0; half /= 2)
        {
            var stride = re.Length / 2 / half;
            for (var start = 0; start < re.Length; start += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    var (a, b) = (start + k, start + k + half);
                    var (dr, di) = (re[a] - re[b], im[a] - im[b]);
                    (re[a], im[a]) = (re[a] + re[b], im[a] + im[b]);
                    var (c, s) = (cosines[k * stride], sines[k * stride]);
                    (re[b], im[b]) = (dr * c - di * s, dr * s + di * c);
                }
            }
        }
    }

    private static void Synthesise(double[] re, double[] im, double[] cosines, double[] sines)
    {
        for (var half = 1; half < re.Length; half *= 2)
        {
            var stride = re.Length / 2 / half;
            for (var start = 0; start < re.Length; start += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    var (a, b) = (start + k, start + k + half);
                    var (c, s) = (cosines[k * stride], -sines[k * stride]);
                    var (br, bi) = (re[b] * c - im[b] * s, re[b] * s + im[b] * c);
                    (re[b], im[b]) = (re[a] - br, im[a] - bi);
                    (re[a], im[a]) = (re[a] + br, im[a] + bi);
                }
            }
        }
    }
}
