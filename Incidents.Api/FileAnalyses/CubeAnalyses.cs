using Incidents.Statistics.Spatial;

namespace Incidents.Api.FileAnalyses;

/// <summary>Statistics of space and time together.</summary>
internal static class CubeAnalyses
{
    public static AnalysisAnswer Knox(AnalyseInput input)
    {
        var set = PointsFile.Read(input);
        var times = set.NeededTimes;
        var (space, time) = (BandsOf(input, "space", "delta"), BandsOf(input, "time", "tau"));
        var metric = input.Choice("metric", ("euclidean", Metric.Euclidean), ("manhattan", Metric.Manhattan));
        var table = Statistics.Spatial.Knox.Table(
            [.. set.Points.Select((p, i) => new SpaceTimePoint(p.X, p.Y, times[i]))], space, time, metric, input.Replications(999),
            input.Seed);
        return new(input.Method.Name, set.Summary, table);
    }

    public static AnalysisAnswer Emerging(AnalyseInput input)
    {
        var set = PointsFile.Read(input);
        var times = set.NeededTimes;
        var (steps, ids, middles, neighbours, summary) = input.Has("cell") ? Counted(input, set, times) : Given(input, set, times);
        var result = EmergingHotSpots.Classify(steps, neighbours, new()
        {
            Window = input.Choice("window", ("cube", ComparisonWindow.Cube), ("step", ComparisonWindow.Step)),
            TimeLags = input.Whole("lags", input.Text("window") == "step" ? 0 : 1),
            Significance = input.Choice("significance", ("skew-corrected", Significance.SkewCorrected), ("normal", Significance.Normal)),
            ControlFalseDiscoveries = !input.IsOn("no-fdr"),
            Level = input.Number("q", input.Number("alpha", 0.05)),
            CorrectAutocorrelation = !input.IsOn("plain-trend"),
        });
        return new(input.Method.Name, summary, new
        {
            result.Basis,
            Patterns = result.Cells.CountBy(c => c.Pattern is EmergingPattern.NoPattern ? "NoPattern" : $"{c.Pattern} {c.Side}")
                .OrderBy(c => c.Key, StringComparer.Ordinal)
                .ToDictionary(c => c.Key, c => c.Value),
            Cells = result.Cells.Select((c, i) => new
            {
                Id = ids[i],
                middles[i].X,
                middles[i].Y,
                c.Pattern,
                c.Side,
                c.HotSteps,
                c.ColdSteps,
                TrendS = c.Trend.S,
                TrendZ = c.Trend.Z,
                TrendP = c.Trend.P,
                c.Trend.Tau,
                TrendDirection = c.Trend.Direction,
                c.SlopePerStep,
                Counts = steps.Select(s => s[i]).ToArray(),
                c.Z,
                c.Steps,
            }).ToArray(),
        });
    }

    public static AnalysisAnswer Scan(AnalyseInput input)
    {
        ScanOptions options = new()
        {
            MaxShare = input.Number("max-share", 0.5),
            MaxRadius = input.Number("max-radius", double.PositiveInfinity),
            MaxDurationShare = input.Number("max-duration", 0.5),
            OnlyAlive = input.IsOn("alive"),
            Replications = input.Replications(999),
            Seed = input.Seed,
        };
        if (input.Has("areas"))
            return ScanAreas(input, options);
        if (!input.Has("points"))
            throw new AnalyseException("--areas FILE or --points FILE is needed.");
        var set = PointsFile.Read(input);
        var step = StepsOf(input, set.NeededTimes, out var count);
        if (count < 2)
            throw new AnalyseException("The points lie within one step of --step; a scan in space and time needs at least two.");
        PlanarPoint[] places;
        int[] placeOf;
        if (input.Has("cell"))
        {
            var grid = Grids.Of(input, set.Points);
            int[] cells = [.. set.Points.Select(grid.CellOf)];
            int[] used = [.. cells.Where(c => c >= 0).Distinct().Order()];
            var number = used.Select((cell, i) => (cell, i)).ToDictionary(p => p.cell, p => p.i);
            (places, placeOf) = ([.. used.Select(grid.Centre)], [.. cells.Select(c => c < 0 ? -1 : number[c])]);
        }
        else
        {
            places = [.. set.Points.Distinct()];
            var number = places.Select((p, i) => (p, i)).ToDictionary(p => p.p, p => p.i);
            placeOf = [.. set.Points.Select(p => number[p])];
        }

        (int Place, int Step)[] cases = [.. placeOf.Zip(step).Where(c => c is { First: >= 0, Second: >= 0 })];
        var result = SpaceTimeScan.Permutation(places, cases, count, options);
        var early = step.Where((s, i) => s < 0 && placeOf[i] >= 0).Count();
        return new(
            input.Method.Name, Grids.Without(set.Summary, placeOf.Count(p => p < 0), early),
            Described(result, i => $"{places[i].X}, {places[i].Y}", places));
    }

