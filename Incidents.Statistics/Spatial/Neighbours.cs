namespace Incidents.Statistics.Spatial;

/// <summary>Which places, numbered 0 … n − 1, are neighbours: a binary, symmetric relation without the places themselves.</summary>
/// <remarks>
/// Gi* adds the place itself. The relation is kept as compressed rows; building it takes time in proportion to places and neighbours.
/// </remarks>
public sealed class Neighbours
{
    // Distances on a grid of computed coordinates have rounding errors: a difference smaller than this share lies on the edge.
    private const double Rounding = 1e-9;

    private readonly int[] starts;
    private readonly int[] ids;

    private Neighbours(int[] starts, int[] ids, IReadOnlyDictionary<string, object?> parameters) =>
        (this.starts, this.ids, Parameters) = (starts, ids, parameters);

    /// <summary>Number of places.</summary>
    public int Count => this.starts.Length - 1;

    /// <summary>Number of ordered pairs of neighbours: S0 of the binary weights.</summary>
    public int Pairs => this.ids.Length;

    /// <summary>How the relation was made: part of a result's <see cref="MethodBasis"/>.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; }

    /// <summary>The neighbours of a place, in no particular order; empty for an island.</summary>
    public ReadOnlySpan<int> Of(int place) => this.ids.AsSpan(this.starts[place], this.starts[place + 1] - this.starts[place]);

    /// <summary>Number of neighbours of a place.</summary>
    public int CountOf(int place) => this.starts[place + 1] - this.starts[place];

    /// <summary>Places closer than a distance are neighbours (Euclidean), also coincident ones.</summary>
    /// <param name="points">The places; none give an empty relation.</param>
    /// <param name="distance">Positive and finite, in the points' unit.</param>
    /// <param name="edge">Whether a pair exactly that far apart are neighbours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is not positive and finite, or a coordinate is not finite.</exception>
    /// <remarks>
    /// A pair whose distance equals the limit within one part in 10⁹ lies on the edge. The pairs are found through a grid of buckets as
    /// wide as the distance.
    /// </remarks>
    public static Neighbours WithinDistance(IReadOnlyList<PlanarPoint> points, double distance, Edge edge = Edge.Inclusive)
    {
        var limit = distance * (edge is Edge.Inclusive ? 1 + Rounding : 1 - Rounding);
        var limitSquared = limit * limit;
        var buckets = new Buckets(points, distance * (1 + Rounding));
        var starts = new int[points.Count + 1];
        var ids = new List<int>(points.Count * 8);
        for (var i = 0; i < points.Count; i++)
        {
            var (x, y) = points[i];
            foreach (var (from, to) in buckets.Around(i))
            {
                for (var at = from; at < to; at++)
                {
                    var (dx, dy) = (buckets.X[at] - x, buckets.Y[at] - y);
                    if (dx * dx + dy * dy <= limitSquared && buckets.Ids[at] != i)
                        ids.Add(buckets.Ids[at]);
                }
            }

            starts[i + 1] = ids.Count;
        }

        return new(
            starts, [.. ids],
            new Dictionary<string, object?> { ["neighbours"] = "fixed distance", ["distance"] = distance, ["edge"] = edge });
    }

    /// <summary>Queen contiguity: cells that share an edge or a corner are neighbours, up to eight.</summary>
    /// <param name="cells">Column and row of each cell; each at most once.</param>
    /// <exception cref="ArgumentException">A cell is given twice.</exception>
    public static Neighbours Queen(IReadOnlyList<(int Column, int Row)> cells)
    {
        var at = new Dictionary<(int, int), int>(cells.Count);
        for (var i = 0; i < cells.Count; i++)
        {
            if (!at.TryAdd(cells[i], i))
                throw new ArgumentException($"Cell {cells[i]} is given twice.", nameof(cells));
        }

        var starts = new int[cells.Count + 1];
        var ids = new List<int>(cells.Count * 8);
        for (var i = 0; i < cells.Count; i++)
        {
            var (column, row) = cells[i];
            for (var dy = -1; dy <= 1; dy++)
            {
                for (var dx = -1; dx <= 1; dx++)
                {
                    if ((dx != 0 || dy != 0) && at.TryGetValue((column + dx, row + dy), out var neighbour))
                        ids.Add(neighbour);
                }
            }

            starts[i + 1] = ids.Count;
        }

        return new(starts, [.. ids], new Dictionary<string, object?> { ["neighbours"] = "queen contiguity" });
    }

    /// <summary>The neighbourhoods of a raster's cells, numbered row by row.</summary>
    /// <param name="columns">Number of cells in a row, at least 1.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="stencil">Which cells are neighbours.</param>
    public static Neighbours On(int columns, int rows, Stencil stencil)
    {
        var starts = new int[columns * rows + 1];
        var ids = new List<int>();
        for (var cell = 0; cell < columns * rows; cell++)
        {
            var (column, row) = (cell % columns, cell / columns);
            for (var at = Math.Max(0, row - stencil.Reach); at <= Math.Min(rows - 1, row + stencil.Reach); at++)
            {
                var width = stencil.HalfWidth(at - row);
                for (var other = Math.Max(0, column - width); other <= Math.Min(columns - 1, column + width); other++)
                {
                    if (at * columns + other != cell)
                        ids.Add(at * columns + other);
                }
            }

            starts[cell + 1] = ids.Count;
        }

        return new(starts, [.. ids], stencil.Parameters);
    }
}
