using Incidents.Domain;
using Incidents.Domain.Upkeep;
using NodaTime;

namespace Incidents.Projections.Upkeep;

/// <summary>A task of municipal property in the register.</summary>
/// <param name="Id">The task.</param>
/// <param name="Version">Number of its last event.</param>
/// <param name="Source">The system that reported the observation.</param>
/// <param name="SourceId">Its id in that system.</param>
/// <param name="Category">Code of the kind.</param>
/// <param name="Place">Where.</param>
/// <param name="StreetClass">Class of the street, or null.</param>
/// <param name="Deadline">By when it has to be done, or null.</param>
/// <param name="OccurredAt">When it was observed.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="LastKnownAt">When its last event became known.</param>
/// <param name="DeviceId">The camera that observed it, or null.</param>
/// <param name="IsBeginningReported">Whether the observation was reported.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="DoneAt">When it was done, or null.</param>
/// <param name="JoinedInto">The task that it is joined to, or null.</param>
public sealed record UpkeepTaskRow(
    Guid Id, long Version, string Source, string SourceId, string Category, Place Place, StreetClass? StreetClass, OffsetDateTime? Deadline,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt, OffsetDateTime LastKnownAt, string? DeviceId, bool IsBeginningReported,
    UpkeepStatus Status, OffsetDateTime? DoneAt, Guid? JoinedInto)
{
    /// <summary>Whether it has to be done.</summary>
    public bool IsOpen => Status is UpkeepStatus.Open;

    /// <summary>The task as its events say.</summary>
    /// <param name="id">The task.</param>
    /// <param name="version">Number of its last event.</param>
    /// <param name="task">What they lead to.</param>
    public static UpkeepTaskRow Of(Guid id, long version, UpkeepTask task) => new(
        id, version, task.Origin.Source, task.Origin.Id, task.Terms.Observation.Category, task.Place, task.Terms.StreetClass,
        task.Terms.Deadline, task.Terms.Observation.OccurredAt, task.FirstKnownAt, task.LastKnownAt ?? task.FirstKnownAt, task.DeviceId,
        !task.BeginningAssumed, task.Status, task.DoneAt, task.JoinedInto);

    /// <summary>Whether its deadline is over and it is not done.</summary>
    /// <param name="at">As of when.</param>
    public bool IsOverdue(Instant at) => IsOpen && Deadline is { } deadline && deadline.ToInstant() < at;

    /// <summary>Whether it was done by its deadline; null where it is not done, or has no deadline.</summary>
    public bool? IsDoneInTime => DoneAt is { } done && Deadline is { } deadline ? done.ToInstant() <= deadline.ToInstant() : null;

    /// <summary>The task as a reader sees it: where not exactly, in the middle of its cell.</summary>
    public UpkeepTaskRow SeenBy(RowSight sight) =>
        sight.IsExact(Place.City, IsOpen) ? this : this with { Place = RowSight.Snapped(Place), DeviceId = null };
}

/// <summary>Filter of tasks of municipal property. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Districts">Districts as the source names them.</param>
/// <param name="Categories">Codes of kinds.</param>
/// <param name="StreetClasses">Classes of streets; null also includes those that are not known.</param>
/// <param name="Statuses">Statuses; default all but `JOINED`: what is joined to another is listed with that.</param>
/// <param name="IsOverdue">Only open ones whose deadline is over (true), or only the others (false).</param>
/// <param name="From">They were observed on this local day or later.</param>
/// <param name="Until">They were observed before this local day.</param>
/// <param name="Bounds">They lie within, in degrees.</param>
public sealed record UpkeepTaskFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Districts = null, IReadOnlyList<string>? Categories = null,
    IReadOnlyList<StreetClass>? StreetClasses = null, IReadOnlyList<UpkeepStatus>? Statuses = null, bool? IsOverdue = null,
    LocalDate? From = null, LocalDate? Until = null, GeoBounds? Bounds = null);

/// <summary>Order of tasks of municipal property.</summary>
public enum UpkeepOrder
{
    /// <summary>What was observed last first.</summary>
    OccurredDescending,

    /// <summary>What was observed first first.</summary>
    OccurredAscending,

    /// <summary>The earliest deadline first; what has none last.</summary>
    DeadlineAscending,
}

/// <summary>A new observation, of which the rule decides whether it is the same thing as an open task.</summary>
/// <param name="Sequence">Number of the event with which it began.</param>
/// <param name="Id">The observation.</param>
/// <param name="City">City code.</param>
/// <param name="Category">Code of the kind.</param>
/// <param name="Point">Where, or null.</param>
/// <param name="IsOpen">Whether it is open.</param>
public sealed record NewObservation(long Sequence, Guid Id, string City, string Category, GeoPoint? Point, bool IsOpen);
