using System.Globalization;
using Incidents.Domain;

namespace Incidents.Api.Store;

/// <summary>
/// The streams that one micro-batch touches: what the store holds of them, and what the batch has appended so far, so that each
/// decision sees those before it.
/// </summary>
internal sealed class StreamPage(EventCatalogue catalogue)
{
    private readonly Dictionary<Guid, Stream> streams = [];
    private readonly Dictionary<Guid, List<Guid>> byReference = [];
    private readonly HashSet<Stream> dependedOn = [];

    /// <summary>Streams with events to append, in the order in which they were first touched.</summary>
    public List<Stream> Changed { get; } = [];

    /// <summary>Whether the store holds none of its streams, as far as was looked.</summary>
    public bool IsNew => streams.Values.All(s => s.IsNew);

    /// <summary>Streams whose state a decision to append used without changing them.</summary>
    public IEnumerable<Stream> DependedOn => dependedOn.Where(s => s.Appended.Count == 0);

    /// <summary>References to record: (reference, stream).</summary>
    public List<(Guid Reference, Guid StreamId)> NewReferences { get; } = [];

    public void Load(Guid streamId, long version, Guid eventId, string type, string json) =>
        Get(streamId).Load(version, eventId, type, json);

    public void LoadReference(Guid reference, Guid streamId) => ReferencedBy(reference).Add(streamId);

    /// <summary>Streams that share a reference, oldest first.</summary>
    public List<Guid> ReferencedBy(Guid reference)
    {
        if (!byReference.TryGetValue(reference, out var found))
            byReference[reference] = found = [];
        return found;
    }

    public long Version(Guid streamId) => Get(streamId).Version;

    public bool Holds(Guid streamId, Guid eventId) => Get(streamId).EventIds.Contains(eventId);

    public TState? State<TState>(Guid streamId) where TState : StreamState, IState<TState> => Get(streamId).State<TState>(catalogue);

    /// <summary>Appends events that a submission led to.</summary>
    /// <param name="submission">The submission.</param>
    /// <param name="streamId">The stream that grows.</param>
    /// <param name="events">At least one event.</param>
    public void Append(Submission submission, Guid streamId, IReadOnlyList<IDomainEvent> events)
    {
        var stream = Get(streamId);
        var begins = stream.Version == 0;
        if (stream.Appended.Count == 0)
            Changed.Add(stream);
        for (var i = 0; i < events.Count; i++)
        {
            // The last event has the submission's identity; one that had to come before it (the raising of an alert whose end was
            // reported first) has an identity made from it.
            var id = i == events.Count - 1
                ? submission.EventId
                : Identity.Event(submission.EventId, "before", i.ToString(CultureInfo.InvariantCulture));
            stream.Append(id, events[i]);
        }
        if (submission.DependsOn is { } other)
            dependedOn.Add(Get(other));
        if (begins && !submission.ReadsReferenced && submission.Reference is { } reference)
        {
            ReferencedBy(reference).Add(stream.Id);
            NewReferences.Add((reference, stream.Id));
        }
    }

    private Stream Get(Guid id)
    {
        if (!streams.TryGetValue(id, out var stream))
            streams[id] = stream = new Stream(id);
        return stream;
    }

    internal sealed class Stream(Guid id)
    {
        private readonly List<(string Type, string Json)> stored = [];
        private object? state;
        private Type? foldedInto;
        private int folded;

        public Guid Id { get; } = id;
        public long StoredVersion { get; private set; }
        public long Version => StoredVersion + Appended.Count;
        public bool IsNew => StoredVersion == 0;
        public HashSet<Guid> EventIds { get; } = [];
        public List<(Guid Id, IDomainEvent Event)> Appended { get; } = [];

        public void Load(long version, Guid eventId, string type, string json)
        {
            StoredVersion = version;
            EventIds.Add(eventId);
            stored.Add((type, json));
        }

        public void Append(Guid eventId, IDomainEvent @event)
        {
            EventIds.Add(eventId);
            Appended.Add((eventId, @event));
        }

        public TState? State<TState>(EventCatalogue catalogue) where TState : StreamState, IState<TState>
        {
            // Somebody may ask for an incident under the id of an alert; that it is none must not be what the next one hears of the alert.
            if (foldedInto != typeof(TState))
                (state, foldedInto, folded) = (null, typeof(TState), 0);
            for (; folded < stored.Count; folded++)
                state = StreamState.After((TState?)state, catalogue.Read(stored[folded].Type, stored[folded].Json));
            for (; folded < stored.Count + Appended.Count; folded++)
                state = StreamState.After((TState?)state, Appended[folded - stored.Count].Event);
            return (TState?)state;
        }
    }
}
