using Incidents.Domain;
using Incidents.Projections.Dispatch;
using Npgsql;

namespace Incidents.Projections.Heatmaps;

/// <summary>Reads incidents by cell in some hours of the week.</summary>
/// <remarks>
/// The ledger of cells keeps days: by hour its rows would hardly be fewer than the incidents. So these are counted from the register, whose
/// rows hold cell, local day and hour. The numbers are those of the ledger at the same position.
/// </remarks>
/// <param name="source">The database.</param>
public sealed class HourlyHeatmapReader(NpgsqlDataSource source)
{
    // All cells of a rectangle have codes between those of its corners; other cells between them are skipped afterwards.
    private const string Where =
        """
        i.occurred_at >= $1 and i.occurred_at < $2 and i.occurred_day >= $3 and i.occurred_day < $4 and i.occurred_hour = any($5)
        and i.cell between $6 and $7
        """;

    private static readonly string AsKnownNow = Sql(null);
    private static readonly string AsKnownThen = Sql("$10");

    /// <summary>Cells with a count, in order of code.</summary>
    /// <param name="request">Which incidents; its measure is not used.</param>
    /// <param name="hours">Hours of the local week, 0 to 167, each once.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<CellCount>> Read(HeatmapRequest request, IReadOnlyList<short> hours, CancellationToken cancellation)
    {
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        await using var command = source.CreateCommand(request.KnownOn is null ? AsKnownNow : AsKnownThen);
        Add(request.From.UtcMidnight(-1));
        Add(request.Until.UtcMidnight(1));
        Add(request.From.ToDateOnly());
        Add(request.Until.ToDateOnly());
        Add(hours.ToArray());
        Add(GridCell.Of(extent.West, extent.North, request.Zoom).Range(GridCell.FineZoom).First);
        Add(GridCell.Of(extent.East, extent.South, request.Zoom).Range(GridCell.FineZoom).Last);
        Add(2 * (GridCell.FineZoom - request.Zoom));
        command.Parameters.AddOptional(request.Categories?.ToArray());
        if (request.KnownOn is { } known)
            Add(known.ToDateOnly());

        var cells = new List<CellCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var cell = new GridCell(request.Zoom, rows.GetInt64(0));
            if (cell.X >= extent.West && cell.X <= extent.East && cell.Y >= extent.North && cell.Y <= extent.South)
                cells.Add(new(cell, rows.GetInt64(1)));
        }
        cells.Sort((a, b) => a.Cell.Code.CompareTo(b.Cell.Code));
        return cells;

        void Add<T>(T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }

    private static string Sql(string? knownOn) =>
        $"""
         select cell >> $8, sum(n) from ({CountedIncidents.Sql("i.cell", Where, knownOn)}) as counted
         where $9::text[] is null or category = any($9) group by 1 having sum(n) <> 0
         """;
}
