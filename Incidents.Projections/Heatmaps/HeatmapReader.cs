using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Heatmaps;

/// <summary>Which counts a heat map shows.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Bounds">The part of the world; every cell that touches it is counted whole.</param>
/// <param name="Zoom">Zoom of the cells, 0 to <see cref="GridCell.FineZoom"/>.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="Categories">Category codes, or null for all.</param>
/// <param name="KnownOn">Count as known at the end of this day, or null for as known now.</param>
public sealed record HeatmapRequest(
    Measure Measure, GeoBounds Bounds, int Zoom, LocalDate From, LocalDate Until, IReadOnlyList<string>? Categories = null, LocalDate? KnownOn = null);

/// <summary>Reads cell counts off the ledger.</summary>
/// <param name="source">The database.</param>
public sealed class HeatmapReader(NpgsqlDataSource source)
{
    /// <summary>The statement that sums days; public so that a benchmark can run it alone.</summary>
    public static readonly string DaySql = Sql(HeatByDay.Table, "day", "and ($8::date is null or h.known <= $8)");

    /// <summary>The statement that sums months.</summary>
    public static readonly string MonthSql = Sql(HeatByMonth.Table, "month", "and $8::date is null");

    /// <summary>Cells with a count, in order of code.</summary>
    public async Task<List<CellCount>> Read(HeatmapRequest request, CancellationToken cancellation)
    {
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        var counts = new Dictionary<long, long>();
        foreach (var part in Parts(request))
        {
            var ranges = CellRanges.Covering(extent, request.Zoom, part.Months ? HeatByMonth.Zoom : GridCell.FineZoom);
            await using var command = Command(source, request, part, ranges);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                var code = rows.GetInt64(0);
                counts[code] = counts.GetValueOrDefault(code) + rows.GetInt64(1);
            }
        }

        var cells = new List<CellCount>(counts.Count);
        foreach (var (code, count) in counts)
        {
            var cell = new GridCell(request.Zoom, code);
            if (count != 0 && cell.X >= extent.West && cell.X <= extent.East && cell.Y >= extent.North && cell.Y <= extent.South)
                cells.Add(new(cell, count));
        }
        cells.Sort((a, b) => a.Cell.Code.CompareTo(b.Cell.Code));
        return cells;
    }

    /// <summary>One part of a period: days, or whole months.</summary>
    /// <param name="Months">Whether it is read from <see cref="HeatByMonth"/>.</param>
    /// <param name="From">First day.</param>
    /// <param name="Until">First day no longer counted.</param>
    public readonly record struct Part(bool Months, LocalDate From, LocalDate Until);

    /// <summary>How a request's period is read: whole months from the coarse table where its cells and its view of the past allow, the rest by days.</summary>
    public static IEnumerable<Part> Parts(HeatmapRequest request)
    {
        if (request.From >= request.Until)
            yield break;
        var firstMonth = request.From.Day == 1 ? request.From : request.From.With(DateAdjusters.StartOfMonth).PlusMonths(1);
        var lastMonth = request.Until.With(DateAdjusters.StartOfMonth);
        if (request.Zoom > HeatByMonth.Zoom || request.KnownOn is not null || firstMonth >= lastMonth)
        {
            yield return new(false, request.From, request.Until);
            yield break;
        }
        if (request.From < firstMonth)
            yield return new(false, request.From, firstMonth);
        yield return new(true, firstMonth, lastMonth);
        if (lastMonth < request.Until)
            yield return new(false, lastMonth, request.Until);
    }

    /// <summary>The command that sums one part.</summary>
    public static NpgsqlCommand Command(NpgsqlDataSource source, HeatmapRequest request, Part part, List<(long First, long Last)> ranges)
    {
        var command = source.CreateCommand(part.Months ? MonthSql : DaySql);
        var shift = 2 * ((part.Months ? HeatByMonth.Zoom : GridCell.FineZoom) - request.Zoom);
        Add((short)request.Measure);
        Add(request.Categories?.Distinct().ToArray() ?? (object)DBNull.Value, NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text);
        Add(ranges.Select(r => r.First).ToArray());
        Add(ranges.Select(r => r.Last).ToArray());
        Add(shift);
        Add(part.From.ToDateOnly());
        Add(part.Until.ToDateOnly());
        Add(request.KnownOn?.ToDateOnly() ?? (object)DBNull.Value, NpgsqlTypes.NpgsqlDbType.Date);
        return command;

        void Add(object value, NpgsqlTypes.NpgsqlDbType? type = null)
        {
            var parameter = new NpgsqlParameter { Value = value };
            if (type is { } told)
                parameter.NpgsqlDbType = told;
            command.Parameters.Add(parameter);
        }
    }

    // Category by category and range by range: each pair is one walk along the primary key's index, which holds the counts too.
    // Where all categories are wanted, their codes are found by skipping along the same index.
    private static string Sql(string table, string day, string known) =>
        $"""
         with recursive present(category) as (
             (select category from {ReadModels.Schema}.{table} where $2::text[] is null and measure = $1 order by category limit 1)
             union all
             select (select h.category from {ReadModels.Schema}.{table} h where h.measure = $1 and h.category > p.category order by h.category limit 1)
             from present p where p.category is not null),
         wanted(category) as (select category from present where category is not null union all select unnest($2::text[]))
         select h.cell >> $5, sum(h.n)
         from wanted w cross join unnest($3::bigint[], $4::bigint[]) as r (first, last)
         cross join lateral (
             select cell, n from {ReadModels.Schema}.{table} h
             where h.measure = $1 and h.category = w.category and h.cell between r.first and r.last and h.{day} >= $6 and h.{day} < $7 {known}
             offset 0) as h
         group by 1
         """;
}

/// <summary>A cell and its count.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Count">How many, as a sum of signed entries.</param>
public readonly record struct CellCount(GridCell Cell, long Count);
