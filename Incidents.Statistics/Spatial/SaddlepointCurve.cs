namespace Incidents.Statistics.Spatial;

/// <summary>The tail of a sum of j values drawn without replacement as a smooth function of the sum.</summary>
internal sealed class SaddlepointCurve
{
    private const int MostPoints = 150;

    // Beyond this the tail is below 1e-16.
    private const double Farthest = 8.5;
    private const double Growth = 1.15;

    private readonly ValueCount[] values;
    private readonly double mean;
    private readonly int drawn;
    private readonly bool isLattice;
    private readonly double[] at;
    private readonly double[] deviate;
    private readonly double[] slope;
    private readonly double least;
    private readonly double greatest;

    public SaddlepointCurve(ValueCount[] values, int count, double mean, int drawn, bool isLattice)
    {
        (this.values, this.mean, this.drawn, this.isLattice) = (values, mean, drawn, isLattice);
        (least, greatest) = (Extreme(values), Extreme(values.Reverse()));
        var share = drawn / (double)count;
        var variance = values.Sum(v => v.Count * (v.Value - mean) * (v.Value - mean)) / count;
        var deviation = Math.Sqrt(variance * drawn * (1 - share) * count / (count - 1.0));
        var start = new Saddle(Math.Log(share / (1 - share)), count * Math.Log(1 / (1 - share)), count * share * (1 - share));
        var points = new List<(double At, double R)>();
        if (deviation > 0)
        {
            Follow(-0.1 / deviation, start, points);
            points.Reverse();
            Follow(0.1 / deviation, start, points);
        }

        (at, deviate) = ([.. points.Select(p => p.At)], [.. points.Select(p => p.R)]);
        slope = Slopes(at, deviate);
    }

    /// <summary>The probability above or below a sum that is not on the lattice.</summary>
    public double Tail(double sum, bool upper)
    {
        if (sum < least || at.Length < 2)
            return upper == (sum < drawn * mean) ? 1 : 0;
        if (sum > greatest)
            return upper ? 0 : 1;
        var r = Deviate(sum);
        return TailProbability.Normal(upper ? r : -r);
    }

    private double Deviate(double sum)
    {
        var found = Array.BinarySearch(at, sum);
        if (found >= 0)
            return deviate[found];
        var next = ~found;
        if (next == 0)
            return deviate[0] + (sum - at[0]) * slope[0];
        if (next == at.Length)
            return deviate[^1] + (sum - at[^1]) * slope[^1];
        // Cubic Hermite interpolation.
        var (width, last) = (at[next] - at[next - 1], next - 1);
        var t = (sum - at[last]) / width;
        var (square, rest) = (t * t, 1 - t);
        return deviate[last] * (1 + 2 * t) * rest * rest + deviate[next] * square * (3 - 2 * t)
            + width * (slope[last] * t * rest * rest - slope[next] * square * rest);
    }

    // Monotone slopes of Fritsch and Carlson, "Monotone piecewise cubic interpolation", SIAM J. Numer. Anal. 17, 1980.
    private static double[] Slopes(double[] x, double[] y)
    {
        var slopes = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var before = i > 0 ? (y[i] - y[i - 1]) / (x[i] - x[i - 1]) : double.NaN;
            var after = i + 1 < x.Length ? (y[i + 1] - y[i]) / (x[i + 1] - x[i]) : double.NaN;
            slopes[i] = double.IsNaN(before) ? after : double.IsNaN(after) ? before : 2 * before * after / (before + after);
        }

        return slopes;
    }

    private double Extreme(IEnumerable<ValueCount> inOrder)
    {
        var (sum, left) = (0.0, drawn);
        foreach (var (value, count) in inOrder)
        {
            var taken = Math.Min(left, count);
            sum += taken * value;
            left -= taken;
        }

        return sum;
    }

    // The sums and deviates for tilts that grow from a small one to the end of the support.
    private void Follow(double tilt, Saddle start, List<(double At, double R)> points)
    {
        var (level, levelSlope, last) = (start.Level, 0.0, 0.0);
        var side = Math.Sign(tilt);
        for (var i = 0; i < MostPoints; i++)
        {
            var here = Solve(tilt, level + levelSlope * (tilt - last));
            if (!here.IsSolved)
                return;
            (level, levelSlope, last) = (here.Level, -here.Mixed / here.Levels, tilt);
            var determinant = here.Levels * here.Tilts - here.Mixed * here.Mixed;
            var exponent = level * drawn + tilt * here.Sum - here.Cumulant - (start.Level * drawn - start.Cumulant);
            if (!(determinant > 1e-12 * here.Levels * here.Tilts) || !(exponent > 0))
                return;
            var w = side * Math.Sqrt(2 * exponent);
            var u = (isLattice ? 2 * Math.Sinh(tilt / 2) : tilt) * Math.Sqrt(determinant / start.Levels);
            var r = w + Math.Log(u / w) / w;
            var sum = here.Sum + drawn * mean;
            if (points.Count > 0 && !(side * (r - points[^1].R) > 0 && side * (sum - points[^1].At) > 0))
                return;
            points.Add((sum, r));
            // Near an end of the support no point of the lattice is left; without one the end is relative to the range.
            var end = isLattice ? 0.25 : 1e-6 * (greatest - least);
            if (Math.Abs(r) > Farthest || (side < 0 ? sum < least + end : sum > greatest - end))
                return;
            tilt *= Growth;
        }
    }

    // The level at which so many values are expected to be drawn under a tilt, by Newton's method.
    private Saddle Solve(double tilt, double level)
    {
        for (var round = 0; round < 100; round++)
        {
            var (cumulant, expected, sum, levels, mixed, tilts) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
            foreach (var (value, count) in values)
            {
                var x = value - mean;
                var exponent = level + tilt * x;
                var small = Math.Exp(-Math.Abs(exponent));
                var chance = exponent > 0 ? 1 / (1 + small) : small / (1 + small);
                var spread = count * small / ((1 + small) * (1 + small));
                cumulant += count * (Math.Max(exponent, 0) + Math.Log(1 + small));
                expected += count * chance;
                sum += count * chance * x;
                levels += spread;
                mixed += spread * x;
                tilts += spread * x * x;
            }

            var change = (drawn - expected) / levels;
            if (Math.Abs(drawn - expected) <= 1e-10 * drawn)
                return new(level, cumulant, levels, sum, mixed, tilts, true);
            if (!double.IsFinite(change))
                break;
            level += Math.Clamp(change, -2, 2);
        }

        return default;
    }

    private readonly record struct Saddle(
        double Level, double Cumulant, double Levels, double Sum = 0, double Mixed = 0, double Tilts = 0, bool IsSolved = true);
}
