using Incidents.Statistics.Forecasting;
using Incidents.Statistics.Spatial;

namespace Incidents.Api.FileAnalyses;

/// <summary>Density, centres, and scores of forecasts and measures.</summary>
internal static class PlaceAnalyses
{
    public static AnalysisAnswer KernelDensity(AnalyseInput input)
    {
        var set = PointsFile.Read(input);
        var kernel = input.Choice("kernel", ("quartic", Kernel.Quartic), ("gaussian", Kernel.Gaussian));
        var byRule = input.Text("bandwidth") is "" or "scott";
        var bandwidth = byRule ? Statistics.Spatial.KernelDensity.BandwidthByScott(set.Points, kernel) : input.Needed("bandwidth");
        var edge = input.Choice("edge-correction", ("none", EdgeCorrection.None), ("uniform", EdgeCorrection.Uniform));
        var density = Statistics.Spatial.KernelDensity.Of(set.Points, Grids.Of(input, set.Points), kernel, bandwidth, edge);
        return new(input.Method.Name, set.Summary, new
        {
            density.Basis,
            BandwidthRule = byRule ? "Scott 1992" : "given",
            density.Grid,
            Highest = density.Density.Max(),
            Cells = density.Density.Select((d, i) => new { density.Grid.Centre(i).X, density.Grid.Centre(i).Y, Density = d }).ToArray(),
        });
    }

    public static AnalysisAnswer Centrography(AnalyseInput input)
    {
        var set = PointsFile.Read(input);
        var weights = set.Weights ?? (input.Has("value") ? set.Values : null);
        return new(input.Method.Name, set.Summary, Statistics.Spatial.Centrography.Of(set.Points, weights));
    }

    public static AnalysisAnswer ForecastScore(AnalyseInput input)
    {
        var path = input.Has("areas") ? input.Text("areas") : input.Text("points");
        var table = Table.Read("areas", path);
        var (predicted, observed) = (
            table.Numbers(table.Need("predicted", "pred", "forecast")), table.Numbers(table.Need("observed", "obs", "count")));
        var area = table.Find("area") is { } column ? table.Numbers(column) : null;
        var ids = table.Find("id") is { } id ? table.Texts(id) : null;
        var scores = Statistics.Forecasting.ForecastScore.Of(
            [.. predicted.Select((p, i) => new ForecastCell(p, observed[i], area?[i] ?? 1))]);
        var share = input.Number("share", 0.01);
        return new(input.Method.Name, Summary(path, predicted.Length), new
        {
            scores.Basis,
            scores.Observed,
            scores.Predicted,
            scores.Area,
            scores.LogScore,
            scores.Impossible,
            Share = share,
            AtShare = scores.At(share),
            Steps = scores.Steps.Select(s => new
            {
                Id = ids?[s.Cell] ?? s.Cell.ToString(System.Globalization.CultureInfo.InvariantCulture),
                s.Predicted,
                s.Observed,
                s.AreaShare,
                s.Pai,
                s.Pei,
                s.Rri,
            }).ToArray(),
        });
    }

    public static AnalysisAnswer Impact(AnalyseInput input)
    {
        var table = Table.Read("areas", input.Text("areas"));
        return table.Find("role") is { } role ? DisplacementOf(input, table, role) : DifferenceOf(input, table);
    }

    private static AnalysisAnswer DisplacementOf(AnalyseInput input, Table table, int role)
    {
        var roles = table.Texts(role);
        var (before, after) = (table.Numbers(table.Need("before")), table.Numbers(table.Need("after")));
        BeforeAfter? Sum(string name)
        {
            int[] rows = [.. Enumerable.Range(0, roles.Length).Where(i => roles[i] == name)];
            return rows.Length == 0 ? null : new(rows.Sum(i => before[i]), rows.Sum(i => after[i]));
        }

        if (roles.Except(["target", "buffer", "control", "buffer-control"]).FirstOrDefault() is { } unknown)
            throw new AnalyseException($"A role is target, buffer, control or buffer-control, not '{unknown}'.");
        if ((Sum("target"), Sum("buffer"), Sum("control")) is not ({ } target, { } buffer, { } control))
            throw new AnalyseException("The roles target, buffer and control are needed.");
        return new(
            input.Method.Name, Summary(input.Text("areas"), roles.Length),
            Displacement.Of(target, buffer, control, Sum("buffer-control"), input.Replications(9_999), input.Seed));
    }

    private static AnalysisAnswer DifferenceOf(AnalyseInput input, Table table)
    {
        var (ids, treated) = (table.Texts(table.Need("id", "area")), table.Texts(table.Need("treated")));
        var (period, counts) = (
            table.TimeNumbers(table.Need("period", "time", "t", "date")), table.Numbers(table.Need("count", "cases", "value")));
        var moments = period.Distinct().Order().ToArray();
        if (!input.Has("first-after"))
            throw new AnalyseException("--first-after is needed: the first period after the measure, as the file writes it.");
        var periods = table.Texts(table.Need("period", "time", "t", "date"));
        var at = Array.IndexOf(periods, input.Text("first-after"));
        if (at < 0)
            throw new AnalyseException($"There is no period {input.Text("first-after")}.");
        var areas = Enumerable.Range(0, ids.Length).GroupBy(i => ids[i]).Select(rows =>
        {
            var series = new double[moments.Length];
            foreach (var i in rows)
                series[Array.BinarySearch(moments, period[i])] += counts[i];
            string[] words = [.. rows.Select(i => treated[i]).Distinct()];
            return words is [("0" or "1" or "true" or "false") and var word]
                ? new ImpactArea(word is "1" or "true", series)
                : throw new AnalyseException($"Area {rows.Key} is treated (1) or not (0), the same in all its rows.");
        }).ToArray();
        var result = Statistics.Spatial.Impact.DifferenceInDifferences(
            areas, Array.BinarySearch(moments, period[at]), input.Number("confidence", 0.95), input.Replications(9_999), input.Seed);
        return new(input.Method.Name, Summary(input.Text("areas"), ids.Length), result);
    }

    private static InputSummary Summary(string path, int rows) =>
        new(Path.GetFileName(path), rows, rows, new Dictionary<string, int>(), "as given");
}
