using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>A person or a camera looks again.</summary>
/// <remarks>
/// What nobody has reported as done, and is found put right, is done as of that look. What is found as it was stays open, and what is
/// reported later as done before that look does not count: the result does not depend on the order of the reports.
/// </remarks>
/// <param name="StreamId">The task.</param>
/// <param name="IsCleared">Whether it is put right: a task that is done is confirmed then, else it is open again.</param>
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
            // The same look again.
            { CheckedAt: { } looked } when OccurredAt is not null && looked.ToInstant() == at.ToInstant()
                && state.CheckedCleared == IsCleared => Decision.Unchanged,
            // It was found as it was later, too.
            { DoneAt: null, CheckedCleared: false, CheckedAt: { } later } when !IsCleared && at.ToInstant() < later.ToInstant() =>
                Decision.Unchanged,
            _ when !state.CanHappen(at, now) || (state.DoneAt is { } since && !at.IsWithin(since, now)) => Refusals.ImpossibleTime,
            _ => Decision.Of(Event(state, at, state.KnownAt(KnownAt, now))),
        };
    }

    private IDomainEvent Event(UpkeepTask state, OffsetDateTime at, OffsetDateTime known)
    {
        var (by, device) = (Texts.OrNull(By), Texts.OrNull(DeviceId));
        return !IsCleared ? new UpkeepReopened(by, device, Snapshot, state.Terms, state.DoneAt, at, known)
            : state.DoneAt is { } done ? new UpkeepConfirmed(by, device, Snapshot, state.Terms, done, at, known)
            : new UpkeepDone(by, device, Snapshot, state.Terms, at, known);
    }
}
