using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>Somebody of the utilities says that it is put right.</summary>
/// <param name="StreamId">The task.</param>
/// <param name="By">Who says so.</param>
/// <param name="Snapshot">A picture of it, or null.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live report.</param>
public sealed record CompleteUpkeep(
    Guid StreamId, string By, MediaReference? Snapshot = null, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null,
    OffsetDateTime? KnownAt = null) : ICommand<UpkeepTask>
{
    /// <summary>It was done before.</summary>
    public static readonly Refusal AlreadyDone = new(ErrorCode.UpkeepAlreadyDone, "The task was reported as done before.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? MediaReference.Check(Snapshot, "snapshot");

    /// <inheritdoc/>
    public Decision Decide(UpkeepTask? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            _ when state.RefuseUnlessOwn() is { } refusal => refusal,
            { DoneAt: { } done } when OccurredAt is not null && done.ToInstant() == at.ToInstant() && state.DoneBy == By =>
                Decision.Unchanged,
            { DoneAt: not null } => AlreadyDone,
            _ when !state.CanHappen(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new UpkeepDone(By, null, Snapshot, state.Terms, at, state.KnownAt(KnownAt, now))),
        };
    }
}
