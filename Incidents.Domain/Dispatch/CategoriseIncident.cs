using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>The category of an incident is changed; also long after it was closed.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="To">Category code from now on.</param>
/// <param name="By">Who says so.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record CategoriseIncident(
    Guid StreamId, string To, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Incident>
{
    /// <inheritdoc/>
    public Refusal? Check() => CategoryCode.Check(To, "to") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessCounted() is { } refusal)
            return refusal;
        if (!at.IsWithin(state.NotBefore, now))
            return Refusals.ImpossibleTime;
        return To == state.CountKey.Category ? Decision.Unchanged : Decision.Of(new IncidentCategorised(state.CountKey, To, By, at, now));
    }
}
