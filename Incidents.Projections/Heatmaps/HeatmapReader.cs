using System.Globalization;
using System.Runtime.InteropServices;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Npgsql;

namespace Incidents.Projections.Heatmaps;

/// <summary>The counts of a heat map.</summary>
/// <param name="Scope">What is counted. Its own bounds, if any, are those of places, within the cells of the map.</param>
/// <param name="Bounds">The part of the world: the cells are all that touch it.</param>
/// <param name="Zoom">Zoom of the cells, 0 to <see cref="GridCell.FineZoom"/>.</param>
public sealed record HeatmapRequest(CountScope Scope, GeoBounds Bounds, int Zoom);

/// <summary>Reads counts by cell from the ledger; by hour of the week or by district, incidents from the register.</summary>
/// <param name="source">The database.</param>
public class HeatmapReader(NpgsqlDataSource source)
{
    /// <summary>Cells with a count, in order of code.</summary>
    public virtual async Task<List<CellCount>> Read(HeatmapRequest request, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await Read(request, connection, cancellation);
    }

    /// <summary>Cells with a count, in order of code, read on a connection and within its transaction.</summary>
    public static async Task<List<CellCount>> Read(
        HeatmapRequest request, NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (request.Scope.NeedsRegisterForCells)
            return await IncidentCellReader.Read(request, connection, cancellation);
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new(CellWalk.WithoutSort));
        foreach (var part in CellWalk.Parts(request))
        {
            foreach (var scope in request.Scope.Parts())
                batch.BatchCommands.Add(CellWalk.Command(request with { Scope = scope }, part, ["h.cell >> $5"], "cell, n"));
        }

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
            if (count != 0 && Within(extent, cell))
                cells.Add(new(cell, count));
        }
        cells.Sort((a, b) => a.Cell.Code.CompareTo(b.Cell.Code));
        return cells;
    }

    /// <summary>Counts by cell and step of so many days, on a connection and within its transaction. In no particular order.</summary>
    /// <remarks>What is known to the month or year only is left out: a month is not a step of days.</remarks>
    /// <param name="request">Which counts; the period is cut into steps from its first day on.</param>
    /// <param name="stepDays">Days in a step, at least 1; the last step may be shorter.</param>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<StepCount>> ReadSteps(
        HeatmapRequest request, int stepDays, NpgsqlConnection connection, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepDays);
        var scope = request.Scope;
        if (scope.From >= scope.Until)
            return [];
        if (scope.NeedsRegisterForCells)
        {
            return await IncidentCellReader.ReadSteps(
                request with { Scope = scope with { KnownTo = TimePrecision.Day } }, stepDays, connection, cancellation);
        }
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new(CellWalk.WithoutSort));
        foreach (var stored in scope.Parts())
        {
            batch.BatchCommands.Add(CellWalk.Command(
                request with { Scope = stored }, new(false, scope.From, scope.Until),
                ["h.cell >> $5", string.Create(CultureInfo.InvariantCulture, $"(h.day - $7) / {stepDays}")], "cell, n, day"));
        }
        batch.BatchCommands.Add(CoarseSteps(request, stepDays));
        var counts = new Dictionary<(long Cell, int Step), long>();
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        while (await rows.NextResultAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (rows.GetInt64(0), rows.GetInt32(1)), out _) += rows.GetInt64(2);
        }
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        return
        [
            .. from count in counts
               let cell = new GridCell(request.Zoom, count.Key.Cell)
               where count.Value != 0 && Within(extent, cell)
               select new StepCount(cell, count.Key.Step, count.Value),
        ];
    }

    /// <summary>Number of those that <see cref="ReadSteps"/> leaves out, on a connection and within its transaction.</summary>
    public static async Task<long> NotKnownToDay(HeatmapRequest request, NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (request.Scope.From >= request.Scope.Until)
            return 0;
        if (request.Scope.NeedsRegisterForCells)
            return await IncidentCellReader.NotKnownToDay(request, connection, cancellation);
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(CoarseSteps(request, 1));
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var n = 0L;
        while (await rows.ReadAsync(cancellation))
            n -= Within(extent, new(request.Zoom, rows.GetInt64(0))) ? rows.GetInt64(2) : 0;
        return n;
    }

    // With a negative sign: the table by days holds them on the first day of their unit.
    private static NpgsqlBatchCommand CoarseSteps(HeatmapRequest request, int stepDays)
    {
        var command = new NpgsqlBatchCommand();
        SqlParameters parameters = new(command.Parameters);
        var shift = parameters.Add(2 * (GridCell.FineZoom - request.Zoom));
        var first = parameters.Add(request.Scope.From.ToDateOnly());
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
             select h.cell >> {shift}, (h.day - {first}) / {stepDays}, -sum(h.n)
             {CoarseCells.From(request.Scope, TimePrecision.Day, parameters)} group by 1, 2
             """);
        return command;
    }

    /// <summary>Whether a cell lies in an extent of columns and rows.</summary>
    protected internal static bool Within((int West, int North, int East, int South) extent, GridCell cell) =>
        cell.X >= extent.West && cell.X <= extent.East && cell.Y >= extent.North && cell.Y <= extent.South;
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
