using NodaTime;

namespace Incidents.Domain.Targets;

/// <summary>A target was passed.</summary>
/// <remarks>
/// The host decides it again and again, and several hosts may: each level of a target is escalated once for a thing. Whether the step was
/// done is decided by whoever sends it, from the events of the thing.
/// </remarks>
/// <param name="Subject">What it was passed for.</param>
/// <param name="SubjectId">The stream of the incident or call.</param>
/// <param name="Category">Its category.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Deadline">The level that was due.</param>
/// <param name="StartedAt">When the clock started.</param>
public sealed record Escalate(
    TargetSubject Subject, Guid SubjectId, string Category, Place Place, TargetDeadline Deadline, OffsetDateTime StartedAt)
    : ICommand<Escalations>
{
    /// <summary>A target that cannot be used: its name, seconds or levels.</summary>
    public static readonly Refusal TargetUnusable = new(ErrorCode.TargetUnusable, "The target of service cannot be used.", "target");

    /// <inheritdoc/>
    public Guid StreamId => Escalations.Stream(Subject, SubjectId);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        CategoryCode.Check(Category, "category") ?? Place.Check("place")
        ?? (Enum.IsDefined(Subject) && Deadline.Target.Subject == Subject && Deadline.Target.Fault() is null
            && Deadline.Level >= 1 && Deadline.Level <= Deadline.Target.Levels.Count
            && Deadline.Target.Levels[Deadline.Level - 1] == Deadline.On ? null : TargetUnusable);

    /// <inheritdoc/>
    public Decision Decide(Escalations? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var (target, level, on, due) = Deadline;
        // Every host goes by the clock of the database, from which its own may differ a little.
        if (due.IsInFuture(now))
            return Refusals.ImpossibleTime;
        return state?.Has(target.Name, level) is true
            ? Decision.Unchanged
            : Decision.Of(new Escalated(
                Subject, SubjectId, Category, Place, target.Name, target.Step, target.WithinSeconds, level, on.Role, on.Person, StartedAt,
                due, now));
    }
}
