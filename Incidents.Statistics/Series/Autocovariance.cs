using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Incidents.Statistics.Series;

/// <summary>Sums of products of a series with itself some steps later, Σ x[i] x[i − lag], for all lags at once.</summary>
/// <remarks>
/// In n log n: the Fourier transform of the squared magnitudes of the transform (Wiener and Khinchin), over enough zeros that the end of
/// the series does not meet its beginning.
/// </remarks>
internal static class Autocovariance
{
    // Up to here summing the products is as quick.
    private const int FewLags = 32;

    /// <summary>The sums for lags 0 … <paramref name="last"/>.</summary>
    /// <param name="x">
    /// Whole numbers. The sums are exact as long as they stay below some 10¹⁴, as they are rounded to whole numbers.
    /// </param>
    /// <param name="last">The greatest lag, below the length; 0 for an empty series.</param>
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

        var transform = new Complex[BitOperations.RoundUpToPowerOf2((uint)(x.Length + last))];
        for (var i = 0; i < x.Length; i++)
            transform[i] = x[i];
        Fourier.Forward(transform, FourierOptions.NoScaling);
        for (var i = 0; i < transform.Length; i++)
            transform[i] = transform[i].MagnitudeSquared();
        Fourier.Inverse(transform, FourierOptions.NoScaling);
        for (var lag = 0; lag <= last; lag++)
            sums[lag] = Math.Round(transform[lag].Real / transform.Length);
        return sums;
    }
}
