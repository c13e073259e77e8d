using System.Globalization;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;

namespace Incidents.Benchmarks.Analyses;

/// <summary>Random incidents of a town: half of them anywhere, half about places with many incidents.</summary>
/// <param name="Width">West to east, metres.</param>
/// <param name="Height">South to north, metres.</param>
internal sealed record Town(double Width, double Height)
{
    private const int Busy = 200;

    /// <summary>A number of incidents within a number of days.</summary>
    public SpaceTimePoint[] Events(int count, double days, long seed)
    {
        var random = new SeededRandom(seed);
        PlanarPoint[] busy = [
            .. Enumerable.Range(0, Busy).Select(_ => new PlanarPoint(random.NextDouble() * Width, random.NextDouble() * Height))];
        SpaceTimePoint Next()
        {
            if (random.NextInt(2) == 0)
                return new(random.NextDouble() * Width, random.NextDouble() * Height, random.NextDouble() * days);
            var about = busy[random.NextInt(Busy)];
            return new(
                Math.Clamp(about.X + 300 * random.NextNormal(), 0, Width), Math.Clamp(about.Y + 300 * random.NextNormal(), 0, Height),
                random.NextDouble() * days);
        }

        return [.. Enumerable.Range(0, count).Select(_ => Next())];
    }

    /// <summary>A number of places.</summary>
    public PlanarPoint[] Points(int count, long seed) => [.. Events(count, 1, seed).Select(e => e.Place)];

    /// <summary>Daily counts with a week, a year, a trend, and an outlier now and then.</summary>
    public static double[] DailyCounts(int days, long seed)
    {
        var random = new SeededRandom(seed);
        return
        [
            .. Enumerable.Range(0, days).Select(day =>
            {
                var mean = 40 + 0.002 * day + 8 * Math.Sin(2 * Math.PI * day / 365.0) + (day % 7 >= 5 ? 10 : 0);
                return random.NextPoisson(random.NextInt(100) == 0 ? 3 * mean : mean) * 1.0;
            }),
        ];
    }

    /// <summary>Writes rows of numbers for a peer to read; every digit is kept.</summary>
    public static string Csv(string path, string header, IEnumerable<double[]> rows)
    {
        File.WriteAllLines(
            path, [header, .. rows.Select(row => string.Join(',', row.Select(v => v.ToString(CultureInfo.InvariantCulture))))]);
        return path;
    }
}
