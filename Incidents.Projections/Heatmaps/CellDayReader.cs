using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Heatmaps;

/// <summary>Count of a cell on a day.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Day">Local day of occurrence.</param>
/// <param name="Count">Sum of signed entries; never 0.</param>
public readonly record struct CellDayCount(GridCell Cell, LocalDate Day, long Count);

/// <summary>Reads counts by cell and day from the ledger.</summary>
public static class CellDayReader
{
    private static readonly string Some = Sql("select unnest($2::bigint[])", "and h.category = any($2)");
    private static readonly string All = Sql(CellWalk.All(HeatByDay.Table), "");

    /// <summary>The counts, in any order. What is known to the month or year only is left out.</summary>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="request">Which counts; cities, districts, hours and bounds of its scope are not used.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<CellDayCount>> Read(NpgsqlConnection connection, HeatmapRequest request, CancellationToken cancellation)
    {
        var parts = new List<CellDayCount>();
        foreach (var scope in request.Scope.Parts())
            parts.AddRange(await ReadPart(connection, request with { Scope = scope }, cancellation));
        return request.Scope.Measure.Parts().Count == 1 ? parts
            : [.. parts.GroupBy(c => (c.Cell, c.Day)).Select(g => new CellDayCount(g.Key.Cell, g.Key.Day, g.Sum(c => c.Count)))
                .Where(c => c.Count != 0)];
    }

    private static async Task<List<CellDayCount>> ReadPart(
        NpgsqlConnection connection, HeatmapRequest request, CancellationToken cancellation)
    {
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        var ranges = CellRanges.Covering(extent, request.Zoom, GridCell.FineZoom, 8);
        await using var command = new NpgsqlCommand(request.Scope.Categories is null ? All : Some, connection);
        object[] values =
        [
            (short)request.Scope.Measure, DimensionKeys.Ids(request.Scope.Categories) ?? [], ranges.Select(r => r.First).ToArray(),
            ranges.Select(r => r.Last).ToArray(), 2 * (GridCell.FineZoom - request.Zoom), request.Scope.From.ToDateOnly(),
            request.Scope.Until.ToDateOnly(), (request.Scope.AsKnownOn ?? LocalDate.MaxIsoValue).ToDateOnly(),
            request.Scope.From.With(DateAdjusters.StartOfMonth).ToDateOnly(),
        ];
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });

        var counts = new List<CellDayCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var cell = new GridCell(request.Zoom, rows.GetInt64(0));
            if (cell.X >= extent.West && cell.X <= extent.East && cell.Y >= extent.North && cell.Y <= extent.South)
                counts.Add(new(cell, LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(1)), rows.GetInt64(2)));
        }
        return counts;
    }

    // A range of months, not one walk for each month: days are read for years, and most rows of the range are needed.
    private static string Sql(string categories, string coarse) =>
        $"""
         select cell, day, sum(n) from (
         select h.cell >> $5 as cell, h.day, sum(h.n) as n
         from ({categories}) as w (category) cross join lateral (
             select cell, day, n from {ReadModels.Schema}.{HeatByDay.Table} h
             where h.measure = $1 and h.category = w.category and h.month >= $9 and h.month < $7 and h.day >= $6 and h.day < $7
                 and h.known <= $8
                 and exists (select from unnest($3::bigint[], $4::bigint[]) as r (first, last) where h.cell between r.first and r.last)
             offset 0) as h
         group by 1, 2
         union all
         select h.cell >> $5, h.day, -sum(h.n) from {ReadModels.Schema}.{CoarseCells.Table} h
         where h.measure = $1 {coarse} and h.day >= $6 and h.day < $7 and h.known <= $8
             and exists (select from unnest($3::bigint[], $4::bigint[]) as r (first, last) where h.cell between r.first and r.last)
         group by 1, 2) as counted
         group by 1, 2 having sum(n) <> 0
         """;
}
