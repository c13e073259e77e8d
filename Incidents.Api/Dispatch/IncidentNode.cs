using System.ComponentModel;
using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Outages;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>What an incident is, now or as known at an earlier moment.</summary>
[ObjectType]
public abstract class IncidentFields
{
    private readonly IncidentRow row;
    private readonly IncidentHistories histories;

    private protected IncidentFields(IncidentRow row, IncidentHistories histories) => (this.row, this.histories) = (row, histories);

    private protected Guid Stream => row.Id;

    internal IncidentRow Row => row;

    internal StreamBatch<Incident> Streams => histories.Own;

    /// <summary>Number of its events: what a command names as the version that its sender saw.</summary>
    public long Version => row.Version;

    /// <summary>How far it has come.</summary>
    public IncidentStatus Status => row.Status;

    /// <summary>Whether it is counted: neither withdrawn nor merged into another.</summary>
    public bool IsCounted => row.IsCounted;

    /// <summary>Category code.</summary>
    public string Category => row.Category;

    /// <summary>Where it occurred.</summary>
    public Place Place => row.Place;

    /// <summary>City code; also in `place`.</summary>
    public string City => row.Place.City;

    /// <summary>District as the source names it, or null; also in `place`.</summary>
    public string? District => row.Place.District;

    /// <summary>Street as the source names it, or null; also in `place`.</summary>
    public string? Street => row.Place.Street;

    /// <summary>Coordinates, or null where they are not known; also in `place`.</summary>
    public GeoPoint? Point => row.Place.Point;

    /// <summary>
    /// When it occurred; the earliest moment where only an interval is known, and the beginning of the hour, day, month or year where it is
    /// not known to the minute: see `timePrecision`.
    /// </summary>
    public OffsetDateTime OccurredAt => row.OccurredAt;

    /// <summary>The latest moment at which it may have occurred, where its source gives an interval; else null.</summary>
    public OffsetDateTime? OccurredUntil => row.OccurredUntil;

    /// <summary>How precisely `occurredAt` is known.</summary>
    public TimePrecision TimePrecision => row.TimePrecision;

    /// <summary>
    /// When it occurred, as ISO 8601 no more precise than it is known: `2024-02-03T14:05:00+05:00`, `2024-02-03T14+05:00`, `2024-02-03`,
    /// `2024-02` or `2024`; an interval as its beginning, a solidus and its end.
    /// </summary>
    public string OccurredText => TimeText.Of(row.OccurredAt, row.TimePrecision, row.OccurredUntil);

    /// <summary>
    /// The local day on which it occurred, under which it is counted; the first day of the month or year where no day is known.
    /// </summary>
    public LocalDate OccurredOn => row.OccurredOn;

    /// <summary>When it became known to the centre.</summary>
    public OffsetDateTime KnownAt => row.KnownAt;

    /// <summary>When its last event became known.</summary>
    public OffsetDateTime LastKnownAt => row.LastKnownAt;

    /// <summary>The system that opened it.</summary>
    public string Source => row.Source;

    /// <summary>Its id in that system.</summary>
    public string SourceId => row.SourceId;

    /// <summary>The device that reported it, or null.</summary>
    public string? DeviceId => row.DeviceId;

    /// <summary>Description by the source, or null.</summary>
    public string? Description => row.Description;

    /// <summary>Number of its offences: the rows in which its source reports it, at least 1.</summary>
    public int OffenceCount => row.OffenceCount;

    /// <summary>Number of victims of its offences; null where the source does not give it, which is not 0.</summary>
    public int? Victims => row.Victims;

    /// <summary>
    /// Its offences, the gravest first. The gravest one gives the incident its category, place and time, unless a person has set them.
    /// </summary>
    [Cost(CostAttribute.Events, Items = 4)]
    public async Task<IReadOnlyList<IncidentOffence>> Offences() => IncidentOffence.Of(await histories.State(row.Id), row.IsSnapped);

