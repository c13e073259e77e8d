using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>What a task is counted and measured by; each of its events carries it, so that no projection looks anything up.</summary>
/// <param name="Observation">Kind (as category), place and time of the observation.</param>
/// <param name="StreetClass">Class of the street; null where it is not known.</param>
/// <param name="Deadline">By when it has to be done; null where no hours are known for it, and while the observation is assumed.</param>
/// <param name="Assumed">
/// True while the observation is assumed from a later step, so that no duration and no deadline follow; else null.
/// </param>
public sealed record UpkeepTerms(
    CountKey Observation, StreetClass? StreetClass = null, OffsetDateTime? Deadline = null, bool? Assumed = null)
{
    /// <summary>Whether something that was done at a moment was in time; null where there is no deadline.</summary>
    public bool? IsInTime(OffsetDateTime doneAt) => Deadline is { } deadline ? doneAt.ToInstant() <= deadline.ToInstant() : null;
}

/// <summary>A camera or a person observed something of municipal property that has to be put right: a task begins.</summary>
/// <param name="Origin">The sending system and its own id for the observation.</param>
/// <param name="Category">Code of the kind.</param>
/// <param name="DeviceId">The camera, or null.</param>
/// <param name="By">The person who observed it, or null.</param>
/// <param name="Place">Where.</param>
/// <param name="StreetClass">Class of the street, as the observer or the list of streets says; null where neither does.</param>
/// <param name="Deadline">By when it has to be done; null where no hours are known for it, and where it is assumed.</param>
/// <param name="Snapshot">A picture, or null.</param>
/// <param name="Description">What is said of it in words, or null.</param>
/// <param name="OccurredAt">When it was observed.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Assumed">
/// True where only a later step was reported, from which this observation is assumed (<see cref="ReportStep{TState}"/>); else null.
/// </param>
public sealed record UpkeepObserved(
    Origin Origin, string Category, string? DeviceId, string? By, Place Place, StreetClass? StreetClass, OffsetDateTime? Deadline,
    MediaReference? Snapshot, string? Description, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, bool? Assumed = null)
    : IStreamBeginning, IDeviceReport, ISourceReport
{
    /// <summary>What the task is counted and measured by.</summary>
    public UpkeepTerms Terms() => new(new(Category, Place, OccurredAt), StreetClass, Deadline, Assumed);

    string IStreamBeginning.StreamType => "upkeep";

    string? IDeviceReport.ReportingDevice => DeviceId;

    CoveredKind ISourceReport.Kind => CoveredKind.Upkeep;

    TimePrecision? ISourceReport.Precision => null;
}

/// <summary>The observation of a task was reported after later steps of it.</summary>
/// <param name="Before">What it was counted as until now: kind, place and time assumed from the first step reported.</param>
/// <param name="Terms">What it is counted and measured by from now on.</param>
/// <param name="Status">How far the task has come; it stays so.</param>
/// <param name="DoneAt">When it was done, where that was reported before: the time counts from now on; else null.</param>
/// <param name="DeviceId">The camera that observed it, or null.</param>
/// <param name="DeviceBefore">The camera that the first step reported named, or null.</param>
/// <param name="By">The person who observed it, or null.</param>
/// <param name="Snapshot">A picture, or null.</param>
/// <param name="Description">What is said of it in words, or null.</param>
/// <param name="OccurredAt">When it was observed.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="JoinedInto">The task that it is joined to; it stays so. Else null.</param>
public sealed record UpkeepBeginningReported(
    CountKey Before, UpkeepTerms Terms, UpkeepStatus Status, OffsetDateTime? DoneAt, string? DeviceId, string? DeviceBefore, string? By,
    MediaReference? Snapshot, string? Description, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, Guid? JoinedInto = null)
    : ILateBeginning, IDeviceReport
{
    string? IDeviceReport.ReportingDevice => DeviceId;

    Place IDeviceReport.Place => Terms.Observation.Place;
}

/// <summary>It was put right.</summary>
/// <param name="By">The person who says so; null where a camera does.</param>
/// <param name="DeviceId">The camera that found it put right, or null.</param>
/// <param name="Snapshot">A picture of it, or null.</param>
/// <param name="Terms">What the task is counted and measured by.</param>
/// <param name="OccurredAt">When it was done.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UpkeepDone(
    string? By, string? DeviceId, MediaReference? Snapshot, UpkeepTerms Terms, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IDomainEvent;

/// <summary>It was looked at again, and is put right.</summary>
/// <param name="By">The person who looked, or null.</param>
/// <param name="DeviceId">The camera that looked, or null.</param>
/// <param name="Snapshot">A picture of it, or null.</param>
/// <param name="Terms">What the task is counted and measured by.</param>
/// <param name="DoneAt">When it was done.</param>
/// <param name="OccurredAt">When it was looked at.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UpkeepConfirmed(
    string? By, string? DeviceId, MediaReference? Snapshot, UpkeepTerms Terms, OffsetDateTime DoneAt, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>It was looked at again, and is not put right: the task is open, with its deadline.</summary>
/// <remarks>Nothing that was done before this look counts, whenever it is reported.</remarks>
/// <param name="By">The person who looked, or null.</param>
/// <param name="DeviceId">The camera that looked, or null.</param>
/// <param name="Snapshot">A picture of it, or null.</param>
/// <param name="Terms">What the task is counted and measured by.</param>
/// <param name="DoneAt">When it had been reported as done, which no longer counts; null where it was open already.</param>
/// <param name="OccurredAt">When it was looked at.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UpkeepReopened(
    string? By, string? DeviceId, MediaReference? Snapshot, UpkeepTerms Terms, OffsetDateTime? DoneAt, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>There is nothing to do: the observation was wrong, or it is not of the town.</summary>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why, as a code or in words.</param>
/// <param name="Terms">What the task was counted and measured by.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UpkeepCancelled(
    string By, string Reason, UpkeepTerms Terms, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>It is the same thing as that of another task, with which it is done from now on.</summary>
/// <param name="Into">The other task.</param>
/// <param name="By">Who says so: a person, or the rule as <c>rule:upkeep-near</c>.</param>
/// <param name="DistanceMetres">Metres between both, where both have coordinates.</param>
/// <param name="Terms">What it was counted and measured by as a task of its own.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UpkeepJoined(
    Guid Into, string By, double? DistanceMetres, UpkeepTerms Terms, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>Another observation is the same thing as this task.</summary>
/// <param name="Joined">The task of that observation.</param>
/// <param name="By">Who says so.</param>
/// <param name="Terms">What this task, which is open, is counted and measured by.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UpkeepAbsorbed(
    Guid Joined, string By, UpkeepTerms Terms, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>It is not the same thing after all: it is an open task of its own again, with the deadline that it had.</summary>
/// <param name="From">The task that it was joined to.</param>
/// <param name="By">Who says so.</param>
/// <param name="Terms">What it is counted and measured by.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UpkeepSeparated(
    Guid From, string By, UpkeepTerms Terms, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>An observation that was joined to this task is a task of its own again.</summary>
/// <param name="Separated">The task of that observation.</param>
/// <param name="By">Who says so.</param>
/// <param name="Terms">What this task is counted and measured by.</param>
/// <param name="Status">How far this task has come; it stays so.</param>
/// <param name="DoneAt">When this task was done, or null.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UpkeepLetGo(
    Guid Separated, string By, UpkeepTerms Terms, UpkeepStatus Status, OffsetDateTime? DoneAt, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt) : IDomainEvent;
