using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>An operator opens an incident, from a signal or without one.</summary>
/// <remarks>What a register or another system reports is a <see cref="RegisterIncident"/>.</remarks>
/// <param name="Origin">The operator's console and its own key for the command: sending it twice opens one incident.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="From">The signal that it is opened from, or null.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="Description">What the operator says about it, or null.</param>
/// <param name="OccurredAt">When it occurred, if not now.</param>
public sealed record OpenIncident(
    Origin Origin, string Category, Place Place, Signal? From = null, string? DeviceId = null, string? Description = null,
    OffsetDateTime? OccurredAt = null)
    : ICommand<Incident>
{
    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(RegisterIncident.Kind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Origin.Check("console", "key") ?? CategoryCode.Check(Category, "category") ?? Place.Check("place")
        ?? Texts.DeviceId.CheckOptional(DeviceId, "deviceId") ?? Texts.Description.CheckOptional(Description, "description");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (at.IsInFuture(now))
            return Refusals.ImpossibleTime;
        return new RegisterIncident(Origin, Category, Place, at, null, From, DeviceId, null, Description).Decide(state, now);
    }
}
