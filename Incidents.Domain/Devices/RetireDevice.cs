using NodaTime;

namespace Incidents.Domain.Devices;

/// <summary>A device is taken out of service for good.</summary>
/// <param name="StreamId">The device.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record RetireDevice(
    Guid StreamId, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Device>
{
    /// <summary>It was taken out of service before.</summary>
    public static readonly Refusal AlreadyRetired = new(ErrorCode.DeviceRetired, "The device has been taken out of service.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Reason.Check(Reason, "reasonCode");

    /// <inheritdoc/>
    public Decision Decide(Device? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { Retired: true } => AlreadyRetired,
            _ when !at.IsWithin(state.Since, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new DeviceRetired(state.DeviceId, state.Place, Reason, at, now)),
        };
    }
}
