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

/// <summary>The last fault of one code.</summary>
/// <param name="Fault">The code.</param>
/// <param name="Began">When it began; null where only the recovery was reported.</param>
/// <param name="Ended">When it was over; null while it is open.</param>
public sealed record FaultPeriod(DeviceFault Fault, OffsetDateTime? Began, OffsetDateTime? Ended)
{
    /// <summary>Whether it is open.</summary>
    public bool IsOpen() => Ended is null;
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
/// <param name="Faults">The last fault of each code.</param>
public sealed record DeviceOutages(
    string? DeviceId, Place Place, OffsetDateTime? SilentSince, OffsetDateTime? HeardAt, IReadOnlyList<FaultPeriod> Faults)
    : StreamState, IState<DeviceOutages>
{
    /// <summary>The stream of the outages of a device.</summary>
    public static Guid Stream(string city, string deviceId) => Identity.Stream("outages", city, deviceId);

    /// <summary>The stream of the outages of a town's link. No device has a blank id.</summary>
    public static Guid OfTown(string city) => Identity.Stream("outages", city, "");

    /// <summary>The last fault of a code, or null.</summary>
    public FaultPeriod? Last(DeviceFault fault) => Faults.FirstOrDefault(period => period.Fault == fault);

    /// <inheritdoc/>
    public static DeviceOutages? Evolve(DeviceOutages? state, object @event) => @event switch
    {
        DeviceFellSilent e => Of(state, e.DeviceId, e.Place) with { SilentSince = e.OccurredAt },
        TownFellSilent e => Of(state, null, e.Place) with { SilentSince = e.OccurredAt },
        DeviceHeardAgain e when state is not null => state with { SilentSince = null, HeardAt = e.OccurredAt },
        TownHeardAgain e when state is not null => state with { SilentSince = null, HeardAt = e.OccurredAt },
        DeviceFaulted e => Of(state, e.DeviceId, e.Place).With(new(e.Fault, e.OccurredAt, e.RecoveredAt)),
        DeviceRecovered e => Of(state, e.DeviceId, e.Place).With(new(e.Fault, e.FaultedAt, e.OccurredAt)),
        _ => state,
    };

    private static DeviceOutages Of(DeviceOutages? state, string? deviceId, Place place) => state ?? new(deviceId, place, null, null, []);

    private DeviceOutages With(FaultPeriod period) =>
        this with { Faults = [.. Faults.Where(other => other.Fault != period.Fault), period] };
}
