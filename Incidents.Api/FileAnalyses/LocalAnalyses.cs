using Incidents.Statistics.Spatial;

namespace Incidents.Api.FileAnalyses;

/// <summary>A place with its local statistic.</summary>
internal sealed record LocalRow(
    string Id, double X, double Y, double Observed, int Neighbours, double Value, double Expectation, double Variance, double Z,
    double PNormal, double POneSidedNormal,
    double PSkewCorrected, double? PPermutation, double Q, double QNormal, SpotClass Class, double? ZEsdaRowStandardised);

/// <summary>Local statistics of places and their neighbours.</summary>
internal static class LocalAnalyses
{
    public static AnalysisAnswer GetisOrd(AnalyseInput input)
    {
        var places = Places.Read(input);
        var kind = input.Choice("kind", ("gi-star", GetisOrdKind.GiStar), ("gi", GetisOrdKind.Gi));
        var divisor = input.Choice("variance", ("n", VarianceDivisor.N), ("n-1", VarianceDivisor.NMinusOne));
        var row = input.Choice("weights", ("binary", false), ("row", true));
        var local = Statistics.Spatial.GetisOrd.Local(places.Values, places.Neighbours, kind, Test(input), divisor);
        var esda = row ? Statistics.Spatial.GetisOrd.RowStandardisedAsEsda(places.Values, places.Neighbours, kind) : null;
        var global = places.Values.All(v => v >= 0) ? Statistics.Spatial.GetisOrd.Global(places.Values, places.Neighbours) : null;
        return new(
            input.Method.Name, places.Summary,
            new
            {
                local.Basis,
                Spots = Spots(local),
                Shuffled = Shuffled(
                    input, places, (x, test) => Statistics.Spatial.GetisOrd.Local(x, places.Neighbours, kind, test, divisor)),
                Global = global,
                Places = Rows(places, local, esda),
            });
    }

    public static AnalysisAnswer LocalMoran(AnalyseInput input)
    {
        var places = Places.Read(input);
        var row = input.Choice("weights", ("row", true), ("binary", false));
        var local = Statistics.Spatial.LocalMoran.Of(places.Values, places.Neighbours, Test(input), row);
        return new(
            input.Method.Name, places.Summary,
            new
            {
                local.Basis,
                Spots = Spots(local),
                Shuffled = Shuffled(input, places, (x, test) => Statistics.Spatial.LocalMoran.Of(x, places.Neighbours, test, row)),
                Places = Rows(places, local, null),
            });
    }

    private static LocalTest Test(AnalyseInput input) => new()
    {
        Significance = input.Choice(
            "significance", ("skew-corrected", Significance.SkewCorrected), ("normal", Significance.Normal),
            ("permutation", Significance.Permutation)),
        FalseDiscoveryRate = input.Number("q", 0.05),
        Permutations = input.Replications(input.Text("significance") == "permutation" ? 999 : 0),
        Seed = input.Seed,
    };

    // The spots beside those of shuffled maps, where that is asked for.
    private static object? Shuffled(AnalyseInput input, Places places, Func<double[], LocalTest, LocalStatistics> statistic)
    {
        if (!input.Has("shuffles"))
            return null;
        var test = Test(input) with { Permutations = 0 };
        if (test.Significance is Significance.Permutation)
            throw new AnalyseException("Shuffled maps are not tested by permutation: leave out --shuffles or --significance permutation.");
        var found = ShuffledMaps.Of(places.Values, x => statistic(x, test), input.Whole("shuffles", 99), input.Seed);
        return new
        {
            found.Shuffles,
            found.Hot,
            found.ShareAsManyHot,
            found.ShareAnyHot,
            found.Cold,
            found.ShareAsManyCold,
            found.ShareAnyCold,
        };
    }

    private static Dictionary<string, int> Spots(LocalStatistics local) =>
        local.Places.CountBy(p => p.Class).OrderBy(c => c.Key).ToDictionary(c => c.Key.ToString(), c => c.Value);

    private static LocalRow[] Rows(Places places, LocalStatistics local, double[]? esda) =>
    [
        .. local.Places.Select((s, i) => new LocalRow(
            places.Ids[i], places.Points[i].X, places.Points[i].Y, places.Values[i], s.Neighbours, s.Value, s.Expectation, s.Variance, s.Z,
            s.PNormal, s.PNormal / 2,
            s.PSkewCorrected, s.PPermutation, s.Q, s.QNormal, s.Class, esda?[i])),
    ];
}

/// <summary>Places with a value and neighbours: as given, or cells in which points are counted.</summary>
internal sealed record Places(
    IReadOnlyList<string> Ids, IReadOnlyList<PlanarPoint> Points, double[] Values, Neighbours Neighbours, InputSummary Summary)
{
    public static Places Read(AnalyseInput input)
    {
        var set = PointsFile.Read(input);
        if (!input.Has("cell"))
        {
            var values = set.Values ?? throw new AnalyseException("Either the points have a column of values (--value), or they are "
                + "counted in cells (--cell METRES).");
            return new(set.Ids, set.Points, values, NeighboursOf(input, set.Points), set.Summary);
        }

        var grid = Grids.Of(input, set.Points);
        var counts = new double[grid.Count];
        var outside = 0;
        for (var i = 0; i < set.Points.Count; i++)
        {
            if (grid.CellOf(set.Points[i]) is >= 0 and var cell)
                counts[cell] += set.Values?[i] ?? 1;
            else
                outside++;
        }

        PlanarPoint[] middles = [.. Enumerable.Range(0, grid.Count).Select(grid.Centre)];
        return new(
            [.. Enumerable.Range(0, grid.Count).Select(i => $"{i % grid.Columns},{i / grid.Columns}")], middles, counts,
            NeighboursOf(input, grid, middles), Grids.Without(set.Summary, outside));
    }

    /// <summary>Neighbours among the cells of a grid: within a distance where one is given, else by contiguity.</summary>
    public static Neighbours NeighboursOf(AnalyseInput input, PlanarGrid grid, IReadOnlyList<PlanarPoint> middles) =>
        input.Has("distance") && !input.IsOn("queen")
            ? Neighbours.WithinDistance(middles, input.Needed("distance"), EdgeOf(input))
            : Neighbours.Queen([.. Enumerable.Range(0, grid.Count).Select(i => (i % grid.Columns, i / grid.Columns))]);

    /// <summary>Neighbours among the places given.</summary>
    public static Neighbours NeighboursOf(AnalyseInput input, IReadOnlyList<PlanarPoint> places)
    {
        if (input.Has("distance") && !input.IsOn("queen"))
            return Neighbours.WithinDistance(places, input.Needed("distance"), EdgeOf(input));
        if (!input.Has("pitch"))
            throw new AnalyseException("Which places are neighbours? Give --distance METRES, or --queen with --pitch METRES where the "
                + "places are middles of cells.");
        var pitch = input.Needed("pitch");
        var (x, y) = (places.Min(p => p.X), places.Min(p => p.Y));
        return Neighbours.Queen([.. places.Select(p => ((int)Math.Round((p.X - x) / pitch), (int)Math.Round((p.Y - y) / pitch)))]);
    }

    private static Edge EdgeOf(AnalyseInput input) => input.Choice("edge", ("inclusive", Edge.Inclusive), ("exclusive", Edge.Exclusive));
}
