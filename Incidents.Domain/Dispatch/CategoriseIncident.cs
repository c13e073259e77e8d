using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>The category of an incident is changed; also long after it was closed.</summary>
/// <remarks>One that was given later stays where an earlier one is entered after it.</remarks>
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
    public Refusal? Check() => CategoryCode.Check(To, "category") ?? Texts.Person.Check(By, "by");

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
        var isLatest = state.IsLatestCategory(at);
        // Said of another moment, the same category may still be the answer to one that is entered later.
        if (state.IsCategorised(To, at) || (OccurredAt is null && isLatest && To == state.CountKey.Category))
            return Decision.Unchanged;
        var categorised = new IncidentCategorised(state.CountKey, To, By, at, now, isLatest ? null : true, Offences: state.Tally);
        return Decision.Of(categorised with { Response = state.ChangeBy(categorised, out _) });
    }
}
