using Incidents.Statistics.Spatial;

namespace Incidents.Api.FileAnalyses;

/// <summary>Grids from <c>--bounds</c>, <c>--cell</c> and <c>--grid</c>.</summary>
internal static class Grids
{
    public static PlanarGrid Of(AnalyseInput input, IReadOnlyList<PlanarPoint> points)
    {
        double[] bounds;
        if (input.Has("bounds"))
        {
            bounds = input.Numbers("bounds");
            if (bounds.Length != 4)
                throw new AnalyseException("--bounds wants minX,minY,maxX,maxY.");
        }
        else if (points.Count > 0)
            bounds = [points.Min(p => p.X), points.Min(p => p.Y), points.Max(p => p.X), points.Max(p => p.Y)];
        else
            throw new AnalyseException("Without points the area must be given: --bounds minX,minY,maxX,maxY.");

        if (!input.Has("grid"))
            return PlanarGrid.Covering(bounds[0], bounds[1], bounds[2], bounds[3], input.Needed("cell"));
        if (input.Text("grid").Split('x') is not [var columnsText, var rowsText])
            throw new AnalyseException("--grid wants columns and rows: 200x200.");
        var (columns, rows) = (AnalyseInput.ParseWhole("grid", columnsText, 0), AnalyseInput.ParseWhole("grid", rowsText, 0));
        if (columns < 1 || rows < 1 || (long)columns * rows > 10_000_000 || !(bounds[2] > bounds[0] && bounds[3] > bounds[1]))
            throw new AnalyseException("A grid has at least one and at most 10 million cells, and bounds that are not turned over.");
        return new(bounds[0], bounds[1], (bounds[2] - bounds[0]) / columns, (bounds[3] - bounds[1]) / rows, columns, rows);
    }

    /// <summary>A summary that counts points outside the bounds, or before the first whole step of time, as left out.</summary>
    public static InputSummary Without(InputSummary summary, int outside, int early = 0)
    {
        var leftOut = new Dictionary<string, int>(summary.LeftOut);
        if (outside > 0)
            leftOut["OUTSIDE_BOUNDS"] = outside;
        if (early > 0)
            leftOut["BEFORE_FIRST_WHOLE_STEP"] = early;
        return summary with { Used = summary.Used - outside - early, LeftOut = leftOut };
    }
}
