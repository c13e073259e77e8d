using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Api.Timelines;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Targets;
using Incidents.Projections;
using Incidents.Projections.Outages;
using Incidents.Projections.Signals;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Signals;

/// <summary>What alerts, calls and violations have in common, now or as known at an earlier moment.</summary>
/// <typeparam name="TState">State to which the events lead.</typeparam>
[ObjectType]
public abstract class SignalFields<TState> where TState : StreamState, IState<TState>
{
    private readonly StreamBatch<TState> streams;

    private protected SignalFields(SignalRow row, StreamBatch<TState> streams) => (Row, this.streams) = (row, streams);

    internal SignalRow Row { get; }

    internal StreamBatch<TState> Streams => streams;

    /// <summary>Number of its events: what a command names as the version that its sender saw.</summary>
    public long Version => Row.Version;

    /// <summary>Whether it is counted: not dismissed or cancelled.</summary>
    public bool IsCounted => Row.IsCounted;

    /// <summary>Category code.</summary>
    public string Category => Row.Category;

    /// <summary>Where it occurred.</summary>
    public Place Place => Row.Place;

    /// <summary>City code; also in `place`.</summary>
    public string City => Row.Place.City;

    /// <summary>District as the source names it, or null; also in `place`.</summary>
    public string? District => Row.Place.District;

    /// <summary>Street as the source names it, or null; also in `place`.</summary>
    public string? Street => Row.Place.Street;

    /// <summary>Coordinates, or null where they are not known; also in `place`.</summary>
    public GeoPoint? Point => Row.Place.Point;

    /// <summary>
    /// When it began; where nobody reported that, the moment of the first step that was reported. The beginning of the hour, day, month or
    /// year where it is not known to the minute: see `timePrecision`.
    /// </summary>
    public OffsetDateTime OccurredAt => Row.OccurredAt;

    /// <summary>How precisely `occurredAt` is known.</summary>
    public TimePrecision TimePrecision => Row.TimePrecision;

    /// <summary>
    /// When it began, as ISO 8601 no more precise than it is known: `2024-02-03T14:05:00+05:00`, `2024-02-03T14+05:00`, `2024-02-03`,
    /// `2024-02` or `2024`.
    /// </summary>
    public string OccurredText => TimeText.Of(Row.OccurredAt, Row.TimePrecision);

    /// <summary>
    /// The local day on which it occurred, under which it is counted; the first day of the month or year where no day is known.
    /// </summary>
    public LocalDate OccurredOn => Row.OccurredOn;

    /// <summary>When it became known to the centre.</summary>
    public OffsetDateTime KnownAt => Row.KnownAt;

    /// <summary>When its last event became known.</summary>
    public OffsetDateTime LastKnownAt => Row.LastKnownAt;

    /// <summary>The system that reported it.</summary>
    public string Source => Row.Source;

    /// <summary>Its id in that system.</summary>
    public string SourceId => Row.SourceId;

    /// <summary>The device that reported it, or null.</summary>
    public string? DeviceId => Row.DeviceId;

    /// <summary>Who works on it, or null where nobody does.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<string?> TakenBy() => (await State() as IWorkedOn)?.TakenBy;

    /// <summary>Since when they work on it, or null where nobody does.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<OffsetDateTime?> TakenAt() => (await State() as IWorkedOn)?.TakenAt;

    /// <summary>Whether personal data of it were masked: a value that is null may have been given.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<bool> IsMasked() => (await streams.One(Row.Id)).IsMasked;

    /// <summary>Its events, of a call also its escalations, in order of occurrence.</summary>
    [Cost(CostAttribute.Related)]
    public async Task<IReadOnlyList<TimelineEntry>> Timeline([FromServices] OutageReader outages, IResolveFieldContext context)
    {
        if (Row.IsSnapped)
            return [];
        // The escalations and clocks of all of the page are read at once.
        var (escalated, clocks) = await streams.Once(Row.Id, async (things, cancellation) =>
        {
            StoredEvent[] own = [.. things.SelectMany(thing => thing.Events)];
            Guid[] calls = Row.Kind is SignalKind.SosCall ? [.. own.Select(e => e.StreamId).Distinct()] : [];
            var events = context.RequestServices!.GetRequiredService<EventReader>();
            List<StoredEvent> raised = calls.Length == 0 ? [] : await events.Read(
                [.. calls.Select(id => Escalations.Stream(TargetSubject.SosCall, id))], streams.KnownAt, cancellation);
            StoredEvent[] all = [.. own, .. raised];
            return (
                raised.ToLookup(e => e.StreamId),
                await TimelineClocks.Read(all, SliceEvents.Timelines.Of(all), outages, cancellation));
        });
        return clocks.Marked(SliceEvents.Timelines.Of(
            [.. (await streams.One(Row.Id)).Events, .. escalated[Escalations.Stream(TargetSubject.SosCall, Row.Id)]]));
    }

    /// <summary>The state to which its events lead.</summary>
    private protected async Task<TState> State() => (await streams.One(Row.Id)).State;
}
