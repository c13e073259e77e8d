using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>Kind of a signal, from which an incident is opened or which is linked to it.</summary>
public enum SignalKind
{
    /// <summary>A camera alert.</summary>
    Alert,

    /// <summary>An SOS call.</summary>
    SosCall,

    /// <summary>A traffic violation.</summary>
    Violation,
}

/// <summary>A signal, by kind and stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its stream.</param>
public sealed record Signal(SignalKind Kind, Guid Id);

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
public sealed record IncidentOpened(
    Origin Origin, Signal? From, string Category, Place Place, string? DeviceId, string? Reference, string? Description, bool Historic,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt, OffsetDateTime? OccurredUntil = null) : IStreamBeginning, IDeviceReport
{
    string IStreamBeginning.StreamType => "incident";

    /// <summary>Category, place and time under which it is counted.</summary>
    public CountKey CountKey() => new(Category, Place, OccurredAt, OccurredUntil);

    // What a signal led to was reported by the device as that signal.
    string? IDeviceReport.ReportingDevice => From is null ? DeviceId : null;
}

/// <summary>It is counted under another category from now on.</summary>
/// <param name="Before">Category, place and time under which it was counted until now.</param>
/// <param name="To">Category code from now on.</param>
/// <param name="By">Who says so.</param>
/// <param name="OccurredAt">When it was re-categorised.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record IncidentCategorised(
    CountKey Before, string To, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A signal belongs to the incident.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="By">Who linked it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SignalLinked(Signal Signal, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A signal turned out not to belong to the incident.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="By">Who unlinked it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SignalUnlinked(Signal Signal, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A unit was sent.</summary>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="Incident">Category, place and time of the incident.</param>
/// <param name="Since">When the incident became known: the start of the dispatch time. Null for every unit after the first.</param>
/// <param name="Status">How far the incident has come with it: assigned, or still on scene where another unit is there already.</param>
/// <param name="OccurredAt">When it was sent.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UnitAssigned(
    string Unit, CountKey Incident, OffsetDateTime? Since, IncidentStatus Status, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IDomainEvent;

/// <summary>A unit reached the place.</summary>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="Incident">Category, place and time of the incident.</param>
/// <param name="Since">When that unit was sent: the start of the travel time. Null for every arrival after the first.</param>
/// <param name="OccurredAt">When it arrived.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UnitArrived(
    string Unit, CountKey Incident, OffsetDateTime? Since, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The incident was resolved: nothing is left to do at the place.</summary>
/// <param name="Outcome">Outcome code, e.g. <c>detained</c>, <c>assisted</c>, <c>nothing-found</c>.</param>
/// <param name="Incident">Category, place and time of the incident.</param>
/// <param name="Since">
/// When the incident became known: the start of the resolution time. Null when it was resolved before and reopened.
/// </param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record IncidentResolved(
    string Outcome, CountKey Incident, OffsetDateTime? Since, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

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
public sealed record IncidentWithdrawn(
    Origin Origin, string Reason, CountKey Incident, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The incident was merged into another and no longer counts on its own.</summary>
/// <param name="Into">The incident that stays.</param>
/// <param name="By">Who merged them.</param>
/// <param name="Incident">Category, place and time of the incident that goes.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record IncidentMerged(
    Guid Into, string By, CountKey Incident, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A merge was undone: the incident counts on its own again.</summary>
/// <param name="From">The incident that it had been merged into.</param>
/// <param name="By">Who undid the merge.</param>
/// <param name="Incident">Category, place and time of the incident that comes back.</param>
/// <param name="Status">How far it had come before the merge, and has come again.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record IncidentUnmerged(
    Guid From, string By, CountKey Incident, IncidentStatus Status, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A register withdrew something that it had not reported; it is kept on a stream of its own until that is reported.</summary>
/// <param name="Origin">The source and its own id for the withdrawal.</param>
/// <param name="Reference">What the source calls the incident that it withdraws.</param>
/// <param name="Withdrawn">Category, place and time as the withdrawal gives them.</param>
/// <param name="OccurredAt">When it was withdrawn.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Reason">Reason code; null in old events.</param>
public sealed record WithdrawalUnmatched(
    Origin Origin, string Reference, CountKey Withdrawn, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, string? Reason = null)
    : IStreamBeginning, IWithoutState
{
    string IStreamBeginning.StreamType => "unmatched_withdrawal";

    /// <summary>Whether it can mean an incident that is reported afterwards.</summary>
    /// <remarks>
    /// What had not occurred yet was not withdrawn. Nor was what a register published only later, in the same batch or after it: there the
    /// withdrawal comes first by the register's own order, and means something else of that reference.
    /// </remarks>
    public bool CanMean(IncidentOpened opened) =>
        !opened.OccurredAt.IsInFuture(KnownAt) && (!opened.Historic || opened.KnownAt.ToInstant() < KnownAt.ToInstant());
}

/// <summary>The incident that an unmatched withdrawal means was reported, and is withdrawn.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Withdrawn">Category, place and time as the withdrawal gave them.</param>
/// <param name="OccurredAt">When both were known.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record WithdrawalMatched(Guid Incident, CountKey Withdrawn, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IWithoutState;

/// <summary>How far an incident has come.</summary>
public enum IncidentStatus
{
    /// <summary>Known; no unit is on the way.</summary>
    Open,

    /// <summary>A unit is on the way.</summary>
    Assigned,

    /// <summary>A unit is there.</summary>
    OnScene,

    /// <summary>Nothing is left to do at the place.</summary>
    Resolved,

    /// <summary>Resolved, and the paperwork is complete.</summary>
    Closed,

    /// <summary>Withdrawn as unfounded.</summary>
    Withdrawn,

    /// <summary>It is part of another incident.</summary>
    Merged,

    /// <summary>Imported with a historic register: it was over before it became known here.</summary>
    Registered,
}

/// <summary>One incident, to which police, ambulance or the city respond.</summary>
/// <param name="Status">How far it has come.</param>
/// <param name="CountKey">Category, place and time under which it is counted.</param>
/// <param name="KnownSince">When the centre learned of it: response times start here.</param>
/// <param name="Signals">The signals linked to it now.</param>
/// <param name="Units">The units sent since it was opened or last reopened, in that order.</param>
/// <param name="Dispatched">Whether a first unit was ever sent.</param>
/// <param name="Reached">Whether a unit ever arrived.</param>
/// <param name="WasResolved">Whether it was ever resolved.</param>
/// <param name="StatusBeforeMerge">Where an un-merge returns to; null while it is not merged.</param>
/// <param name="MergedInto">The incident that it was merged into, or null.</param>
public sealed record Incident(
    IncidentStatus Status, CountKey CountKey, OffsetDateTime KnownSince, IReadOnlyList<Signal> Signals, IReadOnlyList<AssignedUnit> Units,
    bool Dispatched = false, bool Reached = false, bool WasResolved = false, IncidentStatus? StatusBeforeMerge = null,
    Guid? MergedInto = null)
    : StreamState, IState<Incident>
{
    /// <inheritdoc/>
    public Place Place => CountKey.Place;

    /// <summary>When its first step can have happened: it occurred before it was known, or the clock that says so ran ahead.</summary>
    public OffsetDateTime NotBefore =>
        CountKey.OccurredAt.ToInstant() < KnownSince.ToInstant() ? CountKey.OccurredAt : KnownSince;

    /// <inheritdoc/>
    public static Incident? Evolve(Incident? state, object @event) => (state, @event) switch
    {
        (null, IncidentOpened e) => new(
            e.Historic ? IncidentStatus.Registered : IncidentStatus.Open, e.CountKey(), e.KnownAt,
            e.From is null ? [] : [e.From], []),
        ({ } incident, IncidentCategorised e) => incident with { CountKey = e.Before with { Category = e.To } },
        ({ } incident, SignalLinked e) => incident with { Signals = [.. incident.Signals, e.Signal] },
        ({ } incident, SignalUnlinked e) => incident with { Signals = [.. incident.Signals.Where(s => s != e.Signal)] },
        ({ } incident, UnitAssigned e) => incident with
        {
            Status = e.Status,
            Units = [.. incident.Units, new(e.Unit, e.OccurredAt)],
            Dispatched = true,
        },
        ({ } incident, UnitArrived e) => incident with
        {
            Status = IncidentStatus.OnScene,
            Units = [.. incident.Units.Select(u => u.Unit == e.Unit ? u with { ArrivedAt = e.OccurredAt } : u)],
            Reached = true,
        },
        ({ } incident, IncidentResolved) => incident with { Status = IncidentStatus.Resolved, WasResolved = true },
        ({ } incident, IncidentClosed) => incident with { Status = IncidentStatus.Closed },
        ({ } incident, IncidentReopened) => incident with { Status = IncidentStatus.Open, Units = [] },
        ({ } incident, IncidentWithdrawn) => incident with { Status = IncidentStatus.Withdrawn },
        ({ } incident, IncidentMerged e) =>
            incident with { Status = IncidentStatus.Merged, StatusBeforeMerge = incident.Status, MergedInto = e.Into },
        ({ } incident, IncidentUnmerged e) => incident with { Status = e.Status, StatusBeforeMerge = null, MergedInto = null },
        _ => state,
    };
}

/// <summary>A unit on an incident.</summary>
/// <param name="Unit">Its call sign.</param>
/// <param name="Since">When it was sent.</param>
/// <param name="ArrivedAt">When it reached the place, or null while it is on the way.</param>
public sealed record AssignedUnit(string Unit, OffsetDateTime Since, OffsetDateTime? ArrivedAt = null);
