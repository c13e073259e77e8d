using NodaTime;

namespace Incidents.Domain.Targets;

/// <summary>How a target stands.</summary>
public enum TargetStatus
{
    /// <summary>Its clock has not started: nobody was sent yet.</summary>
    NotStarted,

    /// <summary>There is time left.</summary>
    Running,

    /// <summary>The time has passed, and the step is not known to be done.</summary>
    Passed,

    /// <summary>The step was done in time.</summary>
    Met,

    /// <summary>The step was done in time, which became known only after it had been escalated.</summary>
    MetKnownLate,

    /// <summary>The step was done after the time had passed.</summary>
    MetLate,

    /// <summary>Nothing is left to be done, without the step: the caller gave up, it was withdrawn or merged.</summary>
    Stopped,
}

/// <summary>A moment at which a target is escalated, unless its step is done or nothing is left to be done by then.</summary>
/// <param name="Target">The target.</param>
/// <param name="Level">Its level, from 1.</param>
/// <param name="On">On whom.</param>
/// <param name="DueAt">When.</param>
public sealed record TargetDeadline(ServiceTarget Target, int Level, EscalationLevel On, OffsetDateTime DueAt);

/// <summary>The clock of one target for one incident or call.</summary>
/// <param name="Target">The target.</param>
/// <param name="StartedAt">When it started; null where it has not: the way to the place begins when the first unit is sent.</param>
/// <param name="DueAt">By when the step is to be done; null where the clock has not started.</param>
/// <param name="MetAt">When it was done, in time or not; null where it is not known to be done.</param>
/// <param name="StoppedAt">When nothing was left to be done, whether the step was done or not; null while that is not so.</param>
public sealed record TargetClock(
    ServiceTarget Target, OffsetDateTime? StartedAt, OffsetDateTime? DueAt, OffsetDateTime? MetAt, OffsetDateTime? StoppedAt)
{
    /// <summary>When the centre learned that the clock runs: before, nobody could have been told.</summary>
    public required OffsetDateTime LearnedAt { get; init; }

    /// <summary>Whether a level was due so long before the clock became known that nobody is told: it was entered from paper.</summary>
    /// <remarks>It does not depend on when somebody looks: a host that was down for days escalates what was due meanwhile.</remarks>
    /// <param name="deadline">The level.</param>
    /// <param name="oldest">How long before is too long.</param>
    public bool IsHistory(TargetDeadline deadline, Duration oldest) => deadline.DueAt.ToInstant() < LearnedAt.ToInstant() - oldest;

    /// <summary>Whether the step was done in time.</summary>
    public bool IsMetInTime => MetAt is { } met && (DueAt is not { } due || met.ToInstant() <= due.ToInstant());

    /// <summary>The clocks of a thing, by name of their target.</summary>
    /// <param name="times">Its times.</param>
    /// <param name="targets">The targets.</param>
    public static IReadOnlyList<TargetClock> Of(TargetTimes times, ServiceTargets targets) =>
    [
        .. targets.Of(times.Subject, times.Category, times.Place.City, times.KnownSince.Date).Select(target => Of(target, times)),
    ];

    /// <summary>How it stands at a moment.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="isEscalated">Whether it has been escalated.</param>
    public TargetStatus StatusAt(Instant now, bool isEscalated) => this switch
    {
        { MetAt: not null } when IsMetInTime => isEscalated ? TargetStatus.MetKnownLate : TargetStatus.Met,
        { MetAt: not null } => TargetStatus.MetLate,
        { StoppedAt: not null } => TargetStatus.Stopped,
        { DueAt: null } => TargetStatus.NotStarted,
        { DueAt: { } due } => now < due.ToInstant() ? TargetStatus.Running : TargetStatus.Passed,
    };

    /// <summary>When it is, or was to be, escalated, as far as is known: the earliest first.</summary>
    /// <remarks>
    /// What was done, or over, later than a level was due was late for that level: it is escalated all the same, also where nobody looked
    /// at the moment itself.
    /// </remarks>
    public IEnumerable<TargetDeadline> Deadlines()
    {
        if (DueAt is not { } due)
            yield break;
        for (var i = 0; i < Target.Levels.Count; i++)
        {
            var at = due.Plus(Duration.FromSeconds(Target.Levels[i].AfterSeconds));
            if (TargetTimes.Earlier(MetAt, StoppedAt) is { } end && end.ToInstant() <= at.ToInstant())
                yield break;
            yield return new(Target, i + 1, Target.Levels[i], at);
        }
    }

    private static TargetClock Of(ServiceTarget target, TargetTimes times)
    {
        // The way to the place is timed as it is counted: from when the first unit was sent. One that came by itself had no way.
        var started = target.Step is TargetStep.Arrived ? times.SentAt : times.KnownSince;
        return new(
            target, started, started?.Plus(Duration.FromSeconds(target.WithinSeconds)), times.DoneAt(target.Step),
            times.OverAt(target.Step))
        {
            LearnedAt = times.LearnedOf(target.Step),
        };
    }
}
