using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>A device has been silent for longer than its own rhythm explains.</summary>
/// <remarks>The host decides it again and again, and several hosts may: once it is told, it is told.</remarks>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="HeardAt">When it was last heard.</param>
/// <param name="SuspectedAfterSeconds">The seconds of silence after which it is suspected.</param>
public sealed record SuspectDevice(string DeviceId, Place Place, OffsetDateTime HeardAt, double SuspectedAfterSeconds)
    : ICommand<DeviceOutages>
{
    /// <inheritdoc/>
    public Guid StreamId => DeviceOutages.Stream(Place.City, DeviceId);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.DeviceId.Check(DeviceId, "deviceId") ?? Place.Check("place")
        ?? (SuspectedAfterSeconds is >= 0 and < double.PositiveInfinity ? null : Refusals.ImpossibleTime);

    /// <inheritdoc/>
    public Decision Decide(DeviceOutages? state, OffsetDateTime now) => Check() is { } fault ? fault
        : HeardAt.IsInFuture(now) ? Refusals.ImpossibleTime
        : state?.SilentSince is not null || HeardAt.ToInstant() < state?.HeardAt?.ToInstant() ? Decision.Unchanged
        : Decision.Of(new DeviceFellSilent(DeviceId, Place, SuspectedAfterSeconds, HeardAt, now));
}
