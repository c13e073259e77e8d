namespace Incidents.Statistics.Spatial;

/// <summary>
/// Points sorted into square buckets, so that everything within one bucket's width of a point is found in three runs of memory.
/// </summary>
internal sealed class Buckets
{
    private readonly int[] starts;
    private readonly int[] bucketOf;
    private readonly int columns, rows;

    /// <summary>Sorts the points.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive and finite, or a coordinate is not finite.</exception>
    /// <remarks>Buckets are made wider where their number would exceed the number of points fourfold.</remarks>
    public Buckets(IReadOnlyList<PlanarPoint> points, double width)
    {
        if (!double.IsFinite(width) || width <= 0)
            throw new ArgumentOutOfRangeException(nameof(width), width, "A distance must be positive and finite.");
        var n = points.Count;
        var (minX, minY, maxX, maxY) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var (x, y) in points)
        {
            if (!double.IsFinite(x) || !double.IsFinite(y))
                throw new ArgumentOutOfRangeException(nameof(points), (x, y), "Coordinates must be finite.");
            (minX, minY, maxX, maxY) = (Math.Min(minX, x), Math.Min(minY, y), Math.Max(maxX, x), Math.Max(maxY, y));
        }

        if (n == 0)
            (minX, minY, maxX, maxY) = (0, 0, 0, 0);
        while ((Math.Floor((maxX - minX) / width) + 1) * (Math.Floor((maxY - minY) / width) + 1) > 4.0 * n + 16)
            width *= 1.5;
        (columns, rows) = ((int)((maxX - minX) / width) + 1, (int)((maxY - minY) / width) + 1);

        bucketOf = new int[n];
        starts = new int[columns * rows + 1];
        for (var i = 0; i < n; i++)
        {
            bucketOf[i] = (int)((points[i].Y - minY) / width) * columns + (int)((points[i].X - minX) / width);
            starts[bucketOf[i] + 1]++;
        }

        for (var b = 0; b < columns * rows; b++)
            starts[b + 1] += starts[b];
        var next = starts[..^1];
        (Ids, X, Y) = (new int[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var at = next[bucketOf[i]]++;
            (Ids[at], X[at], Y[at]) = (i, points[i].X, points[i].Y);
        }
    }

    /// <summary>The points' numbers, in bucket order.</summary>
    public int[] Ids { get; }

    /// <summary>The x coordinates, in the same order.</summary>
    public double[] X { get; }

    /// <summary>The y coordinates, in the same order.</summary>
    public double[] Y { get; }

    /// <summary>
    /// The runs [From, To) of the bucket order that contain everything within a bucket's width of a point, itself included.
    /// </summary>
    public Runs Around(int point) => new(this, bucketOf[point]);

    /// <summary>Of these runs what comes after a position of the bucket order: the rest of its own row, and the next row.</summary>
    /// <remarks>Over all positions every pair of near points is met once.</remarks>
    public ((int From, int To) Own, (int From, int To) Next) After(int place)
    {
        var (row, column) = Math.DivRem(bucketOf[Ids[place]], columns);
        var (first, last) = (Math.Max(column - 1, 0), Math.Min(column + 1, columns - 1));
        var own = (place + 1, starts[row * columns + last + 1]);
        return row + 1 == rows ? (own, (0, 0)) : (own, (starts[(row + 1) * columns + first], starts[(row + 1) * columns + last + 1]));
    }

    /// <summary>Up to three runs, one for each row of buckets.</summary>
    public ref struct Runs(Buckets buckets, int bucket)
    {
        private readonly int column = bucket % buckets.columns;
        private readonly int last = Math.Min(bucket / buckets.columns + 1, buckets.rows - 1);
        private int row = Math.Max(bucket / buckets.columns - 1, 0) - 1;

        /// <summary>The current run.</summary>
        public readonly (int From, int To) Current
        {
            get
            {
                var first = row * buckets.columns + Math.Max(column - 1, 0);
                var last = row * buckets.columns + Math.Min(column + 1, buckets.columns - 1);
                return (buckets.starts[first], buckets.starts[last + 1]);
            }
        }

        /// <summary>The runs themselves.</summary>
        public readonly Runs GetEnumerator() => this;

        /// <summary>Goes to the next run.</summary>
        public bool MoveNext() => ++row <= this.last;
    }
}
