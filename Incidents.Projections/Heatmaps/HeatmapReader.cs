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
public sealed class HeatmapReader(NpgsqlDataSource source)
{
    /// <summary>Cells with a count, in order of code.</summary>
    public async Task<List<CellCount>> Read(HeatmapRequest request, CancellationToken cancellation)
    {
        if (request.Scope.NeedsRegisterForCells)
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            return await IncidentCellReader.Read(request, connection, cancellation);
        }
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        await using var batch = source.CreateBatch();
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
    /// <param name="request">Which counts; the period is cut into steps from its first day on.</param>
    /// <param name="stepDays">Days in a step, at least 1; the last step may be shorter.</param>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<StepCount>> ReadSteps(
        HeatmapRequest request, int stepDays, NpgsqlConnection connection, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepDays);
        var counts = new List<StepCount>();
        var scope = request.Scope;
        if (scope.From >= scope.Until)
            return counts;
        if (scope.NeedsRegisterForCells)
            return await IncidentCellReader.ReadSteps(request, stepDays, connection, cancellation);
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new(CellWalk.WithoutSort));
        foreach (var stored in scope.Parts())
        {
            batch.BatchCommands.Add(CellWalk.Command(
                request with { Scope = stored }, new(false, scope.From, scope.Until),
                ["h.cell >> $5", string.Create(CultureInfo.InvariantCulture, $"(h.day - $7) / {stepDays}")], "cell, n, day"));
        }
        var sums = new Dictionary<(long Cell, int Step), long>();
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        while (await rows.NextResultAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                CollectionsMarshal.GetValueRefOrAddDefault(sums, (rows.GetInt64(0), rows.GetInt32(1)), out _) += rows.GetInt64(2);
        }
        foreach (var ((code, step), n) in sums)
        {
            var cell = new GridCell(request.Zoom, code);
            if (n != 0 && Within(extent, cell))
                counts.Add(new(cell, step, n));
        }
        return counts;
    }

    internal static bool Within((int West, int North, int East, int South) extent, GridCell cell) =>
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
