using MathNet.Numerics.Statistics;

namespace Incidents.Statistics.Series;

/// <summary>The loops of STL with their working arrays: season and trend are refined pass by pass.</summary>
internal sealed class StlLoop
{
    private readonly double[] y, weights, detrended, cycles, average, again, filtered;
    private readonly double[] sub, subWeights, subFit;
    private readonly int period;
    private readonly Loess seasonal, trend, low;

    public StlLoop(double[] y, StlParameters p)
    {
        var (n, extended) = (y.Length, y.Length + 2 * p.Period);
        (this.y, period) = (y, p.Period);
        (seasonal, trend, low) = (
            new(p.Seasonal, p.SeasonalDegree, p.SeasonalJump), new(p.Trend, p.TrendDegree, p.TrendJump),
            new(p.LowPass, p.LowPassDegree, p.LowPassJump));
        (Season, Trend, this.weights, detrended) = (new double[n], new double[n], new double[n], new double[n]);
        (cycles, this.average, again, filtered) = (new double[extended], new double[extended], new double[extended], new double[n]);
        var longest = n / p.Period + 1;
        (sub, subWeights, subFit) = (new double[longest], new double[longest], new double[longest]);
        Array.Fill(this.weights, 1);
    }

    public double[] Season { get; }

    public double[] Trend { get; }

    /// <summary>Runs the inner loop a number of times.</summary>
    public void Pass(int times, bool robust)
    {
        var weights = robust ? this.weights.AsSpan() : [];
        for (; times > 0; times--)
        {
            for (var i = 0; i < this.y.Length; i++)
                detrended[i] = this.y[i] - Trend[i];
            SmoothCycleSubseries(robust);
            LowPass();
            for (var i = 0; i < this.y.Length; i++)
            {
                Season[i] = cycles[period + i] - filtered[i];
                detrended[i] = this.y[i] - Season[i];
            }

            trend.Smooth(detrended, weights, Trend);
        }
    }

    /// <summary>Sets the bisquare weights of the remainders at six times their median (§2.4 of the paper).</summary>
    public void Weigh()
    {
        var n = this.y.Length;
        var residuals = new double[n];
        for (var i = 0; i < n; i++)
            residuals[i] = Math.Abs(this.y[i] - Trend[i] - Season[i]);
        var six = 6 * ArrayStatistics.MedianInplace([.. residuals]);
        for (var i = 0; i < n; i++)
        {
            var r = residuals[i];
            var u = 1 - r / six * (r / six);
            this.weights[i] = r <= 0.001 * six ? 1 : r <= 0.999 * six ? u * u : 0;
        }
    }

    public Decomposition Result(MethodBasis basis)
    {
        var remainder = new double[this.y.Length];
        for (var i = 0; i < remainder.Length; i++)
            remainder[i] = this.y[i] - Season[i] - Trend[i];
        return new(basis, Season, Trend, remainder, this.weights);
    }

    // Each season's own series is smoothed and extended by one cycle either way.
    private void SmoothCycleSubseries(bool robust)
    {
        for (var season = 0; season < period; season++)
        {
            var k = (this.y.Length - season - 1) / period + 1;
            for (var i = 0; i < k; i++)
                (sub[i], subWeights[i]) = (detrended[i * period + season], this.weights[i * period + season]);
            var values = sub.AsSpan(0, k);
            var weights = robust ? subWeights.AsSpan(0, k) : [];
            var fit = subFit.AsSpan(0, k);
            seasonal.Smooth(values, weights, fit);
            cycles[season] = seasonal.Beyond(values, weights, after: false) ?? fit[0];
            for (var i = 0; i < k; i++)
                cycles[(i + 1) * period + season] = fit[i];
            cycles[(k + 1) * period + season] = seasonal.Beyond(values, weights, after: true) ?? fit[k - 1];
        }
    }

    // Moving averages of a period, a period and three, then loess: the part of the cycles that is trend.
    private void LowPass()
    {
        var n = this.y.Length + 2 * period;
        MovingAverage(cycles.AsSpan(0, n), period, this.average);
        MovingAverage(this.average.AsSpan(0, n - period + 1), period, again);
        MovingAverage(again.AsSpan(0, n - 2 * period + 2), 3, this.average);
        low.Smooth(this.average.AsSpan(0, this.y.Length), [], filtered);
    }

    private static void MovingAverage(ReadOnlySpan<double> x, int span, Span<double> average)
    {
        var sum = 0.0;
        for (var i = 0; i < span; i++)
            sum += x[i];
        average[0] = sum / span;
        for (var i = span; i < x.Length; i++)
        {
            sum += x[i] - x[i - span];
            average[i - span + 1] = sum / span;
        }
    }
}
