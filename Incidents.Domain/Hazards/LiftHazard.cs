using NodaTime;

namespace Incidents.Domain.Hazards;

/// <summary>A person says that a hazard is over, or never was.</summary>
/// <param name="StreamId">The hazard.</param>
/// <param name="Town">City code of its place, which they must know: who may act in one town acts on no hazard of another.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record LiftHazard(
    Guid StreamId, string Town, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Hazard>
{
    /// <summary>It is over already.</summary>
    public static readonly Refusal AlreadyLifted = new(ErrorCode.HazardAlreadyLifted, "The hazard has been lifted before.");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.City.Check(Town, "city") ?? Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reason");

    /// <inheritdoc/>
    public Decision Decide(Hazard? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            _ when state.Place.City != Town => Refusals.NotFound,
            { IsLifted: true } => AlreadyLifted,
            _ when !at.IsWithin(state.NotedAt, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new HazardLifted(state.Place, By, Reason, at, now)),
        };
    }
}
