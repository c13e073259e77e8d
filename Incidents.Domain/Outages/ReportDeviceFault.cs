using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>A device reports that something of it does not work.</summary>
/// <remarks>
/// A fault that is open is not told twice. One that is stamped before the last recovery belongs to the fault that recovered: it is its
/// beginning where that was not reported, and else nothing new.
/// </remarks>
/// <param name="DeviceId">The device, which need not be registered.</param>
/// <param name="Place">Where it is, as the report says.</param>
/// <param name="Fault">What.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
public sealed record ReportDeviceFault(
    string DeviceId, Place Place, DeviceFault Fault, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null) : ICommand<DeviceOutages>
{
    /// <inheritdoc/>
    public Guid StreamId => DeviceOutages.Stream(Place.City, DeviceId);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() => Texts.DeviceId.Check(DeviceId, "deviceId") ?? Place.Check("place");

    /// <inheritdoc/>
    public Decision Decide(DeviceOutages? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (OccurredAt.IsInFuture(now))
            return Refusals.ImpossibleTime;
        var known = state?.KnownAt(KnownAt, now) ?? KnownAt ?? now;
        return state?.Last(Fault) switch
        {
            { Ended: null } => Decision.Unchanged,
            { Ended: { } ended } last when OccurredAt.ToInstant() <= ended.ToInstant() => last.Began is not null
                ? Decision.Unchanged
                : Decision.Of(new DeviceFaulted(DeviceId, Place, Fault, OccurredAt, known, ended)),
            _ => Decision.Of(new DeviceFaulted(DeviceId, Place, Fault, OccurredAt, known)),
        };
    }
}
