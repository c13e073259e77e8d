using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>Work on a device is planned or was done; work of the same number is replaced.</summary>
/// <param name="StreamId">The device.</param>
/// <param name="Maintenance">The work.</param>
/// <param name="OccurredAt">When it was entered, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record RecordMaintenance(
    Guid StreamId, DeviceMaintenance Maintenance, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Device>
{
    /// <inheritdoc/>
    public Refusal? Check() => Maintenance.Check();

    /// <inheritdoc/>
    public Decision Decide(Device? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            // The work on a device may be paid after it was taken out of service.
            _ when Maintenance.DoneOn > now.Date => EventTime.InFuture("doneOn"),
            _ when at.IsInFuture(now) => Refusals.ImpossibleTime,
            _ when state.Maintenance.Contains(Maintenance) => Decision.Unchanged,
            _ => Decision.Of(new DeviceMaintained(state.DeviceId, state.Place, Maintenance, at, now)),
        };
    }
}
