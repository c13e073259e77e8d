namespace Incidents.Projections.HotSpots;

/// <summary>Points sorted into square buckets, so that whatever lies within one bucket's width of a point is found in three runs of memory.</summary>
internal sealed class Buckets
{
    private readonly int[] _starts;
    private readonly int[] _bucketOf;
    private readonly int _columns, _rows;

    /// <summary>Sorts the points. Buckets are wider than asked where that many would outnumber the points fourfold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive and finite, or a coordinate is not finite.</exception>
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
        (_columns, _rows) = ((int)((maxX - minX) / width) + 1, (int)((maxY - minY) / width) + 1);

        _bucketOf = new int[n];
        _starts = new int[_columns * _rows + 1];
        for (var i = 0; i < n; i++)
        {
            _bucketOf[i] = (int)((points[i].Y - minY) / width) * _columns + (int)((points[i].X - minX) / width);
            _starts[_bucketOf[i] + 1]++;
        }

        for (var b = 0; b < _columns * _rows; b++)
            _starts[b + 1] += _starts[b];
        var next = _starts[..^1];
        (Ids, X, Y) = (new int[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var at = next[_bucketOf[i]]++;
            (Ids[at], X[at], Y[at]) = (i, points[i].X, points[i].Y);
        }
    }

    /// <summary>The points' numbers, in bucket order.</summary>
    public int[] Ids { get; }

    /// <summary>Their abscissas, in the same order.</summary>
    public double[] X { get; }

    /// <summary>Their ordinates, in the same order.</summary>
    public double[] Y { get; }

    /// <summary>The runs [From, To) of the bucket order that hold everything within a bucket's width of a point, itself included.</summary>
    public Runs Around(int point) => new(this, _bucketOf[point]);

    /// <summary>Up to three runs, one for each row of buckets.</summary>
    public ref struct Runs(Buckets buckets, int bucket)
    {
        private readonly int _column = bucket % buckets._columns;
        private readonly int _last = Math.Min(bucket / buckets._columns + 1, buckets._rows - 1);
        private int _row = Math.Max(bucket / buckets._columns - 1, 0) - 1;

        /// <summary>The present run.</summary>
        public readonly (int From, int To) Current
        {
            get
            {
                var first = _row * buckets._columns + Math.Max(_column - 1, 0);
                var last = _row * buckets._columns + Math.Min(_column + 1, buckets._columns - 1);
                return (buckets._starts[first], buckets._starts[last + 1]);
            }
        }

        /// <summary>The runs themselves.</summary>
        public readonly Runs GetEnumerator() => this;

        /// <summary>Goes to the next run.</summary>
        public bool MoveNext() => ++_row <= _last;
    }
}
