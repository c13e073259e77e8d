using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Store;

/// <summary>One command on its way into the store. It does not change after it is queued.</summary>
/// <remarks>What became of it is a <see cref="SubmissionResult"/>, which the appender gives to the batch that it came with.</remarks>
internal abstract class Submission
{
    /// <summary>The stream that it is about; a submission that names a reference may change another one instead.</summary>
    public abstract Guid StreamId { get; }

    /// <summary>The id of its (last) event. A submission with the id of an event that its stream holds is the same one again.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The id of the event that its stream may hold already, and which is looked for in a long stream.</summary>
    public virtual Guid RepeatedId => EventId;

    /// <summary>Who and what brings it about.</summary>
    public EventMetadata Metadata { get; set; } = EventMetadata.None;

    /// <summary>The report as it was received, which is kept with its events; null where it is no report.</summary>
    public Original? Original { get; set; }

    /// <summary>When its report says that it happened; null where it is no report, or the entry of a list.</summary>
    public Instant? ReportedAt { get; set; }

    /// <summary>Whether its report shows that the device is there; not where it tells that the device cannot speak.</summary>
    public bool ShowsDevice { get; init; } = true;

    /// <summary>What later corrections call the incident that it opens, or that it corrects; null where it has no such name.</summary>
    public Guid? Reference { get; init; }

    /// <summary>The day from which a historic source says that it was known; null for what is known when it is taken.</summary>
    public HistoricDay? Historic { get; set; }

    /// <summary>Submissions of one lane key are decided in the order in which they came.</summary>
    public Guid LaneKey => Historic is { IsOfBatch: false } historic ? historic.Lane : Reference ?? StreamId;

    /// <summary>The version that its sender saw, or null to decide against whatever is current.</summary>
    public virtual long? ExpectedVersion => null;

    /// <summary>Another stream whose state the decision uses, and which must not have changed when it is committed; or null.</summary>
    public virtual Guid? DependsOn => null;

    /// <summary>The stream that the one it is about is part of, and which it is decided on; null where that is none.</summary>
    /// <param name="streams">The streams that the batch loaded.</param>
    public virtual Guid? ContinuesOn(StreamPage streams) => null;

    /// <summary>Whether it is decided against the streams that share its reference.</summary>
    public virtual bool ReadsReferenced => false;

    /// <summary>Whether streams that wait for its reference are decided with it (<see cref="StreamPage.WaitingFor"/>).</summary>
    public virtual bool ReadsWaiting => false;

    /// <summary>Whether the stream that it is about is all that its decision needs, unless one waits for its reference.</summary>
    public bool NeedsOnlyItsStream => DependsOn is null && !ReadsReferenced && Historic is null;

    /// <summary>The stream that holds its event already, or null.</summary>
    /// <param name="streams">The streams that the batch loaded.</param>
    public virtual Guid? FindRepeated(StreamPage streams) => streams.Holds(StreamId, EventId) ? StreamId : null;

    /// <summary>
    /// Names of the fields in which it differs from its event that is committed already; empty where it says the same.
    /// </summary>
    /// <param name="streams">The streams that the batch loaded.</param>
    /// <param name="holder">The stream that holds the event.</param>
    /// <param name="cities">The cities and their clocks.</param>
    /// <param name="now">The present moment.</param>
    public virtual IReadOnlyList<string> Differences(StreamPage streams, Guid holder, Cities cities, Instant now) => [];

    /// <summary>Decides against the streams as they are.</summary>
    /// <param name="streams">The streams that the batch loaded, with what it has appended so far.</param>
    /// <param name="cities">The cities and their clocks.</param>
    /// <param name="now">The present moment.</param>
    public abstract StreamDecision Decide(StreamPage streams, Cities cities, Instant now);

    /// <summary>Puts its subject right where its report is read differently today; null where nothing does.</summary>
    /// <param name="fields">The fields that are read differently.</param>
    /// <param name="streams">The streams that the batch loaded.</param>
    /// <param name="cities">The cities and their clocks.</param>
    /// <param name="now">The present moment.</param>
    public virtual Decision? Correct(IReadOnlyList<string> fields, StreamPage streams, Cities cities, Instant now) => null;

