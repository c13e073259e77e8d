using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Heatmaps;

/// <summary>Sums from the tables of cells, by walks along the index of their primary key.</summary>
internal static class CellWalk
{
    /// <summary>
    /// The first command of a batch, which holds until its end. The planner cannot know the number of rows; expecting few, it would sort
    /// all of them, on disk.
    /// </summary>
    public const string WithoutSort = "select set_config('enable_sort', 'off', true)";

    // Each walk begins with a descent from the root of the index, which costs as much as skipping hundreds of rows: beyond this number,
    // wider ranges are cheaper. Months have few, coarse cells, with few rows between two ranges.
    private const int MostWalksByDay = 30;
    private const int MostWalksByMonth = 100;
    private const int UsualCategories = 20;
    private const string Some = "select unnest($2::bigint[])";

    /// <summary>One part of a period: days, or whole months.</summary>
    /// <param name="Months">Whether it is read from <see cref="HeatByMonth"/>.</param>
    /// <param name="From">First day.</param>
    /// <param name="Until">First day no longer counted.</param>
    public readonly record struct Part(bool Months, LocalDate From, LocalDate Until);

    /// <summary>
    /// The parts of the period of a request: whole months from the coarse table where zoom, bounds and day of knowledge allow it, the rest
    /// by days.
    /// </summary>
    public static IEnumerable<Part> Parts(HeatmapRequest request)
    {
        var (scope, from, until) = (request.Scope, request.Scope.From, request.Scope.Until);
        if (from >= until)
            yield break;
        var lastMonth = until.With(DateAdjusters.StartOfMonth);
        // No month follows the last one of the calendar.
        var firstMonth = from.Day == 1 ? from
            : from >= lastMonth ? lastMonth
            : from.With(DateAdjusters.StartOfMonth).PlusMonths(1);
        if (request.Zoom > HeatByMonth.Zoom || scope.AsKnownOn is not null || scope.Bounds is not null || firstMonth >= lastMonth)
        {
            yield return new(false, from, until);
            yield break;
        }
        // Days first: all parts are read in one transaction, which must lock the tables in the order in which a rebuild swaps them.
        if (from < firstMonth)
            yield return new(false, from, firstMonth);
        if (lastMonth < until)
            yield return new(false, lastMonth, until);
        yield return new(true, firstMonth, lastMonth);
    }

    /// <summary>The sums of one part. Cells outside the bounds of the request may be among them.</summary>
    /// <param name="request">The request.</param>
    /// <param name="part">The part.</param>
    /// <param name="columns">
    /// SQL of the columns to sum by, over <c>h</c> and the category <c>w.category</c>; <c>$5</c> is the shift to the zoom, <c>$7</c> the
    /// first day of a part by days.
    /// </param>
    /// <param name="read">Columns of the table that these use, and the count <c>n</c>.</param>
    public static NpgsqlBatchCommand Command(HeatmapRequest request, Part part, string[] columns, string read)
    {
        var scope = request.Scope;
        var months = Months(part);
        var storedZoom = part.Months ? HeatByMonth.Zoom : GridCell.FineZoom;
        var walksARange = months.Length * (scope.Categories?.Count ?? UsualCategories);
        var (extent, zoom) = Extent(request);
        var ranges = CellRanges.Covering(
            extent, zoom, storedZoom,
            Math.Clamp((part.Months ? MostWalksByMonth : MostWalksByDay) / Math.Max(1, walksARange), 1, CellRanges.Most));

        var command = new NpgsqlBatchCommand();
        SqlParameters parameters = new(command.Parameters);
        parameters.Add((short)scope.Measure);
        parameters.Add(DimensionKeys.Ids(scope.Categories) ?? []);
        parameters.Add(ranges.ConvertAll(r => r.First));
        parameters.Add(ranges.ConvertAll(r => r.Last));
        parameters.Add(2 * (storedZoom - request.Zoom));
        parameters.Add(months);
        var more = "";
        if (!part.Months)
            more = $"and h.day >= {parameters.Add(part.From.ToDateOnly())} and h.day < {parameters.Add(part.Until.ToDateOnly())}";
        if (scope.AsKnownOn is { } known)
            more += $" and h.known <= {parameters.Add(known.ToDateOnly())}";
        // With the sum it is no condition of the index: for that, each walk would be done once for every city.
        if (DimensionKeys.Ids(scope.Cities) is { } cities)
            more += $" and h.city + 0 = any({parameters.Add(cities)})";
        if (scope.Bounds is { } bounds)
            more += $" and {CellRectangle.Condition("h.cell", bounds, parameters)}";
        var table = part.Months ? HeatByMonth.Table : HeatByDay.Table;
        command.CommandText = Sql(table, scope.Categories is null ? All(table) : Some, columns, read, more);
        return command;
    }

    // The cells of the request, or the finest ones that touch the bounds of its scope too.
    private static ((int West, int North, int East, int South) Extent, int Zoom) Extent(HeatmapRequest request)
    {
        if (request.Scope.Bounds is not { } bounds)
            return (CellRanges.Extent(request.Bounds, request.Zoom), request.Zoom);
        var cells = CellRaster.Touching(request.Bounds, request.Zoom).In(GridCell.FineZoom);
        var (west, north, east, south) = CellRanges.Extent(bounds, GridCell.FineZoom);
        return (
            (
                Math.Max(west, cells.West), Math.Max(north, cells.North), Math.Min(east, cells.West + cells.Columns - 1),
                Math.Min(south, cells.North + cells.Rows - 1)),
            GridCell.FineZoom);
    }

    /// <summary>First days of the months that the part touches.</summary>
    private static DateOnly[] Months(Part part)
    {
        var months = new List<DateOnly>();
        var first = part.From.ToYearMonth();
        var last = part.Until.Day == 1 && part.Until > part.From ? part.Until.PlusDays(-1).ToYearMonth() : part.Until.ToYearMonth();
        for (var month = first; month < last; month = month.PlusMonths(1))
            months.Add(month.OnDayOfMonth(1).ToDateOnly());
        if (part.From < part.Until)
            months.Add(last.OnDayOfMonth(1).ToDateOnly());
        return [.. months];
    }

    // A loose index scan for the category codes in the table: PostgreSQL has none of its own before 18.
    internal static string All(string table) =>
        $"""
         with recursive present(category) as (
             (select category from {ReadModels.Schema}.{table}
              where measure = $1 and cardinality($2::bigint[]) = 0 order by category limit 1)
             union all
             select (select h.category from {ReadModels.Schema}.{table} h
                     where h.measure = $1 and h.category > p.category order by h.category limit 1)
             from present p where p.category is not null)
         select category from present where category is not null
         """;

    // For each category, range and month one walk along the index of the primary key, which contains the counts too. `offset 0` keeps this
    // order of joins: the planner, which does not know the parameters, may choose the reverse.
    private static string Sql(string table, string categories, string[] columns, string read, string more) =>
        $"""
         select {string.Join(", ", columns)}, sum(h.n)
         from ({categories}) as w (category) cross join unnest($3::bigint[], $4::bigint[]) as r (first, last)
         cross join lateral (
             select {read} from {ReadModels.Schema}.{table} h
             where h.measure = $1 and h.category = w.category and h.month = any($6::date[]) and h.cell between r.first and r.last {more}
             offset 0) as h
         group by {string.Join(", ", columns.Select((_, i) => i + 1))}
         """;
}