    private static AnalysisAnswer ScanAreas(AnalyseInput input, ScanOptions options)
    {
        var table = Table.Read("areas", input.Text("areas"));
        var (x, y) = (table.Numbers(table.Need("x")), table.Numbers(table.Need("y")));
        var (cases, population) = (table.Numbers(table.Need("cases", "count", "value")), table.Numbers(table.Need("population", "pop")));
        var ids = table.Find("id") is { } id ? table.Texts(id) : null;
        ScanArea[] areas = [.. x.Select((_, i) => new ScanArea(new(x[i], y[i]), cases[i], population[i]))];
        var result = SpaceTimeScan.Poisson(areas, options);
        return new(
            input.Method.Name,
            new(Path.GetFileName(input.Text("areas")), areas.Length, areas.Length, new Dictionary<string, int>(), "as given"),
            Described(
                result, i => ids?[i] ?? i.ToString(System.Globalization.CultureInfo.InvariantCulture), [.. areas.Select(a => a.Place)]));
    }

    private static object Described(ScanResult result, Func<int, string> id, IReadOnlyList<PlanarPoint> places) => new
    {
        result.Basis,
        result.Cases,
        CriticalLogLikelihoodRatio = result.Critical,
        Clusters = result.Clusters.Select(c => new
        {
            Centre = id(c.Centre),
            places[c.Centre].X,
            places[c.Centre].Y,
            c.Radius,
            c.FirstStep,
            c.LastStep,
            c.Observed,
            c.Expected,
            c.RelativeRisk,
            c.LogLikelihoodRatio,
            c.P,
            Places = c.Places.Select(id).ToArray(),
        }).ToArray(),
    };

    private static Bands BandsOf(AnalyseInput input, string name, string single)
    {
        if (input.Has(single))
            return Bands.UpTo(input.Needed(single));
        if (!input.Has(name))
            throw new AnalyseException($"Give the bands' edges with --{name}, e.g. 0,7,14, or a single band that includes both edges with "
                + $"--{single}.");
        return new(
            input.Numbers(name), input.Choice("edges", ("lower", BandEdge.Lower), ("upper", BandEdge.Upper)), input.IsOn("close-outer"));
    }

    // Steps (t − length, t] counted back from the last time, so that the last step is a whole one; what the first, incomplete one holds is
    // left out (-1).
    private static int[] StepsOf(AnalyseInput input, double[] times, out int count)
    {
        if (times.Length == 0)
            throw new AnalyseException("There are no points.");
        var length = input.Needed("step");
        if (!(length > 0))
            throw new AnalyseException("--step is positive.");
        var wholeNumbers = times.All(t => t == Math.Floor(t));
        // Whole numbers stand for a day each: from day 1 to day 14 there are two weeks.
        var (last, span) = (times.Max(), times.Max() - times.Min() + (wholeNumbers ? 1 : 0));
        var steps = Math.Max(1, (int)Math.Floor(span / length + 1e-9));
        count = steps;
        return [.. times.Select(t => steps - 1 - (int)Math.Floor((last - t) / length)).Select(s => Math.Max(s, -1))];
    }

    private static (
        double[][] Steps, IReadOnlyList<string> Ids, IReadOnlyList<PlanarPoint> Middles, Neighbours Neighbours,
        InputSummary Summary) Counted(
        AnalyseInput input, PointSet set, double[] times)
    {
        var grid = Grids.Of(input, set.Points);
        var step = StepsOf(input, times, out var count);
        double[][] steps = [.. Enumerable.Range(0, count).Select(_ => new double[grid.Count])];
        var (outside, early) = (0, 0);
        for (var i = 0; i < step.Length; i++)
        {
            var cell = grid.CellOf(set.Points[i]);
            if (cell < 0)
                outside++;
            else if (step[i] < 0)
                early++;
            else
                steps[step[i]][cell] += set.Values?[i] ?? 1;
        }

        PlanarPoint[] middles = [.. Enumerable.Range(0, grid.Count).Select(grid.Centre)];
        return (
            steps, [.. Enumerable.Range(0, grid.Count).Select(i => $"{i % grid.Columns},{i / grid.Columns}")], middles,
            Places.NeighboursOf(input, grid, middles),
            Grids.Without(set.Summary, outside, early));
    }

    private static (
        double[][] Steps, IReadOnlyList<string> Ids, IReadOnlyList<PlanarPoint> Middles, Neighbours Neighbours, InputSummary Summary) Given(
        AnalyseInput input, PointSet set, double[] times)
    {
        var values = set.Values ?? throw new AnalyseException("Either the rows give a value for each place and time, or points are "
            + "counted in cells (--cell, --step).");
        PlanarPoint[] places = [.. set.Points.Distinct()];
        double[] moments = [.. times.Distinct().Order()];
        var placeOf = places.Select((p, i) => (p, i)).ToDictionary(p => p.p, p => p.i);
        double[][] steps = [.. moments.Select(_ => new double[places.Length])];
        var ids = new string[places.Length];
        for (var i = values.Length - 1; i >= 0; i--)
        {
            var place = placeOf[set.Points[i]];
            steps[Array.BinarySearch(moments, times[i])][place] += values[i];
            ids[place] = set.Ids[i];
        }

        return (steps, ids, places, Places.NeighboursOf(input, places), set.Summary);
    }
}
