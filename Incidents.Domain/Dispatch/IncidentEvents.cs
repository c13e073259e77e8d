using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>An incident was opened: by an operator from a signal, or by a register that knows of it.</summary>
/// <param name="Origin">The system that opened it and its own id there.</param>
/// <param name="From">The signal that it was opened from, or null where a register or an operator knows of it otherwise.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="Reference">The name by which later corrections of the same source refer to it, or null.</param>
/// <param name="Description">What the source says about it, or null.</param>
/// <param name="Historic">Whether it came with a historic register, so that no response times follow.</param>
/// <param name="OccurredAt">When it occurred; the earliest moment where only an interval is known.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="OccurredUntil">
/// The latest moment at which it may have occurred ("between 22:00 and 06:00"), or null where the moment is known.
/// </param>
/// <param name="ReportedAt">When it was reported to the centre, where that is given; else null, and it was when it became known.</param>
/// <param name="OffenceId">The source's id of the offence within the incident; null where the source gives none.</param>
/// <param name="Victims">Number of victims of the offence; null where the source does not give it.</param>
/// <param name="Gravity">Rank of its category, lower is graver; null where the source does not rank it.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/> is known; null to the minute.</param>
/// <param name="Rule">The rule that opened it; null where a person or another system did.</param>
public sealed record IncidentOpened(
    Origin Origin, Signal? From, string Category, Place Place, string? DeviceId, string? Reference, string? Description, bool Historic,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt, OffsetDateTime? OccurredUntil = null, OffsetDateTime? ReportedAt = null,
    string? OffenceId = null, int? Victims = null, int? Gravity = null, TimePrecision? Precision = null, RuleMatch? Rule = null)
    : IStreamBeginning, IDeviceReport, ISourceReport
{
    string IStreamBeginning.StreamType => "incident";

    CoveredKind ISourceReport.Kind => CoveredKind.Incident;

    bool ISourceReport.IsOfRegister => Historic;

    /// <summary>Category, place and time under which it is counted.</summary>
    public CountKey CountKey() => new(Category, Place, OccurredAt, OccurredUntil, Precision);

    /// <summary>Its first offence.</summary>
    public Offence Offence() => new(OffenceId, CountKey(), Victims, Gravity, Description, DeviceId, Reference, KnownAt);

    /// <summary>Its first offence as it is counted; null where its victims are not given.</summary>
    public OffenceTally? Tally() => Victims is { } victims ? new([new(null, 1, victims)]) : null;

    // What a signal led to was reported by the device as that signal.
    string? IDeviceReport.ReportingDevice => From is null ? DeviceId : null;
}

/// <summary>It was given another category.</summary>
/// <param name="Before">Category, place and time under which it was counted until now.</param>
/// <param name="To">Category code.</param>
/// <param name="By">Who says so.</param>
/// <param name="OccurredAt">When it was re-categorised.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="IsSuperseded">True where a category that was given later stays, so that nothing changes; else null.</param>
/// <param name="Response">How the response times change, or null.</param>
/// <param name="Offences">Its offences, which are counted with it; null for one whose victims are not given.</param>
public sealed record IncidentCategorised(
    CountKey Before, string To, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, bool? IsSuperseded = null,
    ResponseChange? Response = null, OffenceTally? Offences = null) : IIncidentStep
{
    /// <summary>Category, place and time under which it is counted from now on.</summary>
    public CountKey After() => IsSuperseded is true ? Before : Before with { Category = To };
}

/// <summary>Place or time of the incident were corrected.</summary>
/// <param name="Before">Category, place and time under which it was counted until now.</param>
/// <param name="After">Category, place and time under which it is counted from now on.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why.</param>
/// <param name="Place">The place that they give, or null.</param>
/// <param name="Time">The time that they give, or null.</param>
/// <param name="OccurredAt">When they said so.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Response">How the response times change, or null.</param>
/// <param name="Offences">Its offences, which are counted with it; null for one whose victims are not given.</param>
public sealed record IncidentCorrected(
    CountKey Before, CountKey After, string By, string Reason, Place? Place, CorrectedTime? Time, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt, ResponseChange? Response = null, OffenceTally? Offences = null) : IIncidentStep, ICorrectedBeginning
{
    OffsetDateTime ICorrectedBeginning.Beginning => After.OccurredAt;
}

/// <summary>When an incident occurred, as a correction gives it.</summary>
/// <param name="OccurredAt">When it occurred; the earliest moment where only an interval is known.</param>
/// <param name="OccurredUntil">The latest moment at which it may have occurred, or null where the moment is known.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/> is known; null to the minute.</param>
public sealed record CorrectedTime(
    OffsetDateTime OccurredAt, OffsetDateTime? OccurredUntil = null, TimePrecision? Precision = null);

/// <summary>A signal belongs to the incident.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="By">Who linked it; <c>rule:NAME</c> where a rule did.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Rule">The rule that linked it, and why; null where a person did.</param>
public sealed record SignalLinked(
    Signal Signal, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, RuleMatch? Rule = null) : IDomainEvent;

/// <summary>A signal turned out not to belong to the incident.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="By">Who unlinked it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SignalUnlinked(Signal Signal, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The incident was resolved: nothing is left to do at the place.</summary>
/// <param name="Outcome">Outcome code, e.g. <c>detained</c>, <c>assisted</c>, <c>nothing-found</c>.</param>
/// <param name="Incident">Category, place and time of the incident.</param>
/// <param name="Since">
/// The start of the resolution time (<see cref="ResponseTimes.Since"/>) where it begins to count by this event and nothing else changes;
/// null when it was resolved before and reopened.
/// </param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Response">How the response times change where another one changes, too; else null.</param>
public sealed record IncidentResolved(
    string Outcome, CountKey Incident, OffsetDateTime? Since, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    ResponseChange? Response = null) : IIncidentStep;

