using System.Globalization;
using System.Runtime.InteropServices;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Heatmaps;

/// <summary>The counts of a heat map.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Bounds">The part of the world; the counts are those of all cells that touch it.</param>
/// <param name="Zoom">Zoom of the cells, 0 to <see cref="GridCell.FineZoom"/>.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="Categories">Category codes, or null for all.</param>
/// <param name="KnownOn">Count as known at the end of this day, or null for as known now.</param>
public sealed record HeatmapRequest(
    Measure Measure, GeoBounds Bounds, int Zoom, LocalDate From, LocalDate Until, IReadOnlyList<string>? Categories = null,
    LocalDate? KnownOn = null);

/// <summary>Reads counts by cell from the ledger.</summary>
/// <param name="source">The database.</param>
public sealed class HeatmapReader(NpgsqlDataSource source)
{
    // Each walk begins with a descent from the root of the index, which costs as much as skipping hundreds of rows: beyond this number,
    // wider ranges are cheaper. Months have few, coarse cells, with few rows between two ranges.
    private const int MostWalksByDay = 30;
    private const int MostWalksByMonth = 100;
    private const int UsualCategories = 20;

    private static readonly string DaysOfSome = Sql(HeatByDay.Table, Some, "and h.day >= $7 and h.day < $8");
    private static readonly string DaysOfAll = Sql(HeatByDay.Table, All(HeatByDay.Table), "and h.day >= $7 and h.day < $8");
    private static readonly string DaysOfSomeAsKnown = Sql(HeatByDay.Table, Some, "and h.day >= $7 and h.day < $8 and h.known <= $9");
    private static readonly string DaysOfAllAsKnown = Sql(
        HeatByDay.Table, All(HeatByDay.Table), "and h.day >= $7 and h.day < $8 and h.known <= $9");
    private static readonly string MonthsOfSome = Sql(HeatByMonth.Table, Some, "");
    private static readonly string MonthsOfAll = Sql(HeatByMonth.Table, All(HeatByMonth.Table), "");

