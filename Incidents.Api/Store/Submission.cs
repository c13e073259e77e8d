using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Store;

/// <summary>What became of a submission.</summary>
internal enum SubmissionStatus
{
    /// <summary>Not decided yet.</summary>
    Pending,

    /// <summary>Its events are committed.</summary>
    Committed,

    /// <summary>Nothing to append: it is so already, or its event was committed before.</summary>
    Unchanged,

    /// <summary>A rule was broken.</summary>
    Refused,

    /// <summary>The store could not be reached in time; whether it was committed is not known.</summary>
    Unavailable,
}

/// <summary>One command on its way into the store, and what became of it.</summary>
internal abstract class Submission
{
    private SubmissionBatch? batch;

    /// <summary>The stream that it is about.</summary>
    public Guid StreamId { get; protected set; }

    /// <summary>The id of its (last) event. A submission with the id of an event that its stream holds is the same one again.</summary>
    public required Guid EventId { get; init; }

    /// <summary>What later corrections call the incident that it opens, or null.</summary>
    public Guid? Reference { get; init; }

    /// <summary>Submissions of one lane key are decided in the order in which they came.</summary>
    public Guid LaneKey => Reference ?? StreamId;

    public SubmissionStatus Status { get; private set; }

    public Refusal? Refusal { get; private set; }

    /// <summary>The stream's version afterwards, or as it is where refused; 0 where there is none.</summary>
    public long Version { get; private set; }

    /// <summary>For a withdrawal: that it matched nothing.</summary>
    public bool Unmatched { get; protected set; }

    /// <summary>Whether a commit was tried whose outcome is not known (the connection broke): then its event found again is its own.</summary>
    public bool InDoubt { get; set; }

    public abstract long? ExpectedVersion { get; }

    /// <summary>Another stream that the decision rests on, which must not have changed either when it is committed; or null.</summary>
    public virtual Guid? RestsOn => null;

    /// <summary>Whether it can be decided by nothing but the stream that it is about.</summary>
    public virtual bool StandsAlone => RestsOn is null;

    /// <summary>Called before each attempt, since an attempt that failed may have left traces.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Whether its event is in the store already.</summary>
    public virtual bool IsRepeated(StreamPage streams) => streams.Holds(StreamId, EventId);

    /// <summary>Decides against the streams as they are; returns what to append to <see cref="StreamId"/>.</summary>
    public abstract Decision Decide(StreamPage streams, Cities cities, Instant now);

    internal void JoinBatch(SubmissionBatch joined) => batch = joined;

    internal void Settle(SubmissionStatus status, long version = 0, Refusal? refusal = null)
    {
        (Status, Version, Refusal) = (status, version, refusal);
        batch?.OneSettled();
    }
}

/// <summary>A command against one stream's state.</summary>
internal sealed class Submission<TState> : Submission where TState : class, IState<TState>
{
    private readonly ICommand<TState> command;

    public Submission(ICommand<TState> command) => (this.command, StreamId) = (command, command.StreamId);

    public override long? ExpectedVersion => command.ExpectedVersion;

    public override Guid? RestsOn => (command as IDependentCommand<TState>)?.OtherStreamId;

    public override Decision Decide(StreamPage streams, Cities cities, Instant now)
    {
        var state = streams.State<TState>(StreamId);
        var informed = command is IDependentCommand<TState> dependent ? dependent.Given(streams.State<TState>(dependent.OtherStreamId)) : command;
        return informed.Decide(state, cities.Local(now, state?.Place.City ?? command.City));
    }
}

/// <summary>Several submissions whose sender waits for all of them.</summary>
internal sealed class SubmissionBatch
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int pending;

    public SubmissionBatch(IReadOnlyCollection<Submission> submissions)
    {
        pending = submissions.Count;
        foreach (var submission in submissions)
            submission.JoinBatch(this);
        if (pending == 0)
            done.SetResult();
    }

    public Task Done => done.Task;

    internal void OneSettled()
    {
        if (Interlocked.Decrement(ref pending) == 0)
            done.SetResult();
    }
}
