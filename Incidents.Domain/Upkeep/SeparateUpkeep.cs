using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>Two observations are not of the same thing after all: the one that was joined is an open task of its own again.</summary>
/// <remarks>What was done with the other task meanwhile was not done here. No rule joins the two again.</remarks>
/// <param name="StreamId">The task that was joined to another.</param>
/// <param name="By">Who says so.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
/// <param name="From">The task that it was joined to, as its sender saw it.</param>
/// <param name="Target">That task's state, or null; the host fills it in when it decides.</param>
public sealed record SeparateUpkeep(
    Guid StreamId, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null, Guid From = default,
    UpkeepTask? Target = null) : IDependentCommand<UpkeepTask>
{
    /// <summary>There is nothing to undo.</summary>
    public static readonly Refusal NotJoined = new(ErrorCode.UpkeepNotJoined, "The observation is not joined to another task.");

    /// <inheritdoc/>
    public Guid OtherStreamId => From;

    /// <inheritdoc/>
    public ICommand<UpkeepTask> Given(UpkeepTask? other) => this with { Target = other };

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(UpkeepTask? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.JoinedInto is not { } from)
            return NotJoined;
        if (from != From)
            return Refusals.ConcurrentChange;
        if (!state.CanHappen(at, now))
            return Refusals.ImpossibleTime;
        var separated = Decision.Of(new UpkeepSeparated(from, By, state.Terms, at, state.NoEarlierThanKnown(now)));
        return Target?.Joined.Contains(StreamId) is true
            ? separated.And(from, new UpkeepLetGo(
                StreamId, By, Target.Terms, Target.Status, Target.DoneAt, at, Target.NoEarlierThanKnown(now)))
            : separated;
    }
}
