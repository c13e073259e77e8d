using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A merge is undone: the incident returns to its status before the merge, with its units and what they did meanwhile.</summary>
/// <param name="StreamId">The incident that went.</param>
/// <param name="By">Who undoes the merge.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
/// <param name="From">The incident that it was merged into, as its sender saw it.</param>
/// <param name="Survivor">That incident's state, or null; the host fills it in when it decides.</param>
public sealed record UnmergeIncident(
    Guid StreamId, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null, Guid From = default,
    Incident? Survivor = null) : IDependentCommand<Incident>
{
    /// <summary>There is nothing to undo.</summary>
    public static readonly Refusal NotMerged = new(ErrorCode.IncidentNotMerged, "The incident is not part of another one.");

    /// <summary>Its units are on the incident into which the other was merged, too.</summary>
    public static readonly Refusal SurvivorMerged = new(
        ErrorCode.UnmergeFromMerged, "The incident that it is part of is itself part of another one; undo that merge first.");

    /// <inheritdoc/>
    public Guid OtherStreamId => From;

    /// <inheritdoc/>
    public ICommand<Incident> Given(Incident? other) => this with { Survivor = other };

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
        if (from != From)
            return Refusals.ConcurrentChange;
        if (!at.IsWithin(state.MergedAt ?? state.NotBefore, now))
            return Refusals.ImpossibleTime;
        var unmerged = new IncidentUnmerged(from, By, state.CountKey, before, at, now, Offences: state.Tally);
        if (Survivor is null || !Survivor.Absorbed.Contains(StreamId))
            return Decision.Of(Complete(unmerged, state));
        if (Survivor.Status is IncidentStatus.Merged)
            return SurvivorMerged;
        var separated = new IncidentSeparated(StreamId, By, Survivor.Status, at, Survivor.NoEarlierThanKnown(now));
        var change = Survivor.ChangeBy(separated, out var next);
        // What the merge implied goes with it: nobody said that these units left.
        var implied = MergeIncident.ImpliedReleases(state, before is IncidentStatus.Withdrawn ? state.StatusBeforeWithdrawal : before);
        var steps = Survivor.Log.Steps.Where(s => s.From == StreamId).Select(s => s with { From = null })
            .Where(s => !implied.Contains(s));
        return Decision.Of(Complete(unmerged with { Steps = [.. steps], Signals = Survivor.SignalsFrom(StreamId) }, state))
            .And(from, separated with { Status = next.Progress, Response = change });
    }

    private static IncidentUnmerged Complete(IncidentUnmerged unmerged, Incident state)
    {
        var change = state.ChangeBy(unmerged, out var next);
        return unmerged with { Status = next.Progress, Response = change };
    }
}
