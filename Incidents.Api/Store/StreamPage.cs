using System.Globalization;
using System.Text.Json.Nodes;
using Incidents.Domain;
using Incidents.Projections;

namespace Incidents.Api.Store;

/// <summary>
/// The streams that one micro-batch touches: what the store holds of them, and what the batch has appended so far, so that each
/// decision sees those before it.
/// </summary>
internal sealed class StreamPage(EventCatalogue catalogue)
{
    private readonly Dictionary<Guid, Stream> streams = [];
    private readonly Dictionary<Guid, List<Guid>> byReference = [];
    private readonly Dictionary<Guid, List<Guid>> waiting = [];
    private readonly HashSet<Stream> dependedOn = [];

    /// <summary>Streams with events to append, in the order in which they were first touched.</summary>
    public List<Stream> Changed { get; } = [];

    /// <summary>Whether the store holds none of its streams, as far as was looked.</summary>
    public bool IsNew => streams.Values.All(s => s.IsNew);

    /// <summary>Streams whose state a decision to append used without changing them.</summary>
    public IEnumerable<Stream> DependedOn => dependedOn.Where(s => s.Appended.Count == 0);

    /// <summary>References to record: (reference, stream).</summary>
    public List<(Guid Reference, Guid StreamId)> NewReferences { get; } = [];

    /// <summary>Streams that wait for a reference from now on: (reference, stream).</summary>
    public List<(Guid Reference, Guid StreamId)> NewWaiting { get; } = [];

    /// <summary>The closed days of the historic sources that it appends for.</summary>
    public HistoricDays Historic { get; } = new();

    /// <summary>Streams that need not wait any more.</summary>
    public List<Guid> NoLongerWaiting { get; } = [];

    /// <summary>The reports, as they were received, that what is appended follows from.</summary>
    public List<Original> Originals { get; } = [];

    /// <summary>Takes a stream as the store has it, without its events.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="version">Its version.</param>
    /// <param name="type">Its type.</param>
    /// <param name="isArchived">Whether it is archived.</param>
    /// <param name="covered">The version up to which its snapshot covers it; 0 where it has none.</param>
    /// <exception cref="StreamChangedException">Its snapshot is not the one that was loaded.</exception>
    public void Load(Guid streamId, long version, string? type, bool isArchived, long covered) =>
        Get(streamId).Load(version, type, isArchived, covered);

    /// <summary>Takes the next event of a stream.</summary>
    public void Load(Guid streamId, Guid eventId, string type, string json) => Get(streamId).Load(eventId, type, json);

    /// <summary>Takes the snapshot of a stream.</summary>
    public void LoadSnapshot(Guid streamId, long version, string stateType, string state) =>
        Get(streamId).LoadSnapshot(version, stateType, state);

    /// <summary>Forgets what was loaded of a stream.</summary>
    public void Forget(Guid streamId) => streams.Remove(streamId);

    public void LoadReference(Guid reference, Guid streamId) => ReferencedBy(reference).Add(streamId);

    public void LoadWaiting(Guid reference, Guid streamId) => WaitingFor(reference).Add(streamId);

    /// <summary>Streams that share a reference, oldest first.</summary>
    public List<Guid> ReferencedBy(Guid reference) => ListOf(byReference, reference);

    /// <summary>Streams that wait until something begins under a reference, oldest first.</summary>
    public List<Guid> WaitingFor(Guid reference) => ListOf(waiting, reference);

    public long Version(Guid streamId) => Get(streamId).Version;

    public bool Holds(Guid streamId, Guid eventId) => Get(streamId).Holds(eventId);

    public TState? State<TState>(Guid streamId) where TState : StreamState, IState<TState> => Get(streamId).State<TState>(catalogue);

    /// <summary>The type of a stream, or null where it does not exist.</summary>
    public string? TypeOf(Guid streamId) => Get(streamId).Type;

    /// <summary>All events of a stream, in order.</summary>
    public IReadOnlyList<IDomainEvent> Events(Guid streamId) => Get(streamId).Events(catalogue);

