using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Benchmarks.Heatmaps;

/// <summary>SQL written for just these requests, on one connection with prepared statements.</summary>
internal sealed class HandWritten(NpgsqlConnection connection) : IDisposable
{
    private const string Day = $"{ReadModels.Schema}.{HeatByDay.Table}";
    private const string Month = $"{ReadModels.Schema}.{HeatByMonth.Table}";

    // For each month one walk from the first to the last code of the bounds; what lies outside them is passed over.
    private readonly NpgsqlCommand walk = Prepare(
        connection,
        $"""
         select cell, sum(n) from {Day}
         where measure = $1 and category = $2 and month = any($3) and cell between $4 and $5 and day >= $6 and day < $7 group by cell
         """,
        (short)0, 0L, (DateOnly[])[], 0L, 0L, default(DateOnly), default(DateOnly));

    // The bounds cut into ranges, each a walk of its own.
    private readonly NpgsqlCommand ranges = Prepare(
        connection,
        $"""
         select h.cell, sum(h.n) from unnest($4, $5) as r (first, last)
         join {Day} h on h.measure = $1 and h.category = $2 and h.month = any($3)
         and h.cell between r.first and r.last and h.day >= $6 and h.day < $7 group by h.cell
         """,
        (short)0, 0L, (DateOnly[])[], (long[])[], (long[])[], default(DateOnly), default(DateOnly));

    private readonly NpgsqlCommand monthsOfOne = Prepare(
        connection, $"select cell >> $5, sum(n) from {Month} where measure = $1 and category = $2 and month >= $3 and month < $4 group by "
            + "1",
        (short)0, 0L, default(DateOnly), default(DateOnly), 0);

    private readonly NpgsqlCommand monthsOfAll = Prepare(
        connection, $"select cell >> $4, sum(n) from {Month} where measure = $1 and month >= $2 and month < $3 group by 1",
        (short)0, default(DateOnly), default(DateOnly), 0);

    private readonly NpgsqlCommand edgesOfAll = Prepare(
        connection, $"select cell >> $5, sum(n) from {Day} where measure = $1 and category = any($2) and month = $3 and day >= $3 + $4 "
            + "and day < $6 group by 1",
        (short)0, (long[])[], default(DateOnly), 0, 0, default(DateOnly));

    /// <summary>A town by days, as one walk along the index.</summary>
    public long Walk(HeatAsk ask)
    {
        var codes = CellRanges.Covering(ask.Extent, ask.Zoom, GridCell.FineZoom);
        return Sum(
            ask, walk, (short)Measure.Incidents, DimensionKeys.Id(ask.Category!), Touched(ask), codes[0].First, codes[^1].Last,
            ask.From.ToDateOnly(), ask.Until.ToDateOnly());
    }

    /// <summary>A town by days, range by range.</summary>
    public long Ranges(HeatAsk ask)
    {
        var codes = CellRanges.Covering(ask.Extent, ask.Zoom, GridCell.FineZoom);
        return Sum(
            ask, ranges, (short)Measure.Incidents, DimensionKeys.Id(ask.Category!), Touched(ask),
            codes.Select(c => c.First).ToArray(), codes.Select(c => c.Last).ToArray(),
            ask.From.ToDateOnly(), ask.Until.ToDateOnly());
    }

    /// <summary>The region by whole months: every cell of the table lies in it.</summary>
    public long Months(HeatAsk ask)
    {
        var shift = 2 * (HeatByMonth.Zoom - ask.Zoom);
        return ask.Category is { } category
            ? Sum(
                ask, monthsOfOne, (short)Measure.Incidents, DimensionKeys.Id(category),
                ask.From.ToDateOnly(), ask.Until.ToDateOnly(), shift)
            : Sum(ask, monthsOfAll, (short)Measure.Incidents, ask.From.ToDateOnly(), ask.Until.ToDateOnly(), shift);
    }

    /// <summary>The region, all categories, over a period whose ends lie within months.</summary>
    public long MonthsAndEdges(HeatAsk ask)
    {
        var (first, last) = (ask.From.With(DateAdjusters.StartOfMonth).PlusMonths(1), ask.Until.With(DateAdjusters.StartOfMonth));
        var shift = 2 * (GridCell.FineZoom - ask.Zoom);
        return Months(ask with { From = first, Until = last })
            + Edge(first.PlusMonths(-1), ask.From.Day - 1, first) + Edge(last, 0, ask.Until);

        long Edge(LocalDate month, int skipped, LocalDate until) => Sum(
            ask, edgesOfAll, (short)Measure.Incidents, CategoryMix.Codes.Select(DimensionKeys.Id).ToArray(),
            month.ToDateOnly(), skipped, shift, until.ToDateOnly());
    }

    public void Dispose()
    {
        foreach (var command in (NpgsqlCommand[])[walk, ranges, monthsOfOne, monthsOfAll, edgesOfAll])
            command.Dispose();
    }

    private static DateOnly[] Touched(HeatAsk ask)
    {
        var months = new List<DateOnly>();
        for (var month = ask.From.With(DateAdjusters.StartOfMonth); month < ask.Until; month = month.PlusMonths(1))
            months.Add(month.ToDateOnly());
        return [.. months];
    }

    private static long Sum(HeatAsk ask, NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
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

    private static NpgsqlCommand Prepare(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> samples)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var sample in samples)
            command.Parameters.Add(new() { Value = sample });
        command.Prepare();
        return command;
    }
}
