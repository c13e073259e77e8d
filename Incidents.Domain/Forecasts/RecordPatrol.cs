using NodaTime;

namespace Incidents.Domain.Forecasts;

/// <summary>
/// Records for how many hours of a forecast's period a cell was patrolled. A later record of the same cell replaces the earlier one.
/// </summary>
/// <param name="StreamId">The forecast.</param>
/// <param name="X">Column of the cell at the forecast's zoom.</param>
/// <param name="Y">Row of the cell at the forecast's zoom.</param>
/// <param name="Hours">Hours in which the cell was patrolled, whatever the number of patrols; at most those of the period so far.</param>
public sealed record RecordPatrol(Guid StreamId, int X, int Y, double Hours) : ICommand<Forecast>
{
    /// <summary>The cell is not one of the forecast.</summary>
    public static readonly Refusal NoSuchCell = new(
        ErrorCode.ForecastCellUnknown, "The forecast has no cell in this column and row at its zoom.", "x");

    /// <summary>The cell cannot have been patrolled for so long.</summary>
    public static readonly Refusal TooLong = new(
        ErrorCode.PatrolTooLong, "The hours are more than those of the period until now.", "hours");

    private const int MostCells = 1 << GridCell.FineZoom;

    // A month has at most 744 hours.
    private const double MostHours = 1_000;

    /// <inheritdoc/>
    public Refusal? Check() =>
        X is < 0 or >= MostCells ? Outside("x")
        : Y is < 0 or >= MostCells ? Outside("y")
        : Hours is >= 0 and <= MostHours ? null
        : new(ErrorCode.BadInput, $"Hours are from 0 to {MostHours}.", "hours");

    /// <inheritdoc/>
    public Decision Decide(Forecast? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        return state switch
        {
            null => Refusals.NotFound,
            { Sealed: null } => ScoreForecast.WasMissed,
            _ when !state.Terms.HasCell(X, Y) => NoSuchCell,
            // Before the period no cell was patrolled in it, not even for 0 hours.
            _ when state.Terms.HoursUntil(now) is var past && (past == 0 || Hours > past) => TooLong,
            _ when state.PatrolledHours.TryGetValue(Code(state), out var before) && before == Hours => Decision.Unchanged,
            _ => Decision.Of(new ForecastPatrolled(Code(state), Hours, now, now)),
        };
    }

    private static Refusal Outside(string field) => new(ErrorCode.BadInput, $"A column or row is from 0 to {MostCells - 1}.", field);

    private long Code(Forecast state) => GridCell.Of(X, Y, state.Terms.Zoom).Code;
}
