using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>Two observations are of the same thing: this one is done with the task of another.</summary>
/// <remarks>
/// The task that stays must be one of its own, so that no circle arises, and the one that goes must have no others joined to it. The rule
/// joins what is near; a person may join what is farther apart.
/// </remarks>
/// <param name="StreamId">The task that goes.</param>
/// <param name="Into">The task that stays.</param>
/// <param name="Target">Its state, or null where it does not exist; the host fills it in when it decides.</param>
/// <param name="By">Who joins them: a person, or <see cref="Rule"/>.</param>
/// <param name="MostMetres">The greatest distance by which the rule joins; null for a person, who may see that it is one thing.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version of the task that goes which they saw, or null.</param>
public sealed record JoinUpkeep(
    Guid StreamId, Guid Into, UpkeepTask? Target, string By, double? MostMetres = null, OffsetDateTime? OccurredAt = null,
    long? ExpectedVersion = null) : IDependentCommand<UpkeepTask>
{
    /// <summary>Who joins where the rule does.</summary>
    public const string Rule = "rule:upkeep-near";

    /// <summary>Version of the rule: it changes when another thing than kind, town and distance decides.</summary>
    public const int RuleVersion = 1;

    /// <summary>It is joined to another already.</summary>
    public static readonly Refusal AlreadyJoined =
        new(ErrorCode.UpkeepJoined, "The observation is joined to another task; that one is to be named.");

    /// <summary>A task is not joined to itself.</summary>
    public static readonly Refusal IntoItself = new(ErrorCode.UpkeepIntoItself, "A task cannot be joined to itself.", "targetId");

    /// <summary>The task to join to is not known.</summary>
    public static readonly Refusal TargetNotFound =
        new(ErrorCode.UpkeepTargetNotFound, "The task to join to is not known.", "targetId");

    /// <summary>The task to join to is done, cancelled or joined to another itself.</summary>
    public static readonly Refusal TargetNotOpen =
        new(ErrorCode.UpkeepTargetNotOpen, "The task to join to is not an open one of its own.", "targetId");

    /// <summary>They are of two kinds or in two towns.</summary>
    public static readonly Refusal TargetOther =
        new(ErrorCode.UpkeepTargetOther, "The task to join to is of another kind or in another town.", "targetId");

    /// <summary>Others are joined to the one that goes.</summary>
    public static readonly Refusal HasJoined =
        new(ErrorCode.UpkeepHasJoined, "Other observations are joined to this task; they are separated first.");

    /// <summary>The one that goes is done already.</summary>
    public static readonly Refusal NotOpen = new(ErrorCode.UpkeepNotOpen, "Only an open task is joined to another.");

    /// <summary>They are farther apart than the rule joins, or one has no coordinates.</summary>
    public static readonly Refusal TooFar =
        new(ErrorCode.UpkeepTooFar, "They are farther apart than the rule joins, or have no coordinates.", "targetId");

    /// <summary>A person separated them: no rule joins them again.</summary>
    public static readonly Refusal SeparatedBefore =
        new(ErrorCode.UpkeepSeparatedBefore, "A person separated them, so no rule joins them again.", "targetId");

    /// <inheritdoc/>
    public Guid OtherStreamId => Into;

    /// <inheritdoc/>
    public ICommand<UpkeepTask> Given(UpkeepTask? other) => this with { Target = other };

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by")
        ?? (MostMetres is null or (> 0 and <= UpkeepKind.MostJoinMetres)
            ? null
            : new(ErrorCode.BadInput, "A distance is a positive number of metres.", "mostMetres"));

    /// <inheritdoc/>
    public Decision Decide(UpkeepTask? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.JoinedInto == Into)
            return Decision.Unchanged;
        if (state.RefuseUnlessOwn() is { } refusal)
            return refusal;
        if (Into == StreamId)
            return IntoItself;
        if (Target is null)
            return TargetNotFound;
        if (state.Status is not UpkeepStatus.Open)
            return NotOpen;
        if (state.Joined.Count > 0)
            return HasJoined;
        if (Target.Status is not UpkeepStatus.Open)
            return TargetNotOpen;
        if (Target.Place.City != state.Place.City || Target.Terms.Observation.Category != state.Terms.Observation.Category)
            return TargetOther;
        double? metres = (state.Place.Point, Target.Place.Point) is ({ } here, { } there) ? PointDistance.Metres(here, there) : null;
        if (MostMetres is { } most)
        {
            if (state.SeparatedFrom.Contains(Into))
                return SeparatedBefore;
            if (metres is not { } apart || apart > most)
                return TooFar;
        }
        var at = OccurredAt ?? now;
        if (!state.CanHappen(at, now) || !Target.CanHappen(at, now))
            return Refusals.ImpossibleTime;
        return Decision.Of(new UpkeepJoined(
                Into, By, metres is { } known ? Math.Round(known, 1) : null, state.Terms, at, state.NoEarlierThanKnown(now)))
            .And(Into, new UpkeepAbsorbed(StreamId, By, Target.Terms, at, Target.NoEarlierThanKnown(now)));
    }
}
