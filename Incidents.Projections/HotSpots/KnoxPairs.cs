namespace Incidents.Projections.HotSpots;

/// <summary>
/// The pairs of events that are close in space, or those that are close in time, whichever are fewer: under a permutation these stay, and only their other
/// attribute has to be looked at.
/// </summary>
internal sealed class KnoxPairs
{
    private readonly Bands _space, _time;
    private readonly Metric _metric;
    private readonly double[] _x, _y, _t;
    private readonly bool _bySpace;

    // Pairs (i, j) of the shorter list: for each i a run of j in _others, and the band of each in _bands.
    private readonly int[] _starts;
    private readonly int[] _others;
    private readonly byte[] _bands;

    public KnoxPairs(IReadOnlyList<SpaceTimePoint> events, Bands space, Bands time, Metric metric)
    {
        (_space, _time, _metric) = (space, time, metric);
        (_x, _y, _t) = ([.. events.Select(e => e.X)], [.. events.Select(e => e.Y)], [.. events.Select(e => e.Time)]);
        TimeTotals = new long[time.Count];
        SpaceTotals = new long[space.Count];

        var byTime = Enumerable.Range(0, _t.Length).ToArray();
        Array.Sort((double[])_t.Clone(), byTime);
        var closeInTime = CountTimes(byTime);
        var (starts, others, bands) = (new int[_t.Length + 1], new List<int>(), new List<byte>());
        _bySpace = CountSpaces(events, closeInTime, starts, others, bands);
        if (!_bySpace)
        {
            others.Clear();
            bands.Clear();
            ListTimes(byTime, starts, others, bands);
        }

        (_starts, _others, _bands) = (starts, [.. others], [.. bands]);
    }

    public long[] SpaceTotals { get; }

    public long[] TimeTotals { get; }

    /// <summary>Pairs in each band of distance and time when event i has the time of event order[i]; as observed where there is no order.</summary>
    public long[] Count(int[]? order) => _bySpace ? CountByTime(order) : CountByDistance(order);

    private long[] CountByTime(int[]? order)
    {
        var counts = new long[_space.Count * _time.Count];
        var times = Dealt(_t, order);
        var limit = _time.Limit;
        for (var i = 0; i < times.Length; i++)
        {
            var own = times[i];
            for (var at = _starts[i]; at < _starts[i + 1]; at++)
            {
                var interval = Math.Abs(times[_others[at]] - own);
                if (interval <= limit && _time.Find(interval) is >= 0 and var band)
                    counts[_bands[at] * _time.Count + band]++;
            }
        }

        return counts;
    }

    private long[] CountByDistance(int[]? order)
    {
        var counts = new long[_space.Count * _time.Count];
        var (x, y) = (Dealt(_x, order), Dealt(_y, order));
        var limit = _space.Limit;
        for (var i = 0; i < x.Length; i++)
        {
            var (ownX, ownY) = (x[i], y[i]);
            for (var at = _starts[i]; at < _starts[i + 1]; at++)
            {
                var j = _others[at];
                if (Math.Abs(x[j] - ownX) <= limit && Math.Abs(y[j] - ownY) <= limit
                    && _space.Find(new PlanarPoint(ownX, ownY).DistanceTo(new(x[j], y[j]), _metric)) is >= 0 and var band)
                    counts[band * _time.Count + _bands[at]]++;
            }
        }

        return counts;
    }

    private static double[] Dealt(double[] values, int[]? order)
    {
        if (order is null)
            return values;
        var dealt = new double[values.Length];
        for (var i = 0; i < dealt.Length; i++)
            dealt[i] = values[order[i]];
        return dealt;
    }

    private long CountTimes(int[] byTime)
    {
        // For every edge, the pairs that lie nearer (or as near): a window that slides over the sorted times.
        long Within(double limit, bool inclusive)
        {
            var (count, first) = (0L, 0);
            for (var i = 0; i < byTime.Length; i++)
            {
                while (_t[byTime[i]] - _t[byTime[first]] is var d && (inclusive ? d > limit : d >= limit) && first < i)
                    first++;
                count += i - first;
            }

            return count;
        }

        var lower = _time.Belongs is BandEdge.Lower;
        for (var band = 0; band < _time.Count; band++)
        {
            var upTo = Within(_time.Edges[band + 1], !lower || (_time.CloseOuter && band == _time.Count - 1));
            // Where zero itself is out of the first band, as in (0, 7], no window counts it: coincident times are those within 0 inclusive.
            var below = _time.Edges[band] == 0 && (lower || (_time.CloseOuter && band == 0)) ? 0 : Within(_time.Edges[band], !lower && !(_time.CloseOuter && band == 0));
            TimeTotals[band] = upTo - below;
        }

        return TimeTotals.Sum();
    }

    private void ListTimes(int[] byTime, int[] starts, List<int> others, List<byte> bands)
    {
        // Event numbers follow time here, so that a pair's later event is listed under its earlier one.
        var rank = new int[byTime.Length];
        for (var i = 0; i < byTime.Length; i++)
            rank[byTime[i]] = i;
        for (var i = 0; i < byTime.Length; i++)
        {
            for (var at = rank[i] + 1; at < byTime.Length; at++)
            {
                var interval = _t[byTime[at]] - _t[i];
                if (interval > _time.Limit)
                    break;
                if (_time.Find(interval) is >= 0 and var band)
                {
                    others.Add(byTime[at]);
                    bands.Add((byte)band);
                }
            }

            starts[i + 1] = others.Count;
        }
    }

    // Counts the pairs of every distance band and keeps them as long as they are fewer than the pairs close in time.
    private bool CountSpaces(IReadOnlyList<SpaceTimePoint> events, long closeInTime, int[] starts, List<int> others, List<byte> bands)
    {
        PlanarPoint[] places = [.. events.Select(e => e.Place)];
        var reach = double.IsFinite(_space.Limit) ? _space.Limit : Extent();
        var buckets = new Buckets(places, reach > 0 ? reach : 1);
        var keep = true;
        for (var i = 0; i < places.Length; i++)
        {
            foreach (var (from, to) in buckets.Around(i))
            {
                for (var at = from; at < to; at++)
                {
                    if (buckets.Ids[at] <= i || _space.Find(places[i].DistanceTo(new(buckets.X[at], buckets.Y[at]), _metric)) is not (>= 0 and var band))
                        continue;
                    SpaceTotals[band]++;
                    if (keep)
                    {
                        others.Add(buckets.Ids[at]);
                        bands.Add((byte)band);
                    }
                }
            }

            starts[i + 1] = others.Count;
            keep &= others.Count <= closeInTime;
        }

        return keep;
    }

    private double Extent() => _x.Length == 0 ? 1 : 1 + _x.Max() - _x.Min() + _y.Max() - _y.Min();
}
