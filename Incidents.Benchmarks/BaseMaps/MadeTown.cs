namespace Incidents.Benchmarks.BaseMaps;

/// <summary>A made town at Karaganda: streets that wind, houses along them, paths, parks and lakes.</summary>
/// <remarks>
/// Of its ways three in ten are pieces of streets, five houses, the rest paths, parks and lakes, about as in OpenStreetMap's Karaganda. Two
/// pieces of a street meet in a node, as they do there.
/// </remarks>
internal static class MadeTown
{
    private const double West = 72.95;
    private const double South = 49.70;
    private const double Degrees = 0.4;
    private const int PiecesPerStreet = 12;
    private const int NodesPerPiece = 9;

    /// <summary>Makes it.</summary>
    /// <param name="ways">Number of ways.</param>
    public static MadeExtract Of(int ways)
    {
        var (town, random) = (new MadeExtract(), new Random(1));
        town.Node(West + Degrees / 2, South + Degrees / 2, ("place", "city"), ("name", "Town"), ("population", "500000"));
        while (town.Ways < ways * 3 / 10)
            Street(town, random, town.Ways / PiecesPerStreet);
        while (town.Ways < ways * 8 / 10)
            House(town, random);
        while (town.Ways < ways)
            Other(town, random);
        return town;
    }

    private static void Street(MadeExtract town, Random random, int number)
    {
        var kind = number % 20 == 0 ? "primary" : number % 7 == 0 ? "secondary" : "residential";
        (string, string)[] tags =
        [
            ("highway", kind), ("name", $"Көше {number}"), ("name:ru", $"улица {number}"), ("name:kk", $"Көше {number}"),
            ("surface", "asphalt"), ("lanes", "2"),
        ];
        var (x, y, direction) = (Anywhere(random, West), Anywhere(random, South), random.Next(4) * Math.PI / 2);
        var last = town.Node(x, y);
        for (var piece = 0; piece < PiecesPerStreet; piece++)
        {
            var nodes = new List<long> { last };
            for (var i = 1; i < NodesPerPiece; i++)
            {
                direction += (random.NextDouble() - 0.5) * 0.15;
                (x, y) = (x + Math.Cos(direction) * 0.00035, y + Math.Sin(direction) * 0.00022);
                nodes.Add(town.Node(x, y));
            }
            town.Way(nodes, tags);
            last = nodes[^1];
        }
    }

    private static void House(MadeExtract town, Random random)
    {
        var (x, y) = (Anywhere(random, West), Anywhere(random, South));
        town.Box(x, y, x + 0.0003, y + 0.00015, ("building", "yes"), ("addr:housenumber", "1"));
    }

    private static void Other(MadeExtract town, Random random)
    {
        var (x, y) = (Anywhere(random, West), Anywhere(random, South));
        var kind = random.Next(20);
        if (kind < 2)
        {
            var size = 0.0005 + random.NextDouble() * 0.004;
            var ring = Enumerable.Range(0, 40).Select(i => i * Math.PI / 20).Select(a =>
                town.Node(x + Math.Cos(a) * size, y + Math.Sin(a) * size * 0.6)).ToList();
            town.Way([.. ring, ring[0]], kind == 0 ? ("natural", "water") : ("leisure", "park"));
        }
        else
        {
            town.Line(
                Enumerable.Range(0, 6).Select(i => (x + i * 0.0002, y + random.NextDouble() * 0.0001)).ToList(),
                ("highway", random.Next(3) == 0 ? "service" : "footway"));
        }
    }

    private static double Anywhere(Random random, double from) => from + random.NextDouble() * Degrees;
}
