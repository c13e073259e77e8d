using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Projections.Timelines;

/// <summary>How each event is described in a timeline.</summary>
/// <remarks>Each slice declares its own events; an event that none has declared is a fault of the build.</remarks>
public sealed class TimelineRules
{
    private readonly Dictionary<Type, Rule> rules = [];

    /// <summary>Collects the rules of the slices.</summary>
    /// <param name="slices">Each declares the events of one slice.</param>
    /// <exception cref="ArgumentException">An event is declared twice.</exception>
    public TimelineRules(params IEnumerable<Action<TimelineRules>> slices)
    {
        foreach (var declare in slices)
            declare(this);
    }

    /// <summary>Types of the events declared.</summary>
    public IEnumerable<Type> Events => rules.Keys;

    /// <summary>The timeline of these events, in order of occurrence; at the same moment in the order in which they became known.</summary>
    /// <exception cref="InvalidOperationException">No slice has declared an event.</exception>
    public IReadOnlyList<TimelineEntry> Of(IEnumerable<StoredEvent> events)
    {
        var inOrder = events.OrderBy(e => e.Sequence).ToList();
        var (sources, beginnings) = (new Dictionary<Guid, string>(), new Dictionary<Guid, Instant>());
        foreach (var stored in inOrder)
        {
            // A beginning that was reported late is the true one.
            if (stored.Event is IStreamBeginning or ILateBeginning)
                beginnings[stored.StreamId] = stored.Event.OccurredAt.ToInstant();
            else if (stored.Event is ICorrectedBeginning corrected)
                beginnings[stored.StreamId] = corrected.Beginning.ToInstant();
        }
        return
        [
            .. inOrder.Select(e => Entry(e, sources, beginnings)).OrderBy(e => e.OccurredAt.ToInstant()).ThenBy(e => e.Sequence),
        ];
    }

    /// <summary>Declares how an event is described.</summary>
    internal TimelineRules Describe<TEvent>(TimelineSubject subject, Func<TEvent, EventDescription> describe) where TEvent : IDomainEvent =>
        Describe(_ => subject, describe);

    /// <summary>Declares how an event is described that happens to things of several kinds.</summary>
    internal TimelineRules Describe<TEvent>(Func<TEvent, TimelineSubject> subject, Func<TEvent, EventDescription> describe)
        where TEvent : IDomainEvent
    {
        rules.Add(typeof(TEvent), new(@event => subject((TEvent)@event), @event => describe((TEvent)@event)));
        return this;
    }

    private TimelineEntry Entry(StoredEvent stored, Dictionary<Guid, string> sources, Dictionary<Guid, Instant> beginnings)
    {
        if (!rules.TryGetValue(stored.Event.GetType(), out var rule))
            throw new InvalidOperationException($"No slice says how {stored.Event.GetType().Name} is described in a timeline.");
        var description = rule.Describe(stored.Event);
        if (description.Source is not null)
            sources[stored.StreamId] = description.Source;
        return new(
            stored.Sequence, rule.Subject(stored.Event), stored.StreamId, stored.Version, stored.Type, stored.Event.OccurredAt,
            stored.Event.KnownAt,
            sources.GetValueOrDefault(stored.StreamId), description.By ?? stored.By, description.DeviceId, description.Place,
            description.Category, description.Unit, description.ReasonCode, description.OutcomeCode, SecondsBefore(beginnings, stored),
            stored.EnteredBy, stored.Cause)
        {
            TimePrecision = description.Precision.Given(),
            Rule = description.Rule,
            PlanStep = description.PlanStep,
            Person = description.Person,
            Role = description.Role,
            Level = description.Level,
            IsMasked = stored.IsMasked,
            Json = stored.Json,
        };
    }

    private static double? SecondsBefore(Dictionary<Guid, Instant> beginnings, StoredEvent stored) =>
        beginnings.TryGetValue(stored.StreamId, out var beginning) && stored.Event.OccurredAt.ToInstant() is var at && at < beginning
            ? (beginning - at).TotalSeconds
            : null;

    private sealed record Rule(Func<IDomainEvent, TimelineSubject> Subject, Func<IDomainEvent, EventDescription> Describe);
}

/// <summary>What a timeline says of an event besides its time; the meaning of each is that of <see cref="TimelineEntry"/>.</summary>
internal readonly record struct EventDescription
{
    public string? Source { get; init; }
    public string? By { get; init; }
    public string? DeviceId { get; init; }
    public Place? Place { get; init; }
    public string? Category { get; init; }
    public string? Unit { get; init; }
    public string? ReasonCode { get; init; }
    public string? OutcomeCode { get; init; }
    public TimePrecision? Precision { get; init; }
    public RuleMatch? Rule { get; init; }
    public string? PlanStep { get; init; }
    public string? Person { get; init; }
    public Role? Role { get; init; }
    public int? Level { get; init; }
}
