using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>A person or a camera looks again at what was reported as done.</summary>
/// <param name="StreamId">The task.</param>
/// <param name="IsCleared">Whether it is put right: the task is confirmed, else it is open again.</param>
/// <param name="By">The person who looked, or null.</param>
/// <param name="DeviceId">The camera that looked, or null.</param>
/// <param name="Snapshot">A picture of it, or null.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live report.</param>
public sealed record CheckUpkeep(
    Guid StreamId, bool IsCleared, string? By = null, string? DeviceId = null, MediaReference? Snapshot = null,
    OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null, OffsetDateTime? KnownAt = null) : ICommand<UpkeepTask>
{
    /// <summary>Nobody has reported that it is done.</summary>
    public static readonly Refusal NotDone = new(ErrorCode.UpkeepNotDone, "Only what was reported as done is looked at again.");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.CheckOptional(By, "by") ?? Texts.DeviceId.CheckOptional(DeviceId, "deviceId")
        ?? MediaReference.Check(Snapshot, "snapshot");

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
            // The same look again, which the task has followed.
            { CheckedAt: { } looked } when OccurredAt is not null && looked.ToInstant() == at.ToInstant()
                && state.CheckedCleared == IsCleared => Decision.Unchanged,
            { DoneAt: null } => NotDone,
            { DoneAt: { } done } when !at.IsWithin(done, now) || !state.CanHappen(at, now) => Refusals.ImpossibleTime,
            { DoneAt: { } done } => Decision.Of(Event(state, done, at, state.KnownAt(KnownAt, now))),
        };
    }

    private IDomainEvent Event(UpkeepTask state, OffsetDateTime done, OffsetDateTime at, OffsetDateTime known)
    {
        var (by, device) = (Texts.OrNull(By), Texts.OrNull(DeviceId));
        return IsCleared
            ? new UpkeepConfirmed(by, device, Snapshot, state.Terms, done, at, known)
            : new UpkeepReopened(by, device, Snapshot, state.Terms, done, at, known);
    }
}