    /// <summary>The unit sent last, or null.</summary>
    public string? Unit => row.Unit;

    /// <summary>When the first unit was sent, or null.</summary>
    public OffsetDateTime? AssignedAt => row.AssignedAt;

    /// <summary>When the first unit arrived, or null.</summary>
    public OffsetDateTime? ArrivedAt => row.ArrivedAt;

    /// <summary>When it was last resolved, or null.</summary>
    public OffsetDateTime? ResolvedAt => row.ResolvedAt;

    /// <summary>When it was last closed, or null.</summary>
    public OffsetDateTime? ClosedAt => row.ClosedAt;

    /// <summary>Its number in the information record book (КУИ) of the police, or null.</summary>
    public string? KuiNumber => row.KuiNumber;

    /// <summary>Its number in the unified register of pre-trial investigations (ЕРДР, СДТБТ), or null.</summary>
    public string? ErdrNumber => row.ErdrNumber;

    /// <summary>The incident that it was merged into, or null.</summary>
    public Guid? MergedInto => row.MergedInto;

    /// <summary>The dispatcher who works on it, or null where nobody does.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<string?> TakenBy() => (await histories.State(row.Id)).TakenBy;

    /// <summary>Since when they work on it, or null where nobody does.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<OffsetDateTime?> TakenAt() => (await histories.State(row.Id)).TakenAt;

    /// <summary>Whether personal data of it were masked: a value that is null may have been given.</summary>
    [Cost(CostAttribute.Events)]
    public Task<bool> IsMasked() => histories.IsMasked(row.Id);

    /// <summary>When it was reported to the centre, where that was entered; else null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<OffsetDateTime?> ReportedAt() => (await histories.State(row.Id)).ReportedAt;

    /// <summary>The alerts, calls and violations linked to it, with those of the incidents that are part of it.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<IReadOnlyList<Signal>> Signals() => await histories.Signals(row.Id);

    /// <summary>
    /// The same, each with who linked it, or by which version of which rule, at what distance and after how many minutes. `unlinkSignal`
    /// undoes a link, and no rule makes it again.
    /// </summary>
    [Cost(CostAttribute.Events, Items = 4)]
    public async Task<IReadOnlyList<SignalLink>> Links() => await histories.Links(row.Id);

    /// <summary>The units sent since it was opened or last reopened, with those of the incidents that are part of it.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<IReadOnlyList<AssignedUnit>> Units() => await histories.Units(row.Id);

    /// <summary>The incidents that are part of it.</summary>
    [Cost(CostAttribute.Related)]
    public async Task<IReadOnlyList<Guid>> Merged() => (await histories.Whole(row.Id)).Merged;

    /// <summary>Its events, those of its signals and of the incidents that are part of it, in order of occurrence.</summary>
    [Cost(CostAttribute.Related)]
    public async Task<IReadOnlyList<TimelineEntry>> Timeline([FromServices] OutageReader outages) =>
        row.IsSnapped ? [] : await histories.Timeline(row.Id, outages);
}

/// <summary>An incident, as known now. What only its events hold is read when it is selected, and costs more.</summary>
[DisplayName("Incident")]
public sealed class IncidentNode : IncidentFields
{
    internal IncidentNode(IncidentRow row, IncidentHistories histories) : base(row, histories)
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id => Stream;
}

/// <summary>An incident as it was known at an earlier moment.</summary>
public sealed class IncidentAsKnown : IncidentFields
{
    internal IncidentAsKnown(IncidentRow row, IncidentHistories histories, Instant asKnownAt) : base(row, histories) =>
        AsKnownAt = asKnownAt;

    /// <summary>Unique for the incident and the moment.</summary>
    public string Id => AsKnownId.Of(Stream, AsKnownAt);

    /// <summary>Id of the incident.</summary>
    public Guid IncidentId => Stream;

    /// <summary>The moment: what became known later is left out.</summary>
    public Instant AsKnownAt { get; }
}