    /// <summary>The events of a stream before a submission's, and its own.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="eventId">The submission's event, which the stream holds.</param>
    public (IReadOnlyList<IDomainEvent> Before, IReadOnlyList<IDomainEvent> Own) Repeated(Guid streamId, Guid eventId)
    {
        var stream = Get(streamId);
        var (events, last) = (stream.Events(catalogue), stream.PlaceOf(eventId)!.Value);
        var first = stream.PlaceOf(BeforeId(eventId, 0)) ?? last;
        return ([.. events.Take(first)], [.. events.Skip(first).Take(last - first + 1)]);
    }

    /// <summary>Names of the fields that are masked in a stream's events.</summary>
    public IReadOnlySet<string> Masked(Guid streamId) => Get(streamId).Masked();

    /// <summary>Appends the events that a submission led to.</summary>
    /// <param name="submission">The submission.</param>
    /// <param name="decided">At least one event.</param>
    public void Append(Submission submission, in StreamDecision decided)
    {
        var (stream, events) = (Get(decided.StreamId), decided.Decision.Events);
        var begins = stream.Version == 0;
        Change(stream);
        if (submission.Original is { } original)
            Originals.Add(original);
        var metadata = submission.Metadata;
        for (var i = 0; i < events.Count; i++)
        {
            // The last event has the submission's identity; one that had to come before it (the raising of an alert whose end was
            // reported first) has an identity made from it.
            var id = i == events.Count - 1
                ? submission.EventId
                : BeforeId(submission.EventId, i);
            stream.Append(new(id, events[i], metadata));
        }
        if (decided.Follows is { } follows)
            stream.Append(new(Identity.Event(submission.EventId, "after"), follows, CausedBy(submission)));
        if (decided.Decision.Elsewhere is { } elsewhere)
        {
            if (elsewhere.StreamId != submission.DependsOn)
                throw new InvalidOperationException("A decision leads to an event on a stream that it does not depend on.");
            var changed = Get(elsewhere.StreamId);
            Change(changed);
            changed.Append(new(Identity.Event(submission.EventId, "elsewhere"), elsewhere.Event, CausedBy(submission)));
        }
        if (submission.DependsOn is { } other)
            dependedOn.Add(Get(other));
        if (decided.IsContinued)
            dependedOn.Add(Get(submission.StreamId));
        if ((begins || decided.AddsReference) && !submission.ReadsReferenced && submission.Reference is { } reference)
        {
            ReferencedBy(reference).Add(stream.Id);
            NewReferences.Add((reference, stream.Id));
        }
        if (submission.ReadsReferenced && stream.Id != submission.StreamId)
        {
            ReferencedBy(submission.StreamId).Add(stream.Id);
            NewReferences.Add((submission.StreamId, stream.Id));
        }
        if (begins && submission.IsUnmatchedOn(stream.Id))
        {
            WaitingFor(submission.Reference!.Value).Add(stream.Id);
            NewWaiting.Add((submission.Reference.Value, stream.Id));
        }
        if (decided.Matched is { } matched)
        {
            var waited = Get(matched.StreamId);
            Change(waited);
            waited.Append(new(matched.EventId, matched.Event, CausedBy(submission)));
            WaitingFor(submission.Reference!.Value).Remove(waited.Id);
            NoLongerWaiting.Add(waited.Id);
        }
    }

    private static Guid BeforeId(Guid eventId, int place) =>
        Identity.Event(eventId, "before", place.ToString(CultureInfo.InvariantCulture));

    // What follows from an event has it as its cause.
    private static EventMetadata CausedBy(Submission submission) => submission.Metadata with { Cause = submission.EventId.ToString() };

    private static List<Guid> ListOf(Dictionary<Guid, List<Guid>> lists, Guid key)
    {
        if (!lists.TryGetValue(key, out var found))
            lists[key] = found = [];
        return found;
    }

    private void Change(Stream stream)
    {
        if (stream.Appended.Count == 0)
            Changed.Add(stream);
    }

