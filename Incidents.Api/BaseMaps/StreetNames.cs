using Incidents.Api.BaseMaps.Tiles;
using Incidents.Domain;

namespace Incidents.Api.BaseMaps;

/// <summary>The streets of a map: ways of one name near each other are one street, and those of another town another.</summary>
/// <remarks>
/// Ways are near each other where their points lie in the same square of about 1.6 km (at 50° N) or in neighbouring ones. Squares and not
/// distances between ways, so that a name that thousands of ways have takes no more time than thousands of names.
/// </remarks>
internal sealed class StreetNames
{
    private const int SquareBits = 16;

    private static readonly Dictionary<string, double> Kilometres = new()
    {
        ["city"] = 15,
        ["town"] = 6,
        ["village"] = 2.5,
        ["hamlet"] = 1,
    };

    private readonly Dictionary<string, List<Way>> byName = [];

    private sealed record Way(FeatureTags Tags, MapBounds Bounds, MapPoint Middle, (int X, int Y)[] Squares);

    /// <summary>Adds a way that has a name.</summary>
    public void Add(FeatureTags tags, ReadOnlySpan<MapPoint> points)
    {
        var name = FoldedText.Joined(tags.Name);
        if (!byName.TryGetValue(name, out var ways))
            byName[name] = ways = [];
        var squares = new HashSet<(int, int)>();
        foreach (var point in points)
            squares.Add((point.X >> SquareBits, point.Y >> SquareBits));
        ways.Add(new(tags, MapBounds.Of(points), points[points.Length / 2], [.. squares]));
    }

    /// <summary>The streets, by name.</summary>
    /// <param name="places">The settlements, to name the town of each.</param>
    public IEnumerable<BaseMapName> Names(IReadOnlyList<(FeatureTags Tags, MapPoint Point)> places)
    {
        var towns = places.Where(p => Kilometres.ContainsKey(p.Tags.Class!))
            .ToLookup(p => (p.Point.X >> (SquareBits + 4), p.Point.Y >> (SquareBits + 4)));
        return byName.OrderBy(n => n.Key, StringComparer.Ordinal).SelectMany(n => Streets(n.Value)).Select(s => Name(s, towns));
    }

    private static IEnumerable<List<Way>> Streets(List<Way> ways)
    {
        var parents = new Dictionary<(int X, int Y), (int X, int Y)>();
        foreach (var way in ways)
        {
            foreach (var square in way.Squares)
            {
                parents.TryAdd(square, square);
                Unite(square, way.Squares[0]);
            }
        }
        foreach (var (x, y) in parents.Keys.ToList())
        {
            foreach (var next in ((int, int)[])[(x + 1, y), (x, y + 1), (x + 1, y + 1), (x + 1, y - 1)])
            {
                if (parents.ContainsKey(next))
                    Unite((x, y), next);
            }
        }
        return ways.GroupBy(way => Root(way.Squares[0])).Select(g => g.ToList());

        (int, int) Root((int X, int Y) square)
        {
            while (parents[square] != square)
                square = parents[square] = parents[parents[square]];
            return square;
        }

        void Unite((int X, int Y) a, (int X, int Y) b) => parents[Root(a)] = Root(b);
    }

    private static BaseMapName Name(List<Way> ways, ILookup<(int, int), (FeatureTags Tags, MapPoint Point)> towns)
    {
        var bounds = ways.Aggregate(MapBounds.None, (all, way) => all.With(way.Bounds));
        var centre = new MapPoint(bounds.West + ((bounds.East - bounds.West) / 2), bounds.North + ((bounds.South - bounds.North) / 2));
        var middle = ways.MinBy(way => Distance(way.Middle, centre))!.Middle.Degrees();
        var main = ways.MinBy(way => way.Tags.MinZoom)!.Tags;
        return new(
            BaseMapName.Street, main.Name!, new(First(t => t.NameRu), First(t => t.NameKk), First(t => t.NameEn)), main.Class!,
            Town(middle, centre, towns), null, middle, bounds.Degrees());

        string? First(Func<FeatureTags, string?> name) => ways.Select(way => name(way.Tags)).FirstOrDefault(n => n is not null);
    }

    // The town that is nearest in proportion to its size, within twice that.
    private static string? Town(GeoPoint point, MapPoint at, ILookup<(int, int), (FeatureTags Tags, MapPoint Point)> towns)
    {
        var (x, y) = (at.X >> (SquareBits + 4), at.Y >> (SquareBits + 4));
        var near =
            from dx in Enumerable.Range(-1, 3)
            from dy in Enumerable.Range(-1, 3)
            from town in towns[(x + dx, y + dy)]
            let share = FoundPlace.Kilometres(point, town.Point.Degrees()) / Kilometres[town.Tags.Class!]
            where share < 2
            orderby share, town.Tags.Name
            select town.Tags.Name;
        return near.FirstOrDefault();
    }

    private static double Distance(MapPoint a, MapPoint b) => Math.Pow((double)a.X - b.X, 2) + Math.Pow((double)a.Y - b.Y, 2);
}
