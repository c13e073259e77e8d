namespace Incidents.Api.BaseMaps.Tiles;

/// <summary>Shapes at the resolution of a zoom: without what would be smaller than it can show.</summary>
/// <remarks>
/// A tile has 4,096 units and is drawn with 512 pixels, so that a pixel is 8 units. Lines are simplified by Douglas and Peucker (1973),
/// with a tolerance of a pixel, at the greatest zoom a quarter of one, because the map is magnified there.
/// </remarks>
internal static class Generalisation
{
    /// <summary>The greatest zoom that has tiles.</summary>
    public const int MostZoom = 14;

    /// <summary>Bits of a coordinate in a tile: 4,096 units.</summary>
    public const int ExtentBits = 12;

    private const int UnitsPerPixel = 8;
    private const int LeastLinePixels = 3;
    private const int LeastAreaPixels = 4;

    /// <summary>How far coordinates are shifted for a zoom.</summary>
    public static int Shift(int zoom) => MapPoint.Bits - ExtentBits - zoom;

    /// <summary>Whether a thing is large enough to be drawn at a zoom. At the greatest zoom every thing is.</summary>
    public static bool IsLargeEnough(in FeatureStore.Feature feature, int zoom)
    {
        if (zoom == MostZoom || feature.Tags.IsPoint)
            return true;
        var shift = Shift(zoom);
        long width = (feature.Bounds.East - feature.Bounds.West) >> shift, height = (feature.Bounds.South - feature.Bounds.North) >> shift;
        return feature.Tags.IsArea
            ? width * height >= LeastAreaPixels * UnitsPerPixel * UnitsPerPixel
            : Math.Max(width, height) >= LeastLinePixels * UnitsPerPixel;
    }

    /// <summary>The shape of a thing at a zoom, in units of that zoom from the corner of the world.</summary>
    /// <param name="tags">The thing.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="zoom">The zoom.</param>
    /// <param name="result">Receives the shape; without parts where nothing is left.</param>
    public static void Apply(FeatureTags tags, Shape shape, int zoom, Shape result)
    {
        result.Clear();
        var (shift, tolerance) = (Shift(zoom), zoom == MostZoom ? UnitsPerPixel / 4 : UnitsPerPixel);
        var half = 1 << (shift - 1);
        var scaled = new Shape();
        for (var i = 0; i < shape.Parts; i++)
        {
            foreach (var point in shape.Part(i))
                scaled.Add(new((int)(((long)point.X + half) >> shift), (int)(((long)point.Y + half) >> shift)));
            if (tags.IsPoint)
            {
                result.Add(scaled.Open[0]);
                result.End(1);
            }
            else if (tags.IsArea)
            {
                Simplify(scaled.Open, tolerance, result);
                var isTooSmall = zoom < MostZoom && Math.Abs(Area2(result.Open)) < 2 * LeastAreaPixels * UnitsPerPixel * UnitsPerPixel;
                // A hole that is too small is filled; an area that is too small is not drawn.
                if (isTooSmall || result.Open.Length < 4)
                    result.Drop();
                else
                    result.End(4);
                if (i == 0 && result.Parts == 0)
                    return;
            }
            else
            {
                Simplify(scaled.Open, tolerance, result);
                // What is shorter than a unit is drawn as one at the greatest zoom, so that no name is lost.
                if (zoom == MostZoom && result.Open.Length == 1)
                    result.Add(new(result.Open[0].X + 1, result.Open[0].Y));
                result.End(2);
            }
            scaled.Clear();
        }
    }

    /// <summary>Twice the signed area of a ring; positive where it turns clockwise on a map whose Y points south.</summary>
    public static long Area2(ReadOnlySpan<MapPoint> ring)
    {
        var sum = 0L;
        for (var i = 1; i < ring.Length; i++)
            sum += ((long)ring[i - 1].X * ring[i].Y) - ((long)ring[i].X * ring[i - 1].Y);
        return sum;
    }

    private static void Simplify(ReadOnlySpan<MapPoint> points, int tolerance, Shape result)
    {
        if (points.Length == 0)
            return;
        var isKept = new bool[points.Length];
        (isKept[0], isKept[^1]) = (true, true);
        var spans = new Stack<(int First, int Last)>([(0, points.Length - 1)]);
        while (spans.TryPop(out var span))
        {
            var (farthest, most) = (-1, (double)tolerance * tolerance);
            for (var i = span.First + 1; i < span.Last; i++)
            {
                var distance = SquaredDistance(points[i], points[span.First], points[span.Last]);
                if (distance > most)
                    (farthest, most) = (i, distance);
            }
            if (farthest < 0)
                continue;
            isKept[farthest] = true;
            spans.Push((span.First, farthest));
            spans.Push((farthest, span.Last));
        }
        for (var i = 0; i < points.Length; i++)
        {
            if (isKept[i])
                result.Add(points[i]);
        }
    }

    private static double SquaredDistance(MapPoint point, MapPoint from, MapPoint to)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, x = point.X - from.X, y = point.Y - from.Y;
        var length = dx * dx + dy * dy;
        var share = length == 0 ? 0 : Math.Clamp((x * dx + y * dy) / length, 0, 1);
        return (x - share * dx) * (x - share * dx) + (y - share * dy) * (y - share * dy);
    }
}
