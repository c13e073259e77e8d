namespace Incidents.Statistics.Spatial;

/// <summary>The circles of a scan, prepared once for all replications.</summary>
/// <remarks>
/// For each centre the places in order of distance, up to the largest circle allowed. Places exactly as far come in together.
/// </remarks>
internal sealed class ScanWindows
{
    private readonly IReadOnlyList<PlanarPoint> points;
    private readonly double[] expected;
    private readonly double total;
    private readonly int longest;
    private readonly bool onlyAlive;

    // Circles of centre c: members[starts[c] .. starts[c + 1]) in order of distance; closes says at which of them a circle is complete.
    private readonly int[] starts;
    private readonly int[] members;
    private readonly bool[] closes;

    // With a single step of time, for every circle: expected cases, and the logarithms of those inside and outside.
    private readonly double[] inside = [], _logInside = [], _logOutside = [];

    public ScanWindows(IReadOnlyList<PlanarPoint> points, double[] expected, int steps, ScanOptions options)
    {
        (this.points, this.expected, Steps, total, onlyAlive) = (points, expected, steps, expected.Sum(), options.OnlyAlive);
        longest = Math.Max(1, (int)Math.Floor(steps * options.MaxDurationShare + 1e-9));
        var ofPlace = new double[points.Count];
        for (var i = 0; i < expected.Length; i++)
            ofPlace[i / steps] += expected[i];
        var limit = options.MaxShare * total * (1 + 1e-12);
        starts = new int[points.Count + 1];
        List<int> members = [];
        List<bool> closes = [];
        var distances = new double[points.Count];
        for (var centre = 0; centre < points.Count; centre++)
        {
            var order = Enumerable.Range(0, points.Count).ToArray();
            for (var i = 0; i < distances.Length; i++)
                distances[i] = points[centre].DistanceTo(points[i]);
            Array.Sort((double[])distances.Clone(), order);
            var inside = 0.0;
            for (int i = 0, next; i < order.Length; i = next)
            {
                for (next = i + 1; next < order.Length && distances[order[next]] <= distances[order[i]] * (1 + 1e-12);)
                    next++;
                for (var j = i; j < next; j++)
                    inside += ofPlace[order[j]];
                if (inside > limit || distances[order[i]] > options.MaxRadius)
                    break;
                for (var j = i; j < next; j++)
                {
                    members.Add(order[j]);
                    closes.Add(j == next - 1);
                }
            }

            starts[centre + 1] = members.Count;
        }

        (this.members, this.closes) = ([.. members], [.. closes]);
        if (steps > 1)
            return;
        (this.inside, _logInside, _logOutside) = (
            new double[this.members.Length], new double[this.members.Length], new double[this.members.Length]);
        for (var centre = 0; centre < points.Count; centre++)
        {
            var inside = 0.0;
            for (var at = starts[centre]; at < starts[centre + 1]; at++)
            {
                inside += expected[this.members[at]];
                (this.inside[at], _logInside[at], _logOutside[at]) = (inside, Math.Log(inside), Math.Log(total - inside));
            }
        }
    }

    /// <summary>Number of places.</summary>
    public int Places => this.points.Count;

    /// <summary>Number of steps of time.</summary>
    public int Steps { get; }

    /// <summary>
    /// The greatest log likelihood ratio of whole-numbered counts that sum to <paramref name="cases"/>; 0 where nothing exceeds its
    /// expectation.
    /// </summary>
    public double Highest(double[] counts, int cases)
    {
        // Replications of fractional data have a rounded total: expectations are scaled to it.
        var scale = total > 0 ? cases / total : 0;
        return Steps == 1 ? HighestInSpace(counts, cases, scale) : HighestInSpaceTime(counts, cases);
    }

    /// <summary>The strongest windows, no two sharing a place.</summary>
    public IReadOnlyList<ScanCluster> Clusters(double[] counts, int most)
    {
        var cases = counts.Sum();
        List<(double Ratio, int Centre, int Length, int First, int Last, double Observed, double Expected)> best = [];
        for (var centre = 0; centre < Places; centre++)
        {
            // All circles of a centre are candidates: a larger one may share places with a stronger cluster.
            best.AddRange(WindowsOf(centre, counts, cases));
        }

        best.Sort((a, b) => b.Ratio.CompareTo(a.Ratio));
        var taken = new bool[Places];
        List<ScanCluster> clusters = [];
        foreach (var (ratio, centre, length, first, last, observed, expected) in best)
        {
            var places = this.members[starts[centre]..(starts[centre] + length)];
            if (Array.Exists(places, place => taken[place]))
                continue;
            Array.ForEach(places, place => taken[place] = true);
            var outside = (cases - observed) / (cases - expected);
            clusters.Add(new(
                centre, this.points[centre].DistanceTo(this.points[places[^1]]), places, first, last, observed, expected,
                observed / expected / outside, ratio, null));
            if (clusters.Count == most)
                break;
        }

        return clusters;
    }