/// <summary>The incident was closed: the paperwork is complete.</summary>
/// <param name="By">Who closed it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record IncidentClosed(string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The incident was reopened.</summary>
/// <param name="By">Who reopened it.</param>
/// <param name="Reason">Why.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record IncidentReopened(string By, string Reason, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The incident was withdrawn as unfounded and no longer counts.</summary>
/// <param name="Origin">Who says so, and under which id where a register corrects itself.</param>
/// <param name="Reason">Reason code, e.g. <c>unfounded</c>.</param>
/// <param name="Incident">Category, place and time under which it was counted.</param>
/// <param name="OccurredAt">When it was withdrawn.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="WasMerged">True where it was part of another incident then, so that it did not count on its own; else null.</param>
/// <param name="Merged">The incidents merged into it then, which do not count either; null where there were none.</param>
/// <param name="Offences">Its offences, which no longer count either; null for one whose victims are not given.</param>
public sealed record IncidentWithdrawn(
    Origin Origin, string Reason, CountKey Incident, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, bool? WasMerged = null,
    IReadOnlyList<Guid>? Merged = null, OffenceTally? Offences = null) : IDomainEvent;

/// <summary>A withdrawal was undone: the incident counts again.</summary>
/// <param name="By">Who undid it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Incident">Category, place and time under which it counts.</param>
/// <param name="Status">How far it had come before, and has come again. Where that is merged, it does not count on its own.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Offences">Its offences, which count again with it; null for one whose victims are not given.</param>
public sealed record IncidentReinstated(
    string By, string Reason, CountKey Incident, IncidentStatus Status, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    OffenceTally? Offences = null) : IDomainEvent;

/// <summary>The incident was merged into another and no longer counts on its own.</summary>
/// <param name="Into">The incident that stays.</param>
/// <param name="By">Who merged them.</param>
/// <param name="Incident">Category, place and time of the incident that goes.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Response">How its response times change, which count on the other from now on; null where there are none.</param>
/// <param name="Offences">Its offences, which no longer count either; null for one whose victims are not given.</param>
public sealed record IncidentMerged(
    Guid Into, string By, CountKey Incident, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, ResponseChange? Response = null,
    OffenceTally? Offences = null) : IIncidentStep;

/// <summary>Another incident was merged into this one, which goes on with its units and signals.</summary>
/// <param name="Part">The incident that went.</param>
/// <param name="By">Who merged them.</param>
/// <param name="Status">How far this incident has come with the units of the other.</param>
/// <param name="Beginnings">When the other, and those merged into it, can have become known.</param>
/// <param name="Steps">The steps of the other's units since it was opened or last reopened.</param>
/// <param name="Signals">The signals linked to the other.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Response">How the response times of this incident change, or null.</param>
/// <param name="Separated">The signals that a person had separated from the other; null where there are none.</param>
public sealed record IncidentAbsorbed(
    Guid Part, string By, IncidentStatus Status, IReadOnlyList<Beginning> Beginnings, IReadOnlyList<UnitStep> Steps,
    IReadOnlyList<Signal> Signals, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, ResponseChange? Response = null,
    IReadOnlyList<Signal>? Separated = null) : IIncidentStep;

/// <summary>A merge was undone: the incident counts on its own again, unless it was withdrawn meanwhile.</summary>
/// <param name="From">The incident that it had been merged into.</param>
/// <param name="By">Who undid the merge.</param>
/// <param name="Incident">Category, place and time of the incident that comes back.</param>
/// <param name="Status">How far it had come before the merge, or has come meanwhile. Where that is withdrawn, it does not count.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Steps">The steps of its units, with those while it was merged; null where they stayed as they were.</param>
/// <param name="Signals">The signals linked to it, as the other incident kept them; null where they stayed as they were.</param>
/// <param name="Response">How its response times change, or null.</param>
/// <param name="Offences">Its offences, which count again with it; null for one whose victims are not given.</param>
public sealed record IncidentUnmerged(
    Guid From, string By, CountKey Incident, IncidentStatus Status, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    IReadOnlyList<UnitStep>? Steps = null, IReadOnlyList<Signal>? Signals = null, ResponseChange? Response = null,
    OffenceTally? Offences = null) : IIncidentStep;

/// <summary>An incident that had been merged into this one counts on its own again, and takes its units and signals along.</summary>
/// <param name="Part">The incident that came back.</param>
/// <param name="By">Who undid the merge.</param>
/// <param name="Status">How far this incident has come without the units of the other.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Response">How the response times of this incident change, or null.</param>
public sealed record IncidentSeparated(
    Guid Part, string By, IncidentStatus Status, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, ResponseChange? Response = null)
    : IIncidentStep;

/// <summary>The number of an incident in a book or register of the police became known, or was struck out.</summary>
/// <param name="Book">The book.</param>
/// <param name="Number">The number; null where the one before was struck out.</param>
/// <param name="By">Who says so.</param>
/// <param name="OccurredAt">When they say so.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="IsOverruled">True where another number was given later, by true times, which stays; else null.</param>
public sealed record IncidentNumbered(
    RegistrationBook Book, string? Number, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, bool? IsOverruled = null)
    : IDomainEvent;
