using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A merge is undone: the incident returns to its status before the merge.</summary>
/// <param name="StreamId">The incident that went.</param>
/// <param name="By">Who undoes the merge.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record UnmergeIncident(
    Guid StreamId, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>There is nothing to undo.</summary>
    public static readonly Refusal NotMerged = new("INCIDENT_NOT_MERGED", "The incident is not part of another one.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state is not { MergedInto: { } from, StatusBeforeMerge: { } before })
            return NotMerged;
        return at.IsWithin(state.NotBefore, now)
            ? Decision.Of(new IncidentUnmerged(from, By, state.CountKey, before, at, now))
            : Refusals.ImpossibleTime;
    }
}