    /// <summary>Whether an event of its own on this stream means that nothing has the reference that it names.</summary>
    /// <param name="streamId">The stream that the result names.</param>
    public virtual bool IsUnmatchedOn(Guid streamId) => false;
}

/// <summary>What to append, and where.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Decision">The events, or the refusal.</param>
internal readonly record struct StreamDecision(Guid StreamId, Decision Decision)
{
    /// <summary>Whether its reference means the stream from now on, which exists and did not have this reference.</summary>
    public bool AddsReference { get; init; }

    /// <summary>Whether the stream is the one that the submission's is part of, and only as long as it is.</summary>
    public bool IsContinued { get; init; }

    /// <summary>An event that follows from the submission's own and comes after it on the same stream, or null.</summary>
    public IDomainEvent? Follows { get; init; }

    /// <summary>An event that the same decision leads to on a stream that waited for the reference, or null.</summary>
    public MatchedStream? Matched { get; init; }
}

/// <summary>A stream that waited for a reference, and need not wait any more.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="EventId">Id of the event that says so.</param>
/// <param name="Event">The event.</param>
internal sealed record MatchedStream(Guid StreamId, Guid EventId, IDomainEvent Event);

/// <summary>Compares what is committed with what a submission with the same identity says.</summary>
/// <param name="committed">The events that are committed.</param>
/// <param name="again">What it is decided to now, against the state before them.</param>
/// <returns>Names of the sender's fields that differ.</returns>
internal delegate IReadOnlyList<string> EventComparison(IReadOnlyList<IDomainEvent> committed, Decision again);

/// <summary>A command against one stream's state.</summary>
/// <typeparam name="TState">The state.</typeparam>
internal class Submission<TState>(ICommand<TState> command) : Submission where TState : StreamState, IState<TState>
{
    /// <inheritdoc/>
    public override Guid StreamId { get; } = command.StreamId;

    /// <inheritdoc/>
    public override long? ExpectedVersion => command.ExpectedVersion;

    /// <inheritdoc/>
    public override Guid? DependsOn =>
        (command as IDependentCommand<TState>)?.OtherStreamId ?? (command as ILinkingCommand<TState>)?.LinkedStreamId;

    /// <summary>The moment at which it is decided, where that is not the moment of appending.</summary>
    public Instant? DecidedAt { get; init; }

    /// <summary>How its event is compared with one that is committed already; null where the same identity means the same.</summary>
    public EventComparison? Comparison { get; init; }

    /// <summary>The stream that a thing is part of, by its state, or null: what is said of it then happens there.</summary>
    public Func<TState, Guid?>? PartOf { get; init; }

    /// <inheritdoc/>
    public override Guid? ContinuesOn(StreamPage streams) =>
        PartOf is not null && streams.State<TState>(StreamId) is { } state ? PartOf(state) : null;

    /// <inheritdoc/>
    public override Guid? FindRepeated(StreamPage streams) =>
        base.FindRepeated(streams) ?? (ContinuesOn(streams) is { } other && streams.Holds(other, EventId) ? other : null);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Differences(StreamPage streams, Guid holder, Cities cities, Instant now)
    {
        if (Comparison is null)
            return [];
        var (before, committed) = streams.Repeated(holder, EventId);
        TState? state = null;
        foreach (var @event in before)
            state = StreamState.After(state, @event);
        return Comparison(committed, command.Decide(state, Moment(state, cities, now)));
    }

    /// <inheritdoc/>
    public override StreamDecision Decide(StreamPage streams, Cities cities, Instant now)
    {
        var other = ContinuesOn(streams);
        var stream = other ?? StreamId;
        var state = streams.State<TState>(stream);
        var informed = command switch
        {
            IDependentCommand<TState> dependent => dependent.Given(streams.State<TState>(dependent.OtherStreamId)),
            ILinkingCommand<TState> { LinkedStreamId: { } linked } linking => linking.GivenType(streams.TypeOf(linked)),
            _ => command,
        };
        return new(stream, informed.Decide(state, Moment(state, cities, now))) { IsContinued = other is not null };
    }

    private OffsetDateTime Moment(TState? state, Cities cities, Instant now) =>
        StreamState.DecidedAt(state, cities.Local(DecidedAt ?? now, state?.Place.City ?? command.City));
}
