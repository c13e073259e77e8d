using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>How far a task of municipal property has come.</summary>
public enum UpkeepStatus
{
    /// <summary>It has to be done. It is overdue where its deadline is over.</summary>
    Open,

    /// <summary>It was reported as done, and nobody has looked since.</summary>
    Done,

    /// <summary>It was looked at again, and is done.</summary>
    Confirmed,

    /// <summary>There was nothing to do.</summary>
    Cancelled,

    /// <summary>It is the same thing as another task, and is done with that.</summary>
    Joined,
}

/// <summary>One observation of municipal property, and the task that it is.</summary>
/// <param name="Status">How far it has come.</param>
/// <param name="Origin">The sending system and its own id for the observation.</param>
/// <param name="Terms">What it is counted and measured by.</param>
public sealed record UpkeepTask(UpkeepStatus Status, Origin Origin, UpkeepTerms Terms) : StreamState, IState<UpkeepTask>
{
    /// <summary>Whether the observation is assumed from a later step, the first one that was reported.</summary>
    public bool BeginningAssumed => Terms.Assumed is true;

    /// <inheritdoc/>
    public Place Place => Terms.Observation.Place;

    /// <summary>The camera that observed it, or null.</summary>
    public string? DeviceId { get; private init; }

    /// <summary>The person who observed it, or null.</summary>
    public string? ObservedBy { get; private init; }

    /// <summary>When it became known to the centre.</summary>
    public OffsetDateTime FirstKnownAt { get; private init; }

    /// <summary>What was said of it in words, or null.</summary>
    public string? Description { get; private init; }

    /// <summary>The picture of the observation, or null.</summary>
    public MediaReference? Snapshot { get; private init; }

    /// <summary>When it was done; null while it is not.</summary>
    public OffsetDateTime? DoneAt { get; private init; }

    /// <summary>Who said that it is done; null while it is not, and where a camera found it.</summary>
    public string? DoneBy { get; private init; }

    /// <summary>The picture of what was done, or null.</summary>
    public MediaReference? DoneSnapshot { get; private init; }

    /// <summary>When it was last looked at again; null where it never was.</summary>
    public OffsetDateTime? CheckedAt { get; private init; }

    /// <summary>Whether it was done when it was last looked at again; null where it never was.</summary>
    public bool? CheckedCleared { get; private init; }

    /// <summary>Why it was cancelled, or null.</summary>
    public string? CancelledReason { get; private init; }

    /// <summary>The task that it is joined to, or null.</summary>
    public Guid? JoinedInto { get; private init; }

    /// <summary>When it was last joined to another or separated from it, or null.</summary>
    public OffsetDateTime? JoinedAt { get; private init; }

    /// <summary>The tasks that are joined to it, in the order in which they were.</summary>
    public IReadOnlyList<Guid> Joined { get; private init; } = [];

    /// <summary>The tasks that a person separated it from: no rule joins it to one of them again.</summary>
    public IReadOnlyList<Guid> SeparatedFrom { get; private init; } = [];

    /// <summary>When the earliest step after the observation happened, or null.</summary>
    public OffsetDateTime? FirstStepAt { get; private init; }

    /// <summary>Whether it can have been done, cancelled or joined at a moment.</summary>
    /// <remarks>Where the observation is assumed, it may have been at any time before.</remarks>
    /// <param name="at">The moment.</param>
    /// <param name="now">The present moment.</param>
    public bool CanHappen(OffsetDateTime at, OffsetDateTime now) =>
        (BeginningAssumed ? !at.IsInFuture(now) : at.IsWithin(Terms.Observation.OccurredAt, now))
        && !(CheckedAt is { } looked && at.IsBefore(looked)) && !(JoinedAt is { } joined && at.IsBefore(joined));

    /// <summary>The refusal of a command about a task that is cancelled or joined; null for others.</summary>
    internal Refusal? RefuseUnlessOwn() => Status switch
    {
        UpkeepStatus.Cancelled => CancelUpkeep.AlreadyCancelled,
        UpkeepStatus.Joined => JoinUpkeep.AlreadyJoined,
        _ => null,
    };

    /// <inheritdoc/>
    public static UpkeepTask? Evolve(UpkeepTask? state, object @event) => (state, @event) switch
    {
        (null, UpkeepObserved e) => new(UpkeepStatus.Open, e.Origin, e.Terms())
        {
            DeviceId = e.DeviceId,
            ObservedBy = e.By,
            FirstKnownAt = e.KnownAt,
            Description = e.Description,
            Snapshot = e.Snapshot,
        },
        ({ } task, UpkeepBeginningReported e) => task with
        {
            Terms = e.Terms,
            DeviceId = e.DeviceId,
            ObservedBy = e.By,
            Description = e.Description,
            Snapshot = e.Snapshot,
        },
        ({ } task, UpkeepDone e) => task.Stepped(e) with
        {
            Status = UpkeepStatus.Done,
            DoneAt = e.OccurredAt,
            DoneBy = e.By,
            DoneSnapshot = e.Snapshot,
        },
        ({ } task, UpkeepConfirmed e) =>
            task.Stepped(e) with { Status = UpkeepStatus.Confirmed, CheckedAt = e.OccurredAt, CheckedCleared = true },
        ({ } task, UpkeepReopened e) => task.Stepped(e) with
        {
            Status = UpkeepStatus.Open,
            DoneAt = null,
            DoneBy = null,
            DoneSnapshot = null,
            CheckedAt = e.OccurredAt,
            CheckedCleared = false,
        },
        ({ } task, UpkeepCancelled e) => task.Stepped(e) with { Status = UpkeepStatus.Cancelled, CancelledReason = e.Reason },
        ({ } task, UpkeepJoined e) =>
            task.Stepped(e) with { Status = UpkeepStatus.Joined, JoinedInto = e.Into, JoinedAt = e.OccurredAt },
        ({ } task, UpkeepSeparated e) => task.Stepped(e) with
        {
            Status = UpkeepStatus.Open,
            JoinedInto = null,
            JoinedAt = e.OccurredAt,
            SeparatedFrom = [.. task.SeparatedFrom.Where(other => other != e.From), e.From],
        },
        ({ } task, UpkeepAbsorbed e) => task with { Joined = [.. task.Joined.Where(other => other != e.Joined), e.Joined] },
        ({ } task, UpkeepLetGo e) => task with
        {
            Joined = [.. task.Joined.Where(other => other != e.Separated)],
            // Neither of both is joined to the other again.
            SeparatedFrom = [.. task.SeparatedFrom.Where(other => other != e.Separated), e.Separated],
        },
        _ => state,
    };

    private UpkeepTask Stepped(IDomainEvent step) => this with
    {
        FirstStepAt = FirstStepAt is { } first && first.ToInstant() <= step.OccurredAt.ToInstant() ? first : step.OccurredAt,
    };
}
