using Incidents.Api.NearRepeats;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Heatmaps;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Heatmaps;

/// <summary>
/// Incidents by cell in some hours of the week. The ledger of cells keeps days, for hours would hardly compress, so these are counted off the register, whose rows
/// know cell, local day and hour. Of a past day, what changed afterwards is folded from its own events. The numbers are those of the ledger at the same position.
/// </summary>
/// <param name="source">The database.</param>
public sealed class HourlyHeat(NpgsqlDataSource source)
{
    // A cell's corner codes are the least and greatest of a rectangle; what else lies between them is passed over afterwards.
    private const string Chosen =
        $"""
         from {ReadModels.Schema}.{IncidentRegister.Table} i
         where i.occurred_at >= $1 and i.occurred_at < $2 and i.occurred_day >= $3 and i.occurred_day < $4 and i.occurred_hour = any($5) and i.cell between $6 and $7
         """;

    private const string AsKnownNow =
        $"""
         select i.cell >> $8, count(*) {Chosen} and i.status not in ('withdrawn', 'merged') and ($9::text[] is null or i.category = any($9)) group by 1
         """;

    // What last changed before that day, wherever the clocks, stands as it stood then.
    private const string AsKnownThen =
        $"""
         with chosen as materialized (select i.id, i.cell, i.category, i.status, i.last_known_at {Chosen} and i.known_at < $13),
         standing as (
             select cell, category from chosen where last_known_at < $12 and status not in ('withdrawn', 'merged')
             union all
             select c.cell, told.category
             from chosen c cross join lateral (
                 select (array_agg(coalesce(e.data->>'to', e.data->>'category') order by e.version desc) filter (where e.type in ('incident_opened', 'incident_categorised')))[1] as category,
                     (array_agg(e.type order by e.version desc) filter (where e.type <> 'incident_categorised'))[1] as type
                 from {EventStore.Schema}.mt_events e
                 where e.stream_id = c.id and e.type = any($11) and left(e.data->>'knownAt', 10)::date <= $10) as told
             where c.last_known_at >= $12 and told.type in ('incident_opened', 'incident_unmerged'))
         select cell >> $8, count(*) from standing where $9::text[] is null or category = any($9) group by 1
         """;

    /// <summary>Cells with a count, in order of code.</summary>
    /// <param name="request">Which incidents; its measure is theirs.</param>
    /// <param name="hours">Hours of the local week, 0 to 167, each once.</param>
    /// <param name="cancellation">Cancels.</param>
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
        command.Parameters.Add(new() { Value = request.Categories?.ToArray() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        if (request.KnownOn is { } known)
        {
            Add(known.ToDateOnly());
            Add(IncidentPoints.Types);
            Add(known.UtcMidnight(-1));
            Add(known.UtcMidnight(2));
        }

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
}
