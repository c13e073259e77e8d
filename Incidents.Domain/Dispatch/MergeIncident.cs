using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>Two incidents are one: this one is merged into another.</summary>
/// <remarks>
/// The one that stays must count on its own, so that no incident is merged into a merged one and no circle arises; what was merged into
/// this one before goes along with it. So do its units and signals: a unit on its way to this one is on its way to the other, and its
/// arrival is recorded there. The response times of both count as those of one incident, which starts with the earlier of both.
/// </remarks>
/// <param name="StreamId">The incident that goes.</param>
/// <param name="Into">The incident that stays.</param>
/// <param name="Target">Its state, or null where it does not exist; the host fills it in when it decides.</param>
/// <param name="By">Who merges them.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version of the incident that goes which they saw, or null.</param>
public sealed record MergeIncident(
    Guid StreamId, Guid Into, Incident? Target, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : IDependentCommand<Incident>
{
    /// <summary>An incident is not merged into itself.</summary>
    public static readonly Refusal IntoItself = new(ErrorCode.MergeIntoItself, "An incident cannot be merged into itself.", "targetId");

    /// <summary>The incident to merge into does not exist.</summary>
    public static readonly Refusal TargetNotFound = new(
        ErrorCode.MergeTargetNotFound, "The incident to merge into is not known.", "targetId");

    /// <summary>The incident to merge into is part of another: merge into that one.</summary>
    public static readonly Refusal TargetMerged =
        new(ErrorCode.MergeTargetMerged, "The incident to merge into is itself part of another one.", "targetId");

    /// <summary>The incident to merge into was withdrawn.</summary>
    public static readonly Refusal TargetWithdrawn =
        new(ErrorCode.MergeTargetWithdrawn, "The incident to merge into has been withdrawn.", "targetId");

    /// <inheritdoc/>
    public Guid OtherStreamId => Into;

    /// <inheritdoc/>
    public ICommand<Incident> Given(Incident? other) => this with { Target = other };

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
        if (state.RefuseUnlessCounted() is { } refusal)
            return refusal;
        if (Into == StreamId)
            return IntoItself;
        return Target switch
        {
            null => TargetNotFound,
            { Status: IncidentStatus.Merged } => TargetMerged,
            { Status: IncidentStatus.Withdrawn } => TargetWithdrawn,
            _ when !at.IsWithin(state.NotBefore, now) || at.IsBefore(Target.NotBefore) => Refusals.ImpossibleTime,
            _ => Merge(state, Target, at, now),
        };
    }

    private Decision Merge(Incident state, Incident target, OffsetDateTime at, OffsetDateTime now)
    {
        var merged = new IncidentMerged(Into, By, state.CountKey, at, now, Offences: state.Tally);
        var absorbed = new IncidentAbsorbed(
            StreamId, By, target.Status, [.. state.Beginnings], Steps(state), state.Signals, at, target.NoEarlierThanKnown(now),
            Separated: state.Separated is [] ? null : state.Separated);
        var change = target.ChangeBy(absorbed, out var next);
        return Decision.Of(merged with { Response = state.ChangeBy(merged, out _) })
            .And(Into, absorbed with { Response = change, Status = next.Progress });
    }

    private static IReadOnlyList<UnitStep> Steps(Incident state) =>
        [.. state.Log.CurrentSteps.Select(s => s with { From = null }), .. ImpliedReleases(state, state.Status)];

    /// <summary>What is said of the units of a resolved incident when it is merged: those that nobody released have left.</summary>
    /// <param name="state">The incident, before the merge or merged.</param>
    /// <param name="status">How far it had come before the merge.</param>
    internal static IReadOnlyList<UnitStep> ImpliedReleases(Incident state, IncidentStatus? status) =>
    [
        .. status is IncidentStatus.Resolved or IncidentStatus.Closed && state.ResolvedAt is { } resolved
            ? state.Log.Current.Where(u => u.EndedAt is null).Select(u => new UnitStep(u.Unit, UnitStepKind.Released, resolved))
            : [],
    ];
}
