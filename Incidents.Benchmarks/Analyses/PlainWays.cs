using System.Globalization;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using Incidents.Statistics.Spatial;

namespace Incidents.Benchmarks.Analyses;

/// <summary>
/// The routines of Incidents.Statistics that replace a plain loop, timed beside that loop: no goals, but the reason to keep them.
/// </summary>
internal static class PlainWays
{
    private const int Permutations = 999;

    /// <summary>Times both at 1,000, 3,000 and 10,000 points, and writes a line for each.</summary>
    public static void Compare(TextWriter output)
    {
        foreach (var n in new[] { 1_000, 3_000, 10_000 })
        {
            var series = Town.DailyCounts(n, seed: 9);
            Write(output, $"sens-slope, {n:#,0} days", () => SensSlope.Of(series).PerStep, () => PlainSlope(series));
            var events = new Town(10_000, 10_000).Events(n, days: 365, seed: 6);
            foreach (var metres in new[] { 300, 1_000 })
            {
                Write(
                    output, $"knox, {n:#,0} incidents, {metres:#,0} m",
                    () => Knox.Table(events, Bands.UpTo(metres), Bands.UpTo(7)).Entries[0].SimulatedMean!.Value,
                    () => PlainKnox(events, metres, 7));
            }
        }
    }

    private static void Write(TextWriter output, string name, Func<double> ours, Func<double> plain)
    {
        if (ours() != plain())
            throw new InvalidOperationException($"{name}: the two ways give different numbers.");
        List<double> our = [], theirs = [];
        for (var round = 0; round < 3; round++)
        {
            our.Add(Turns.Milliseconds(() => ours()));
            theirs.Add(Turns.Milliseconds(() => plain()));
        }

        var times = string.Create(
            CultureInfo.InvariantCulture, $"ours {Statistics.Median(our),8:0.0} ms, plain {Statistics.Median(theirs),8:0.0} ms");
        output.WriteLine($"{name,-34} {times}");
    }

    // The median of the slopes of all pairs.
    private static double PlainSlope(double[] series)
    {
        var (slopes, count) = (new double[series.Length * (series.Length - 1L) / 2], 0);
        for (var later = 1; later < series.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
                slopes[count++] = (series[later] - series[earlier]) / (later - earlier);
        }

        return MathNet.Numerics.Statistics.ArrayStatistics.MedianInplace(slopes);
    }

    // The pairs close in space, listed once; then the times shuffled and the listed pairs compared, one permutation after the other on each
    // core.
    private static double PlainKnox(SpaceTimePoint[] events, double metres, double days)
    {
        List<(int, int)> listed = [];
        for (var i = 0; i < events.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (events[i].Place.DistanceTo(events[j].Place) <= metres)
                    listed.Add((i, j));
            }
        }

        (int, int)[] pairs = [.. listed];
        var counts = new double[Permutations];
        Parallel.For(0, Permutations, r =>
        {
            double[] times = [.. events.Select(e => e.Time)];
            new SeededRandom(1, r).Shuffle<double>(times);
            foreach (var (i, j) in pairs)
            {
                if (Math.Abs(times[i] - times[j]) <= days)
                    counts[r]++;
            }
        });
        return counts.Average();
    }
}
