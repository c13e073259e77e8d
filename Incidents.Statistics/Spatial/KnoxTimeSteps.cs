namespace Incidents.Statistics.Spatial;

/// <summary>The times of events as whole numbers of steps, and the edges of time bands in the same steps.</summary>
/// <remarks>
/// Whole times keep their differences exactly. Other times are rounded to 2³¹ steps, and each edge to a step that separates the same pairs
/// of times as the edge itself. Where no such step exists the edge is ambiguous: pairs within two steps of it must be compared by their own
/// times.
/// </remarks>
internal sealed class KnoxTimeSteps
{
    private const int MaxStep = int.MaxValue - 1;

    // An edge with more pairs of times than this per event within two steps of it counts as ambiguous without looking at the rest.
    private const int MaxComparisonsPerEvent = 8;

    private readonly Bands bands;
    private readonly int[] within, beyond;

    // Each step that occurs, ascending, with the time that it was made from.
    private readonly int[] sortedSteps;
    private readonly double[] sortedTimes;

    /// <summary>Rounds times and edges.</summary>
    /// <param name="times">Finite times, in the unit of the bands.</param>
    /// <param name="bands">Bands of the interval between two times.</param>
    public KnoxTimeSteps(double[] times, Bands bands)
    {
        this.bands = bands;
        var (first, last) = times.Length == 0 ? (0, 0) : (times.Min(), times.Max());
        var whole = last - first <= MaxStep && Array.TrueForAll(times, t => t == Math.Floor(t) && Math.Abs(t) < 1L << 52);
        var scale = whole ? 1 : MaxStep / (last - first);
        Steps = Array.ConvertAll(times, t => (int)Math.Round((t - first) * scale));
        var order = SortedOrder.Of(times);
        (sortedSteps, sortedTimes) = (Array.ConvertAll(order, i => Steps[i]), Array.ConvertAll(order, i => times[i]));
        (within, beyond) = (new int[bands.Edges.Count], new int[bands.Edges.Count]);
        for (var e = 0; e < within.Length; e++)
        {
            var edge = bands.Edges[e] * scale;
            var largest = !whole ? Math.Floor(edge) - 2 : bands.Passes(e, Math.Floor(edge)) ? Math.Floor(edge) - 1 : Math.Floor(edge);
            (within[e], beyond[e]) = (Clamped(largest), Clamped(Math.Ceiling(edge) + 2));
        }

        EdgesAreExact = whole || Enumerable.Range(FirstEdge, EdgeCount - FirstEdge).All(Separates);
    }

    /// <summary>The step of each time, in the order given.</summary>
    public int[] Steps { get; }

    /// <summary>Number of edges.</summary>
    public int EdgeCount => within.Length;

    /// <summary>The first edge below which intervals can lie: no interval lies below zero where zero belongs to the first band.</summary>
    public int FirstEdge => this.bands.Passes(0, 0) ? 1 : 0;

    /// <summary>Whether <see cref="Within"/> decides for every pair of times on which side of each edge its interval lies.</summary>
    public bool EdgesAreExact { get; }

    /// <summary>Whether times that differ have steps that differ.</summary>
    public bool AreDistinct
    {
        get
        {
            for (var i = 1; i < sortedSteps.Length; i++)
            {
                if (sortedSteps[i] == sortedSteps[i - 1] && sortedTimes[i] != sortedTimes[i - 1])
                    return false;
            }

            return true;
        }
    }

    /// <summary>The longest interval in steps that certainly lies below an edge; −1 where there is none.</summary>
    public int Within(int edge) => within[edge];

    /// <summary>The shortest interval in steps that certainly lies above an edge.</summary>
    public int Beyond(int edge) => beyond[edge];

    /// <summary>Whether the interval between two times lies above an edge, by the times themselves.</summary>
    /// <param name="edge">Number of the edge.</param>
    /// <param name="one">Step of one time.</param>
    /// <param name="other">Step of the other time.</param>
    public bool Passes(int edge, int one, int other) => this.bands.Passes(edge, Math.Abs(TimeOf(one) - TimeOf(other)));

    private double TimeOf(int step) => sortedTimes[Array.BinarySearch(sortedSteps, step)];

    // Compares every two times within two steps of an edge, and moves `within` to the last step below it that separates them all.
    // False where no step separates them, or there are too many; then `within` is left as it is, and still certain.
    private bool Separates(int edge)
    {
        var (least, most) = (within[edge], beyond[edge]);
        var (below, above, compared) = (least, int.MaxValue, 0);
        for (var (later, earlier) = (0, 0); later < sortedSteps.Length; later++)
        {
            while (sortedSteps[later] - sortedSteps[earlier] >= most)
                earlier++;
            for (var i = earlier; i < later && sortedSteps[later] - sortedSteps[i] is var interval && interval > least; i++)
            {
                if (++compared > MaxComparisonsPerEvent * sortedSteps.Length)
                    return false;
                if (this.bands.Passes(edge, sortedTimes[later] - sortedTimes[i]))
                    above = Math.Min(above, interval);
                else
                    below = Math.Max(below, interval);
            }
        }

        if (below >= above)
            return false;
        within[edge] = below;
        return true;
    }

    private static int Clamped(double steps) => (int)Math.Clamp(steps, -1, int.MaxValue);
}
