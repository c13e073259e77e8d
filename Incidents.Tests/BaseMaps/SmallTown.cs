using Incidents.Benchmarks.BaseMaps;

namespace Incidents.Tests.BaseMaps;

/// <summary>A town of a few ways at Karaganda, each of which shows one thing.</summary>
internal static class SmallTown
{
    /// <summary>The moment of its data, in seconds since 1970: 2026-01-01T00:00:00Z.</summary>
    public const long At = 1_767_225_600;

    /// <summary>The town.</summary>
    public static MadeExtract Make()
    {
        var town = new MadeExtract();
        town.Node(73.10, 49.80, ("place", "city"), ("name", "Қарағанды"), ("name:ru", "Караганда"), ("population", "520 486"));
        town.Node(72.96, 50.05, ("place", "town"), ("name", "Теміртау"), ("name:ru", "Темиртау"), ("name:kk", "Теміртау"));
        // Two ways of one street, which meet; a third of the same name in the other town.
        (string, string)[] bukhar =
        [
            ("highway", "primary"), ("name", "Бұқар жырау даңғылы"), ("name:ru", "проспект Бухар-Жырау"),
            ("name:kk", "Бұқар жырау даңғылы"),
        ];
        var middle = town.Node(73.105, 49.801);
        town.Way([town.Node(73.10, 49.80), middle], bukhar);
        town.Way([middle, town.Node(73.11, 49.802)], bukhar);
        town.Line([(72.955, 50.05), (72.965, 50.052)], bukhar);
        town.Line(
            [(73.09, 49.79), (73.09, 49.80), (73.095, 49.805)], ("highway", "residential"), ("name", "улица Ержанова"),
            ("oneway", "yes"));
        town.Line([(73.00, 49.75), (73.05, 49.78)], ("railway", "rail"));
        town.Line([(73.00, 49.85), (73.02, 49.86), (73.05, 49.85)], ("waterway", "river"), ("name", "Нұра"));
        town.Box(73.12, 49.80, 73.1205, 49.8005, ("building", "yes"));
        town.Box(73.05, 49.80, 73.07, 49.82, ("leisure", "park"));
        // A lake with an island.
        var shore = town.Box(73.15, 49.83, 73.19, 49.86);
        var island = town.Box(73.16, 49.84, 73.17, 49.85);
        town.Relation([(shore, "outer"), (island, "inner")], ("type", "multipolygon"), ("natural", "water"), ("name", "Федоров көлі"));
        // A border of two levels: the higher one counts.
        var border = town.Line([(72.9, 49.7), (73.3, 49.7), (73.3, 49.95)]);
        town.Relation([(border, "outer")], ("type", "boundary"), ("boundary", "administrative"), ("admin_level", "6"));
        town.Relation([(border, "outer")], ("type", "boundary"), ("boundary", "administrative"), ("admin_level", "4"));
        return town;
    }
}
