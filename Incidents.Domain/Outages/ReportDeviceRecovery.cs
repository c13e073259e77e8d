using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>A device reports that a fault is over, or that all of them are.</summary>
/// <param name="DeviceId">The device, which need not be registered.</param>
/// <param name="Place">Where it is, as the report says.</param>
/// <param name="Fault">Which fault; null for all that are open.</param>
/// <param name="OccurredAt">When it was over.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
public sealed record ReportDeviceRecovery(
    string DeviceId, Place Place, DeviceFault? Fault, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null) : ICommand<DeviceOutages>
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
        if (Fault is { } named && state?.IsForgotten(named, OccurredAt.ToInstant()) is true)
            return Refusals.ImpossibleTime;
        FaultPeriod[] periods = [.. Fault is { } one ? state?.Of(one) ?? [] : state?.Faults ?? []];
        return Decision.Of([.. Over(periods, state?.Clears ?? [], known)]);
    }

    private IEnumerable<DeviceRecovered> Over(FaultPeriod[] periods, IReadOnlyList<OffsetDateTime> clears, OffsetDateTime known)
    {
        var at = OccurredAt.ToInstant();
        FaultPeriod[] within = [.. periods.Where(period => period.Covers(at))];
        // What was not reported as faulted is kept all the same: the report of the fault may come later. Without a code that is any fault.
        var isKept = Fault is null
            ? clears.Any(clear => clear.ToInstant() == at)
            : within.Length > 0 || periods.Any(period => period.Ended?.ToInstant() == at);
        if (!isKept)
            yield return new(DeviceId, Place, Fault, null, OccurredAt, known);
        foreach (var period in within.Where(period => period.Ended?.ToInstant() != at))
            yield return new(DeviceId, Place, period.Fault, period.Began, OccurredAt, known);
    }
}
