using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>A device reports that something of it does not work.</summary>
/// <remarks>
/// Reports come in any order. A fault that begins within a known period of it is kept beside that one: the recovery between the two may
/// come later. Of so many within one another it is a fault that is told again and again. One that is stamped before a known recovery is
/// over with the first recovery after it, until an earlier one is reported.
/// </remarks>
/// <param name="DeviceId">The device, which need not be registered.</param>
/// <param name="Place">Where it is, as the report says.</param>
/// <param name="Fault">What.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
public sealed record ReportDeviceFault(
    string DeviceId, Place Place, DeviceFault Fault, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null) : ICommand<DeviceOutages>
{
    // A device that repeats its fault every minute must not fill its stream.
    private const int MostWithin = 8;

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
        if (periods.Any(period => period.Began?.ToInstant() == at) || periods.Count(period => period.Covers(at)) >= MostWithin)
            return Decision.Unchanged;
        if (state?.IsForgotten(Fault, at) is true)
            return Refusals.ImpossibleTime;
        var over = periods.Select(period => period.Ended).OfType<OffsetDateTime>().Concat(state?.Clears ?? [])
            .Where(ended => ended.ToInstant() >= at)
            .OrderBy(ended => ended.ToInstant()).Select(ended => (OffsetDateTime?)ended).FirstOrDefault();
        return Decision.Of(new DeviceFaulted(DeviceId, Place, Fault, OccurredAt, known, over));
    }
}
