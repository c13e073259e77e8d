using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>A device that was silent was heard.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="HeardAt">When it was heard.</param>
public sealed record HearDevice(string DeviceId, Place Place, OffsetDateTime HeardAt) : ICommand<DeviceOutages>
{
    /// <inheritdoc/>
    public Guid StreamId => DeviceOutages.Stream(Place.City, DeviceId);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() => Texts.DeviceId.Check(DeviceId, "deviceId") ?? Place.Check("place");

    /// <inheritdoc/>
    public Decision Decide(DeviceOutages? state, OffsetDateTime now) => Check() is { } fault ? fault
        : HeardAt.IsInFuture(now) ? Refusals.ImpossibleTime
        : state?.SilentSince is not { } since || HeardAt.ToInstant() <= since.ToInstant() ? Decision.Unchanged
        : Decision.Of(new DeviceHeardAgain(DeviceId, Place, since, HeardAt, now));
}
