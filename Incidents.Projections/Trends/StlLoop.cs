namespace Incidents.Projections.Trends;

/// <summary>The loops of STL with their working arrays: season and trend are refined pass by pass.</summary>
internal sealed class StlLoop
{
    private readonly double[] _y, _weights, _detrended, _cycles, _average, _again, _filtered;
    private readonly double[] _sub, _subWeights, _subFit;
    private readonly int _period;
    private readonly Loess _seasonal, _trend, _low;

    public StlLoop(double[] y, StlParameters p)
    {
        var (n, extended) = (y.Length, y.Length + 2 * p.Period);
        (_y, _period) = (y, p.Period);
        (_seasonal, _trend, _low) = (
            new(p.Seasonal, p.SeasonalDegree, p.SeasonalJump), new(p.Trend, p.TrendDegree, p.TrendJump), new(p.LowPass, p.LowPassDegree, p.LowPassJump));
        (Season, Trend, _weights, _detrended) = (new double[n], new double[n], new double[n], new double[n]);
        (_cycles, _average, _again, _filtered) = (new double[extended], new double[extended], new double[extended], new double[n]);
        var longest = n / p.Period + 1;
        (_sub, _subWeights, _subFit) = (new double[longest], new double[longest], new double[longest]);
        Array.Fill(_weights, 1);
    }

    public double[] Season { get; }

    public double[] Trend { get; }

    /// <summary>The inner loop, so many times.</summary>
    public void Pass(int times, bool robust)
    {
        var weights = robust ? _weights.AsSpan() : [];
        for (; times > 0; times--)
        {
            for (var i = 0; i < _y.Length; i++)
                _detrended[i] = _y[i] - Trend[i];
            SmoothCycleSubseries(robust);
            LowPass();
            for (var i = 0; i < _y.Length; i++)
            {
                Season[i] = _cycles[_period + i] - _filtered[i];
                _detrended[i] = _y[i] - Season[i];
            }

            _trend.Smooth(_detrended, weights, Trend);
        }
    }

    /// <summary>Bisquare weights of the remainders at six times their median (§2.4 of the paper).</summary>
    public void Weigh()
    {
        var n = _y.Length;
        var residuals = new double[n];
        for (var i = 0; i < n; i++)
            residuals[i] = Math.Abs(_y[i] - Trend[i] - Season[i]);
        var six = 6 * Median.Of([.. residuals]);
        for (var i = 0; i < n; i++)
        {
            var r = residuals[i];
            var u = 1 - r / six * (r / six);
            _weights[i] = r <= 0.001 * six ? 1 : r <= 0.999 * six ? u * u : 0;
        }
    }

    public Decomposition Result(Basis basis)
    {
        var remainder = new double[_y.Length];
        for (var i = 0; i < remainder.Length; i++)
            remainder[i] = _y[i] - Season[i] - Trend[i];
        return new(basis, Season, Trend, remainder, _weights);
    }

    // Each season's own series is smoothed and extended by one cycle either way.
    private void SmoothCycleSubseries(bool robust)
    {
        for (var season = 0; season < _period; season++)
        {
            var k = (_y.Length - season - 1) / _period + 1;
            for (var i = 0; i < k; i++)
                (_sub[i], _subWeights[i]) = (_detrended[i * _period + season], _weights[i * _period + season]);
            var values = _sub.AsSpan(0, k);
            var weights = robust ? _subWeights.AsSpan(0, k) : [];
            var fit = _subFit.AsSpan(0, k);
            _seasonal.Smooth(values, weights, fit);
            _cycles[season] = _seasonal.Beyond(values, weights, after: false) ?? fit[0];
            for (var i = 0; i < k; i++)
                _cycles[(i + 1) * _period + season] = fit[i];
            _cycles[(k + 1) * _period + season] = _seasonal.Beyond(values, weights, after: true) ?? fit[k - 1];
        }
    }

    // Moving averages of a period, a period and three, then loess: what of the cycles is really trend.
    private void LowPass()
    {
        var n = _y.Length + 2 * _period;
        MovingAverage(_cycles.AsSpan(0, n), _period, _average);
        MovingAverage(_average.AsSpan(0, n - _period + 1), _period, _again);
        MovingAverage(_again.AsSpan(0, n - 2 * _period + 2), 3, _average);
        _low.Smooth(_average.AsSpan(0, _y.Length), [], _filtered);
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