    private Stream Get(Guid id)
    {
        if (!streams.TryGetValue(id, out var stream))
            streams[id] = stream = new Stream(id);
        return stream;
    }

    internal sealed class Stream(Guid id)
    {
        private const string MaskedProperty = $"\"{StoredEvent.MaskedProperty}\":";
        private readonly List<(string Type, string Json)> stored = [];
        private readonly Dictionary<Guid, int> places = [];
        private (long Version, string StateType, string State)? snapshot;
        private StreamState? state;
        private Type? foldedInto;
        private Action? fold;
        private int folded;
        private string? storedType;

        public Guid Id { get; } = id;
        public long StoredVersion { get; private set; }
        public long Version => StoredVersion + Appended.Count;
        public bool IsArchived { get; private set; }
        public string? Type => storedType ?? (Appended.Count > 0 ? StreamType.Of(Appended[0].Event) : null);
        public bool IsNew => StoredVersion == 0;
        public List<AppendedEvent> Appended { get; } = [];

        /// <summary>Number of its events that no snapshot covers.</summary>
        public int SinceSnapshot => stored.Count + Appended.Count;

        /// <summary>Ids of those.</summary>
        public IEnumerable<Guid> EventIds => places.Keys;

        public void Load(long version, string? type, bool isArchived, long covered)
        {
            if (covered != (snapshot?.Version ?? 0))
                throw new StreamChangedException();
            (StoredVersion, storedType, IsArchived) = (version, type, isArchived);
        }

        public void Load(Guid eventId, string type, string json)
        {
            places.TryAdd(eventId, stored.Count);
            stored.Add((type, json));
        }

        public void LoadSnapshot(long version, string stateType, string json) => snapshot = (version, stateType, json);

        public bool Holds(Guid eventId) => places.ContainsKey(eventId);

        public int? PlaceOf(Guid eventId) => places.TryGetValue(eventId, out var place) ? place : null;

        public void Append(in AppendedEvent @event)
        {
            places.TryAdd(@event.Id, stored.Count + Appended.Count);
            Appended.Add(@event);
        }

        /// <exception cref="InvalidOperationException">Only its snapshot was loaded.</exception>
        public IReadOnlyList<IDomainEvent> Events(EventCatalogue catalogue) => snapshot is not null
            ? throw new InvalidOperationException($"Not all events of stream {Id} were read.")
            : [.. stored.Select(e => catalogue.Read(e.Type, e.Json)), .. Appended.Select(e => e.Event)];

        public TState? State<TState>(EventCatalogue catalogue) where TState : StreamState, IState<TState>
        {
            // Somebody may ask for an incident under the id of an alert; that it is none must not be what the next one hears of the alert.
            if (foldedInto != typeof(TState))
            {
                (state, foldedInto, folded) = (Covered<TState>(), typeof(TState), 0);
                fold = () => State<TState>(catalogue);
            }
            for (; folded < stored.Count; folded++)
                state = StreamState.After((TState?)state, catalogue.Read(stored[folded].Type, stored[folded].Json));
            for (; folded < stored.Count + Appended.Count; folded++)
                state = StreamState.After((TState?)state, Appended[folded - stored.Count].Event);
            return (TState?)state;
        }

        public IReadOnlySet<string> Masked() => stored.Where(e => e.Json.Contains(MaskedProperty, StringComparison.Ordinal))
            .SelectMany(e => PersonalFields.Names(JsonNode.Parse(e.Json)!.AsObject())).ToHashSet(StringComparer.Ordinal);

        /// <summary>The state with all its events, or null where none was asked for.</summary>
        public StreamState? FoldAgain()
        {
            fold?.Invoke();
            return state;
        }

        private StreamState? Covered<TState>() => snapshot is { } kept && kept.StateType == typeof(TState).Name
            ? StreamSnapshots.Read(kept.StateType, kept.State)
            : null;
    }
}

/// <summary>An event to append.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Event">Its content.</param>
/// <param name="Metadata">Who and what brought it about.</param>
internal readonly record struct AppendedEvent(Guid Id, IDomainEvent Event, EventMetadata Metadata);
