using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>A device reports that something of it does not work.</summary>
/// <remarks>
/// Reports come in any order. A fault that is stamped within a known period of it is not told twice. One that is stamped before a known
/// recovery is over with the first recovery after it, until an earlier one is reported.
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
        var (at, known) = (OccurredAt.ToInstant(), state?.KnownAt(KnownAt, now) ?? KnownAt ?? now);
        FaultPeriod[] periods = [.. state?.Of(Fault) ?? []];
        if (periods.Any(period => period.Covers(at)))
            return Decision.Unchanged;
        if (state?.IsForgotten(Fault, at) is true)
            return Refusals.ImpossibleTime;
        var over = periods.Select(period => period.Ended).OfType<OffsetDateTime>().Where(ended => ended.ToInstant() >= at)
            .OrderBy(ended => ended.ToInstant()).Select(ended => (OffsetDateTime?)ended).FirstOrDefault();
        return Decision.Of(new DeviceFaulted(DeviceId, Place, Fault, OccurredAt, known, over));
    }
}