    /// <summary>Kulldorff's log likelihood ratio, 0 where there are no more cases than expected.</summary>
    internal static double Ratio(double observed, double expected, double cases)
    {
        if (observed <= expected || expected <= 0)
            return 0;
        var outside = cases - observed;
        return observed * Math.Log(observed / expected) + (outside > 0 ? outside * Math.Log(outside / (cases - expected)) : 0);
    }

    private double HighestInSpace(double[] counts, int cases, double scale)
    {
        var entropy = new double[cases + 1];
        for (var c = 1; c <= cases; c++)
            entropy[c] = c * Math.Log(c);
        var (highest, shift) = (0.0, Math.Log(scale));
        for (var centre = 0; centre < Places; centre++)
        {
            var inside = 0;
            for (var at = starts[centre]; at < starts[centre + 1]; at++)
            {
                inside += (int)counts[this.members[at]];
                if (!this.closes[at] || inside <= this.inside[at] * scale)
                    continue;
                var ratio = entropy[inside] + entropy[cases - inside] - inside * _logInside[at]
                    - (inside == cases ? 0 : (cases - inside) * _logOutside[at]) - cases * shift;
                highest = Math.Max(highest, ratio);
            }
        }

        return highest;
    }

    private double HighestInSpaceTime(double[] counts, int cases)
    {
        var highest = 0.0;
        var (observed, expected) = (new double[Steps + 1], new double[Steps + 1]);
        for (var centre = 0; centre < Places; centre++)
        {
            Array.Clear(observed);
            Array.Clear(expected);
            for (var at = starts[centre]; at < starts[centre + 1]; at++)
            {
                Take(counts, this.members[at], observed, expected);
                if (!this.closes[at])
                    continue;
                for (var end = onlyAlive ? Steps : 1; end <= Steps; end++)
                {
                    for (var begin = Math.Max(0, end - longest); begin < end; begin++)
                    {
                        var (o, e) = (observed[end] - observed[begin], expected[end] - expected[begin]);
                        // With ln x ≤ x − 1 the ratio is at most (o − e)² C / (e (C − e)): few windows need their logarithms.
                        if (o > e && o > 1 && (o - e) * (o - e) * cases >= highest * e * (cases - e))
                            highest = Math.Max(highest, Ratio(o, e, cases));
                    }
                }
            }
        }

        return highest;
    }

    // For each circle of a centre its best interval of time.
    private IEnumerable<(double Ratio, int Centre, int Length, int First, int Last, double Observed, double Expected)> WindowsOf(
        int centre, double[] counts, double cases)
    {
        var (observed, expected) = (new double[Steps + 1], new double[Steps + 1]);
        for (var at = starts[centre]; at < starts[centre + 1]; at++)
        {
            Take(counts, this.members[at], observed, expected);
            if (!this.closes[at])
                continue;
            var (ratio, first, last, inside, outOf) = (0.0, 0, 0, 0.0, 0.0);
            for (var end = onlyAlive ? Steps : 1; end <= Steps; end++)
            {
                for (var begin = Math.Max(0, end - longest); begin < end; begin++)
                {
                    var (o, e) = (observed[end] - observed[begin], expected[end] - expected[begin]);
                    if ((Steps == 1 || o > 1) && Ratio(o, e, cases) is var r && r > ratio)
                        (ratio, first, last, inside, outOf) = (r, begin, end - 1, o, e);
                }
            }

            if (ratio > 0)
                yield return (ratio, centre, at - starts[centre] + 1, first, last, inside, outOf);
        }
    }

    // Adds a place to the circle: running totals over time, so that any interval is a difference.
    private void Take(double[] counts, int place, double[] observed, double[] expected)
    {
        var (o, e) = (0.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            o += counts[place * Steps + step];
            e += this.expected[place * Steps + step];
            observed[step + 1] += o;
            expected[step + 1] += e;
        }
    }
}
