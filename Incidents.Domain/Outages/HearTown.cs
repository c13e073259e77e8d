using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>The devices of a town that was silent were heard.</summary>
/// <param name="Place">The town.</param>
/// <param name="HeardAt">When they were heard.</param>
public sealed record HearTown(Place Place, OffsetDateTime HeardAt) : ICommand<DeviceOutages>
{
    /// <inheritdoc/>
    public Guid StreamId => DeviceOutages.OfTown(Place.City);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() => Place.Check("place");

    /// <inheritdoc/>
    public Decision Decide(DeviceOutages? state, OffsetDateTime now) => Check() is { } fault ? fault
        : HeardAt.IsInFuture(now) ? Refusals.ImpossibleTime
        : state?.SilentSince is not { } since || HeardAt.ToInstant() <= since.ToInstant() ? Decision.Unchanged
        : Decision.Of(new TownHeardAgain(Place, since, HeardAt, now));
}
