using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>The devices of a town have fallen silent together.</summary>
/// <param name="Place">The town.</param>
/// <param name="Devices">Number of devices that fell silent together, at least 1.</param>
/// <param name="HeardAt">When the last of them was heard.</param>
/// <param name="DeviceIds">The devices that are silent with it; null for all of the town.</param>
public sealed record SuspectTown(Place Place, int Devices, OffsetDateTime HeardAt, IReadOnlyList<string>? DeviceIds = null)
    : ICommand<DeviceOutages>
{
    /// <inheritdoc/>
    public Guid StreamId => DeviceOutages.OfTown(Place.City);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Place.Check("place") ?? DeviceIds?.Select(id => Texts.DeviceId.Check(id, "deviceIds")).FirstOrDefault(fault => fault is not null);

    /// <inheritdoc/>
    public Decision Decide(DeviceOutages? state, OffsetDateTime now) => Check() is { } fault ? fault
        : HeardAt.IsInFuture(now) ? Refusals.ImpossibleTime
        : state?.SilentSince is not null || HeardAt.ToInstant() < state?.HeardAt?.ToInstant() ? Decision.Unchanged
        : Decision.Of(new TownFellSilent(Place, Devices, HeardAt, now, DeviceIds));
}
