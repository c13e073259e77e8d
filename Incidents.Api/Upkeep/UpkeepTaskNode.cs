using System.ComponentModel;
using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Timelines;
using Incidents.Domain;
using Incidents.Domain.Upkeep;
using Incidents.Projections;
using Incidents.Projections.Outages;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using Incidents.Projections.Upkeep;
using NodaTime;

namespace Incidents.Api.Upkeep;

/// <summary>
/// A task of municipal property: something that was observed and has to be put right. What only its events hold is read when it is
/// selected, and costs more.
/// </summary>
[DisplayName("UpkeepTask"), ObjectType]
internal sealed class UpkeepTaskNode
{
    private readonly UpkeepPage page;

    internal UpkeepTaskNode(UpkeepTaskRow row, UpkeepPage page) => (Row, this.page) = (row, page);

    internal UpkeepTaskRow Row { get; }

    /// <summary>Its id.</summary>
    public Guid Id => Row.Id;

    /// <summary>Number of its events: what a command names as the version that its sender saw.</summary>
    public long Version => Row.Version;

    /// <summary>Code of the kind: a category of the group `municipal`.</summary>
    public string Category => Row.Category;

    /// <summary>Where it is.</summary>
    public Place Place => Row.Place;

    /// <summary>City code; also in `place`.</summary>
    public string City => Row.Place.City;

    /// <summary>District as the source names it, or null; also in `place`.</summary>
    public string? District => Row.Place.District;

    /// <summary>Street as the source names it, or null; also in `place`.</summary>
    public string? Street => Row.Place.Street;

    /// <summary>Coordinates, or null where they are not known; also in `place`.</summary>
    public GeoPoint? Point => Row.Place.Point;

    /// <summary>Class of the street, as the observer or the list of streets says; null where neither does.</summary>
    public StreetClass? StreetClass => Row.StreetClass;

    /// <summary>How far it has come.</summary>
    public UpkeepStatus Status => Row.Status;

    /// <summary>By when it has to be done, by the city's clock; null where no hours are known for its kind.</summary>
    public OffsetDateTime? Deadline => Row.Deadline;

    /// <summary>Whether it is open and its deadline is over.</summary>
    public bool IsOverdue => Row.IsOverdue(page.Now);

    /// <summary>Whole seconds since its deadline; null where it is not overdue.</summary>
    public long? OverdueSeconds => IsOverdue ? (long)(page.Now - Row.Deadline!.Value.ToInstant()).TotalSeconds : null;

    /// <summary>
    /// When it was observed; where nobody reported that, the moment of the first step that was reported (`isBeginningReported`).
    /// </summary>
    public OffsetDateTime OccurredAt => Row.OccurredAt;

    /// <summary>The local day on which it was observed.</summary>
    public LocalDate OccurredOn => Row.OccurredAt.Date;

    /// <summary>Whether the observation was reported.</summary>
    public bool IsBeginningReported => Row.IsBeginningReported;

    /// <summary>When it became known to the centre.</summary>
    public OffsetDateTime KnownAt => Row.KnownAt;

    /// <summary>When its last event became known.</summary>
    public OffsetDateTime LastKnownAt => Row.LastKnownAt;

    /// <summary>The system that reported it.</summary>
    public string Source => Row.Source;

    /// <summary>Its id in that system.</summary>
    public string SourceId => Row.SourceId;

    /// <summary>The camera that observed it, or null.</summary>
    public string? DeviceId => Row.DeviceId;

    /// <summary>When it was done, or null.</summary>
    public OffsetDateTime? DoneAt => Row.DoneAt;

    /// <summary>Whether it was done by its deadline; null where it is not done, or has no deadline.</summary>
    public bool? IsDoneInTime => Row.IsDoneInTime;

    /// <summary>Id of the task that it is the same thing as and is done with, or null.</summary>
    public Guid? JoinedInto => Row.JoinedInto;

    /// <summary>The further observations of the same thing, which are joined to it, in order of their occurrence.</summary>
    [Cost(CostAttribute.Related, Items = 10)]
    public Task<IReadOnlyList<UpkeepTaskNode>> Observations() => page.Joined(Row.Id);

    /// <summary>The person who observed it, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<string?> ObservedBy() => (await State()).ObservedBy;

    /// <summary>What was said of it in words, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<string?> Description() => (await State()).Description;

    /// <summary>The picture of the observation, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<MediaReference?> Snapshot() => (await State()).Snapshot;

    /// <summary>Who said that it is done; null while it is not, and where a camera found it.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<string?> DoneBy() => (await State()).DoneBy;

    /// <summary>The picture of what was done, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<MediaReference?> DoneSnapshot() => (await State()).DoneSnapshot;

    /// <summary>When it was last looked at again; null where it never was.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<OffsetDateTime?> CheckedAt() => (await State()).CheckedAt;

    /// <summary>Why there was nothing to do, as a code or in words; null where it was not cancelled.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<string?> CancelledReasonCode() => (await State()).CancelledReason;

    /// <summary>Its events, in order of occurrence.</summary>
    [Cost(CostAttribute.Related)]
    public async Task<IReadOnlyList<TimelineEntry>> Timeline([FromServices] OutageReader outages)
    {
        var timeline = SliceEvents.Timelines.Of((await page.Streams.One(Row.Id)).Events);
        // The clocks of all of the page are read at once.
        var clocks = await page.Streams.Once(Row.Id, (things, cancellation) =>
        {
            StoredEvent[] all = [.. things.SelectMany(thing => thing.Events)];
            return TimelineClocks.Read(all, SliceEvents.Timelines.Of(all), outages, cancellation);
        });
        return clocks.Marked(timeline);
    }

    private async Task<UpkeepTask> State() => (await page.Streams.One(Row.Id)).State;
}
