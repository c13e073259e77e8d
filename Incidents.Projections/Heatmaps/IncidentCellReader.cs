using System.Globalization;
using Incidents.Domain;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Ledgers;
using Npgsql;

namespace Incidents.Projections.Heatmaps;

/// <summary>Reads incidents by cell in some hours of the week or some districts.</summary>
/// <remarks>
/// The ledger of cells keeps days: by hour and district its rows would hardly be fewer than the incidents. So these are counted from the
/// register, whose rows hold cell, district, local day and hour. The numbers are those of the ledger at the same position.
/// </remarks>
internal static class IncidentCellReader
{
    /// <summary>Cells with a count, in order of code.</summary>
    /// <param name="request">Which incidents; the measure is not used.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<CellCount>> Read(HeatmapRequest request, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var counts = await Read(request, null, connection, cancellation);
        var cells = counts.ConvertAll(c => new CellCount(c.Cell, c.Count));
        cells.Sort((a, b) => a.Cell.Code.CompareTo(b.Cell.Code));
        return cells;
    }

    /// <summary>Counts by cell and step of so many days, in no particular order.</summary>
    /// <param name="request">Which incidents; the measure is not used.</param>
    /// <param name="stepDays">Days in a step, at least 1.</param>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static Task<List<StepCount>> ReadSteps(
        HeatmapRequest request, int stepDays, NpgsqlConnection connection, CancellationToken cancellation) =>
        Read(request, stepDays, connection, cancellation);

    /// <summary>Number of incidents that are known to the month or year only.</summary>
    /// <param name="request">Which incidents; the measure is not used.</param>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<long> NotKnownToDay(HeatmapRequest request, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var scope = request.Scope with { HoursOfWeek = null };
        var all = await Read(request with { Scope = scope }, null, connection, cancellation);
        var known = await Read(
            request with { Scope = scope with { KnownTo = TimePrecision.Day } }, null, connection, cancellation);
        return all.Sum(c => c.Count) - known.Sum(c => c.Count);
    }

    private static async Task<List<StepCount>> Read(
        HeatmapRequest request, int? stepDays, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        await using var command = new NpgsqlCommand { Connection = connection };
        SqlParameters parameters = new(command.Parameters);
        // All cells of a rectangle have codes between those of its corners; other cells between them are skipped afterwards.
        var between = $" and i.cell between "
            + parameters.Add(GridCell.Of(extent.West, extent.North, request.Zoom).Range(GridCell.FineZoom).First) + " and "
            + parameters.Add(GridCell.Of(extent.East, extent.South, request.Zoom).Range(GridCell.FineZoom).Last);
        var step = stepDays is { } days
            ? string.Create(
                CultureInfo.InvariantCulture, $"(occurred_day - {parameters.Add(request.Scope.From.ToDateOnly())}) / {days}")
            : "0";
        command.CommandText =
            $"""
             select cell >> {parameters.Add(2 * (GridCell.FineZoom - request.Zoom))}, {step}, sum(n)
             from ({CountedIncidents.Sql(request.Scope, "i.cell, i.occurred_day", parameters, between)}) as counted
             group by 1, 2 having sum(n) <> 0
             """;

        var counts = new List<StepCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var cell = new GridCell(request.Zoom, rows.GetInt64(0));
            if (HeatmapReader.Within(extent, cell))
                counts.Add(new(cell, rows.GetInt32(1), rows.GetInt64(2)));
        }
        return counts;
    }
}
