using DuckDB.NET.Data;
using Incidents.Domain;
using Incidents.Projections.Ledgers;

namespace Incidents.Benchmarks.Heatmaps;

/// <summary>The same request over the same rows in DuckDB, in this process.</summary>
internal sealed class DuckHeat(DuckDBConnection connection)
{
    public long Total(HeatAsk ask)
    {
        var codes = CellRanges.Covering(ask.Extent, ask.Zoom, GridCell.FineZoom);
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
             select cell >> {2 * (GridCell.FineZoom - ask.Zoom)}, sum(n)::bigint from heat_day
             where measure = {(short)Measure.Incidents} and cell between {codes[0].First} and {codes[^1].Last}
                 and day >= date '{ask.From:uuuu-MM-dd}' and day < date '{ask.Until:uuuu-MM-dd}'
                 {(ask.Category is null ? "" : $"and category = '{ask.Category}'")}
             group by 1
             """;
        var extent = ask.Extent;
        var total = 0L;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var cell = new GridCell(ask.Zoom, rows.GetInt64(0));
            if (cell.X >= extent.West && cell.X <= extent.East && cell.Y >= extent.North && cell.Y <= extent.South)
                total += rows.GetInt64(1);
        }
        return total;
    }
}