    /// <summary>Cells with a count, in order of code.</summary>
    public async Task<List<CellCount>> Read(HeatmapRequest request, CancellationToken cancellation)
    {
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        await using var batch = source.CreateBatch();
        // The planner cannot know the number of rows; expecting few, it would sort all of them, on disk. Local: until the end of the batch.
        batch.BatchCommands.Add(new("select set_config('enable_sort', 'off', true)"));
        foreach (var part in Parts(request))
            batch.BatchCommands.Add(Command(request, part, extent));

        var counts = new Dictionary<long, long>();
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        while (await rows.NextResultAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, rows.GetInt64(0), out _) += rows.GetInt64(1);
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

    /// <summary>Counts by cell and step of so many days, on a connection and within its transaction. In no particular order.</summary>
    /// <param name="request">Which counts; the period is cut into steps from its first day on.</param>
    /// <param name="stepDays">Days in a step, at least 1; the last step may be shorter.</param>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<StepCount>> ReadSteps(
        HeatmapRequest request, int stepDays, NpgsqlConnection connection, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepDays);
        var counts = new List<StepCount>();
        if (request.From >= request.Until)
            return counts;
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new("select set_config('enable_sort', 'off', true)"));
        batch.BatchCommands.Add(Command(request, new(false, request.From, request.Until), extent, stepDays));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var cell = new GridCell(request.Zoom, rows.GetInt64(0));
            if (rows.GetInt64(2) is not 0 and var n && cell.X >= extent.West && cell.X <= extent.East && cell.Y >= extent.North
                && cell.Y <= extent.South)
                counts.Add(new(cell, rows.GetInt32(1), n));
        }
        return counts;
    }

    /// <summary>One part of a period: days, or whole months.</summary>
    /// <param name="Months">Whether it is read from <see cref="HeatByMonth"/>.</param>
    /// <param name="From">First day.</param>
    /// <param name="Until">First day no longer counted.</param>
    public readonly record struct Part(bool Months, LocalDate From, LocalDate Until);

    /// <summary>
    /// The parts of the period of a request: whole months from the coarse table where zoom and day of knowledge allow it, the rest by days.
    /// </summary>
    public static IEnumerable<Part> Parts(HeatmapRequest request)
    {
        if (request.From >= request.Until)
            yield break;
        var lastMonth = request.Until.With(DateAdjusters.StartOfMonth);
        // No month follows the last one of the calendar.
        var firstMonth = request.From.Day == 1 ? request.From
            : request.From >= lastMonth ? lastMonth
            : request.From.With(DateAdjusters.StartOfMonth).PlusMonths(1);
        if (request.Zoom > HeatByMonth.Zoom || request.KnownOn is not null || firstMonth >= lastMonth)
        {
            yield return new(false, request.From, request.Until);
            yield break;
        }
        // Days first: all parts are read in one transaction, which must lock the tables in the order in which a rebuild swaps them.
        if (request.From < firstMonth)
            yield return new(false, request.From, firstMonth);
        if (lastMonth < request.Until)
            yield return new(false, lastMonth, request.Until);
        yield return new(true, firstMonth, lastMonth);
    }

    private static NpgsqlBatchCommand Command(
        HeatmapRequest request, Part part, (int West, int North, int East, int South) extent, int? stepDays = null)
    {
        var sql = stepDays is { } days ? StepsOf(request, days) : (part.Months, request.KnownOn, request.Categories) switch
        {
            (true, _, null) => MonthsOfAll,
            (true, _, _) => MonthsOfSome,
            (_, null, null) => DaysOfAll,
            (_, null, _) => DaysOfSome,
            (_, _, null) => DaysOfAllAsKnown,
            _ => DaysOfSomeAsKnown,
        };
        var months = Months(part);
        var storedZoom = part.Months ? HeatByMonth.Zoom : GridCell.FineZoom;
        var walksARange = months.Length * (request.Categories?.Count ?? UsualCategories);
        var ranges = CellRanges.Covering(
            extent, request.Zoom, storedZoom,
            Math.Clamp((part.Months ? MostWalksByMonth : MostWalksByDay) / Math.Max(1, walksARange), 1, CellRanges.Most));

        var command = new NpgsqlBatchCommand(sql);
        Add((short)request.Measure);
        Add(DimensionKeys.Ids(request.Categories) ?? []);
        Add(ranges.ConvertAll(r => r.First));
        Add(ranges.ConvertAll(r => r.Last));
        Add(2 * (storedZoom - request.Zoom));
        Add(months);
        if (!part.Months)
        {
            Add(part.From.ToDateOnly());
            Add(part.Until.ToDateOnly());
            if (request.KnownOn is { } known)
                Add(known.ToDateOnly());
        }
        return command;

        void Add<T>(T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
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

    private const string Some = "select unnest($2::bigint[])";

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
    private static string Sql(string table, string categories, string more, string? step = null) =>
        $"""
         select h.cell >> $5{(step is null ? "" : $", {step}")}, sum(h.n)
         from ({categories}) as w (category) cross join unnest($3::bigint[], $4::bigint[]) as r (first, last)
         cross join lateral (
             select cell, n{(step is null ? "" : ", day")} from {ReadModels.Schema}.{table} h
             where h.measure = $1 and h.category = w.category and h.month = any($6::date[]) and h.cell between r.first and r.last {more}
             offset 0) as h
         group by 1{(step is null ? "" : ", 2")}
         """;

    private static string StepsOf(HeatmapRequest request, int days) => Sql(
        HeatByDay.Table, request.Categories is null ? All(HeatByDay.Table) : Some,
        $"and h.day >= $7 and h.day < $8{(request.KnownOn is null ? "" : " and h.known <= $9")}",
        string.Create(CultureInfo.InvariantCulture, $"(h.day - $7) / {days}"));
}

/// <summary>A cell and its count.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Count">Sum of signed entries.</param>
public readonly record struct CellCount(GridCell Cell, long Count);

/// <summary>A cell's count in one step of time.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Count">Sum of signed entries; never 0.</param>
public readonly record struct StepCount(GridCell Cell, int Step, long Count);
