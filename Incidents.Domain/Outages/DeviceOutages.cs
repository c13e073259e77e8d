using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>What a device reports of itself that does not work.</summary>
public enum DeviceFault
{
    /// <summary>It is covered, turned away or opened.</summary>
    Tampering,

    /// <summary>It cannot record: its card or disk is full, broken or missing.</summary>
    Storage,

    /// <summary>It has no mains, or a low battery.</summary>
    Power,

    /// <summary>Its network is interrupted.</summary>
    Network,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>A time in which a device had a fault, as far as that was reported.</summary>
/// <param name="Fault">The code.</param>
/// <param name="Began">When it began; null where only the recovery was reported.</param>
/// <param name="Ended">When it was over; null while it is open.</param>
public sealed record FaultPeriod(DeviceFault Fault, OffsetDateTime? Began, OffsetDateTime? Ended)
{
    /// <summary>Whether it is open.</summary>
    public bool IsOpen() => Ended is null;

    /// <summary>Whether it had begun at a moment and was not over before it.</summary>
    public bool Covers(Instant at) => Began?.ToInstant() <= at && !(Ended?.ToInstant() < at);

    internal Instant Last() => (Ended ?? Began)!.Value.ToInstant();
}

/// <summary>The outages of one device, or of the link of a whole town.</summary>
/// <remarks>
/// They are a stream of their own beside the registry's: a device that falls silent while a person edits it is no conflict, and one that is
/// not registered may report a fault.
/// </remarks>
/// <param name="DeviceId">The device; null for the town.</param>
/// <param name="Place">Where it is; of a town its code only.</param>
/// <param name="SilentSince">When it was last heard before it was told as silent; null while it is not.</param>
/// <param name="HeardAt">When it was heard again after the last silence; null where there was none.</param>
/// <param name="Faults">The last <see cref="MostPeriods"/> periods of each fault: reports come in any order.</param>
public sealed record DeviceOutages(
    string? DeviceId, Place Place, OffsetDateTime? SilentSince, OffsetDateTime? HeardAt, IReadOnlyList<FaultPeriod> Faults)
    : StreamState, IState<DeviceOutages>
{
    /// <summary>The most periods of one fault that are kept; a report of a time before them is refused.</summary>
    public const int MostPeriods = 100;

    /// <summary>The last <see cref="MostPeriods"/> moments at which all faults were reported as over.</summary>
    public IReadOnlyList<OffsetDateTime> Clears { get; init; } = [];

    /// <summary>Of a town, the devices that fell silent together; null where the event does not say.</summary>
    public IReadOnlyList<string>? Cut { get; init; }

    /// <summary>The stream of the outages of a device.</summary>
    public static Guid Stream(string city, string deviceId) => Identity.Stream("outages", city, deviceId);

    /// <summary>The stream of the outages of a town's link. No device has a blank id.</summary>
    public static Guid OfTown(string city) => Identity.Stream("outages", city, "");

    /// <summary>The known periods of a fault.</summary>
    public IEnumerable<FaultPeriod> Of(DeviceFault fault) => Faults.Where(period => period.Fault == fault);

    /// <summary>Whether a report of a moment comes too late to be put among the periods that are kept.</summary>
    public bool IsForgotten(DeviceFault fault, Instant at)
    {
        FaultPeriod[] known = [.. Of(fault)];
        return known.Length >= MostPeriods && at < known.Min(period => period.Last());
    }

    /// <inheritdoc/>
    public static DeviceOutages? Evolve(DeviceOutages? state, object @event) => @event switch
    {
        DeviceFellSilent e => Of(state, e.DeviceId, e.Place) with { SilentSince = e.OccurredAt },
        TownFellSilent e => Of(state, null, e.Place) with { SilentSince = e.OccurredAt, Cut = e.DeviceIds },
        DeviceHeardAgain e when state is not null => state with { SilentSince = null, HeardAt = e.OccurredAt },
        TownHeardAgain e when state is not null => state with { SilentSince = null, HeardAt = e.OccurredAt, Cut = null },
        DeviceFaulted e => Of(state, e.DeviceId, e.Place).With(new(e.Fault, e.OccurredAt, e.RecoveredAt)),
        DeviceRecovered { Fault: { } fault } e => Of(state, e.DeviceId, e.Place).With(new(fault, e.FaultedAt, e.OccurredAt)),
        DeviceRecovered e => Of(state, e.DeviceId, e.Place).Cleared(e.OccurredAt),
        _ => state,
    };

    private static DeviceOutages Of(DeviceOutages? state, string? deviceId, Place place) => state ?? new(deviceId, place, null, null, []);

    private DeviceOutages Cleared(OffsetDateTime at) => this with
    {
        Clears = [.. Clears.Append(at).OrderByDescending(clear => clear.ToInstant()).Take(MostPeriods)],
    };

    // A recovery without beginning is part of the period that names its moment, and is one again where that period ended earlier.
    private DeviceOutages With(FaultPeriod period)
    {
        var before = Of(period.Fault).FirstOrDefault(other => period.Began is { } began && other.Began?.ToInstant() == began.ToInstant());
        List<FaultPeriod> of =
        [
            .. Of(period.Fault).Where(other => other != before
                && (period.Began is null || other.Began is not null || other.Ended?.ToInstant() != period.Ended?.ToInstant())),
            period,
        ];
        if (before?.Ended?.ToInstant() is { } ended && ended > period.Ended?.ToInstant()
            && !of.Exists(other => other.Ended?.ToInstant() == ended))
            of.Add(before! with { Began = null });
        if (of.Count > MostPeriods)
            of.Remove(of.Where(other => !other.IsOpen()).MinBy(other => other.Last()) ?? of[0]);
        return this with { Faults = [.. Faults.Where(other => other.Fault != period.Fault), .. of] };
    }
}
