using NodaTime;

namespace Incidents.Domain;

/// <summary>What the states of all streams have.</summary>
public abstract record StreamState
{
    /// <summary>When the centre last learned something about it; null before the first event.</summary>
    public OffsetDateTime? LastKnownAt { get; private init; }

    /// <summary>When a step is known to the centre: never before what was known already.</summary>
    /// <remarks>
    /// What was published for a day stays as it was. A register's batch may be dated before the day on which the centre learned of the
    /// incident that it corrects; the correction counts from that day on, and not before the incident itself.
    /// </remarks>
    /// <param name="batch">The date of the historic batch that the step comes from; null for a live step.</param>
    /// <param name="now">The present moment.</param>
    public OffsetDateTime KnownAt(OffsetDateTime? batch, OffsetDateTime now) => NoEarlierThanKnown(batch ?? now);

    /// <summary>The moment, or <see cref="LastKnownAt"/> where that is later: a clock that was set back takes no knowledge back.</summary>
    public OffsetDateTime NoEarlierThanKnown(OffsetDateTime moment) =>
        LastKnownAt is { } last && last.ToInstant() > moment.ToInstant() ? last : moment;

    /// <summary>The moment at which a command is decided against a state, or against none.</summary>
    /// <param name="state">The state, or null before the first event.</param>
    /// <param name="moment">The present moment.</param>
    public static OffsetDateTime DecidedAt(StreamState? state, OffsetDateTime moment) => state?.NoEarlierThanKnown(moment) ?? moment;

    /// <summary>The state after one more event, with <see cref="LastKnownAt"/>.</summary>
    /// <param name="state">The state before, or null before the first event.</param>
    /// <param name="event">The event.</param>
    public static TState? After<TState>(TState? state, object @event) where TState : StreamState, IState<TState>
    {
        var next = TState.Evolve(state, @event);
        return next is null || @event is not IDomainEvent known
            ? next
            : (TState)((StreamState)next with { LastKnownAt = DecidedAt(state, known.KnownAt) });
    }
}
