using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>Somebody says that an incident is of another category; also long after it was closed.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="To">Category code from now on.</param>
/// <param name="By">Who says so.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record CategoriseIncident(Guid StreamId, string To, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Incident>
{
    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.WhyNotCounted() is { } refusal)
            return refusal;
        if (string.IsNullOrWhiteSpace(To))
            return Refusals.Blank("to");
        if (string.IsNullOrWhiteSpace(By))
            return Refusals.Blank("by");
        if (!at.Follows(state.KnownSince, now))
            return Refusals.ImpossibleTime;
        return To == state.CountKey.Category ? Decision.Unchanged : Decision.Of(new IncidentCategorised(state.CountKey, To, By, at, now));
    }
}
