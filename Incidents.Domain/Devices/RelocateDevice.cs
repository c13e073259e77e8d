using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>A device is moved within its city.</summary>
/// <param name="StreamId">The device.</param>
/// <param name="To">Where it is installed from now on.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record RelocateDevice(
    Guid StreamId, Place To, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Device>
{
    /// <summary>A device keeps its identity only within its city.</summary>
    public static readonly Refusal AnotherCity =
        new(ErrorCode.DeviceOfAnotherCity, "A device that moves to another city is retired here and registered there.", "place");

    /// <inheritdoc/>
    public Refusal? Check() => To.Check("place");

    /// <inheritdoc/>
    public Decision Decide(Device? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { Retired: true } => RetireDevice.AlreadyRetired,
            _ when state.Place.City != To.City => AnotherCity,
            _ when !at.IsWithin(state.Since, now) => Refusals.ImpossibleTime,
            _ when state.Place == To => Decision.Unchanged,
            _ => Decision.Of(new DeviceRelocated(state.DeviceId, state.Place, To, at, now)),
        };
    }
}
