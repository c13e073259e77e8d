using System.Text.Json;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Projections.Timelines;

/// <summary>What an entry of a timeline is about.</summary>
public enum TimelineSubject
{
    /// <summary>The incident, or one merged into it.</summary>
    Incident,

    /// <summary>A camera alert.</summary>
    Alert,

    /// <summary>An SOS call.</summary>
    SosCall,

    /// <summary>A traffic violation.</summary>
    Violation,

    /// <summary>A device.</summary>
    Device,

    /// <summary>A register's withdrawal that matched nothing.</summary>
    Withdrawal,

    /// <summary>A forecast.</summary>
    Forecast,

    /// <summary>The release of an event that a read model could not apply.</summary>
    EventRelease,

    /// <summary>When a source reported.</summary>
    SourceCoverage,

    /// <summary>What was done with personal data: a masking, a blocking, a retention rule.</summary>
    PersonalData,

    /// <summary>A case of investigators.</summary>
    Case,

    /// <summary>A plate that a reader read.</summary>
    PlateRead,

    /// <summary>What endangers those who come to a place.</summary>
    Hazard,

    /// <summary>A shift of a person in the control centre.</summary>
    Shift,

    /// <summary>The escalations of an incident or call whose targets were passed.</summary>
    Escalation,

    /// <summary>A unit of the services.</summary>
    Unit,

    /// <summary>A task of municipal property.</summary>
    UpkeepTask,
}

/// <summary>One event of a timeline. Entries hold facts; the screen words them in its own language.</summary>
/// <param name="Sequence">Number in the store: the order in which events became known here.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="SubjectId">
/// Id of the incident, alert, call, violation, device, withdrawal, forecast, coverage or unit; of an escalation that of all escalations of
/// its incident or call.
/// </param>
/// <param name="Version">The subject's version after it.</param>
/// <param name="Type">What happened, e.g. `sos_call_answered`.</param>
/// <param name="OccurredAt">When it happened, by the city's clock.</param>
/// <param name="KnownAt">When the centre learned it, by the city's clock.</param>
/// <param name="Source">The system that reported the subject, or null where the subject began before this timeline.</param>
/// <param name="By">The person who acted, or null.</param>
/// <param name="DeviceId">The device that saw it, or null.</param>
/// <param name="Place">Where, or null where it adds nothing.</param>
/// <param name="Category">Category code from then on, or null where it stayed.</param>
/// <param name="Unit">The unit sent or arrived, or null.</param>
/// <param name="ReasonCode">Reason code, or null.</param>
/// <param name="OutcomeCode">Outcome code, or null.</param>
/// <param name="SecondsBeforeBeginning">
/// Seconds by which it is stamped before the beginning of its subject, because two clocks differ; null where it is not.
/// </param>
/// <param name="EnteredBy">The person or system that entered it, which need not be the one who acted; null where nobody is named.</param>
/// <param name="Cause">What led to it: a report, a command, or what the client gave as cause; null in old events.</param>
public sealed record TimelineEntry(
    long Sequence, TimelineSubject Subject, Guid SubjectId, long Version, string Type, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    string? Source, string? By, string? DeviceId, Place? Place, string? Category, string? Unit, string? ReasonCode,
    string? OutcomeCode, double? SecondsBeforeBeginning, string? EnteredBy, string? Cause)
{
    /// <summary>
    /// How precisely `occurredAt` is known; where not to the minute, it is the beginning of the hour, day, month or year.
    /// </summary>
    public TimePrecision TimePrecision { get; init; }

    /// <summary>
    /// Whether its order after the entry before it cannot be told: the two occurred by different clocks, and their times, each put right
    /// by what is measured of its clock, differ by less than the sum of what they may be wrong by, or stand the other way round. Of one
    /// clock: by less than the hour, day, month or year to which they are known. A case says by which clock each entry occurred.
    /// </summary>
    public bool IsOrderUnknown { get; init; }

    /// <summary>The rule that did it, and what it found; null where a person or another system did.</summary>
    public RuleMatch? Rule { get; init; }

    /// <summary>Code of the step of a response plan that was ticked or unticked; else null.</summary>
    public string? PlanStep { get; init; }

    /// <summary>
    /// The other person whom it concerns: to whom a thing or shift was handed over, from whom it was taken over or accepted, on whom a
    /// target was escalated; else null.
    /// </summary>
    public string? Person { get; init; }

    /// <summary>The role on whose people of the town a target was escalated; else null.</summary>
    public Role? Role { get; init; }

    /// <summary>The level of an escalation, from 1; else null.</summary>
    public int? Level { get; init; }

    /// <summary>Whether personal data of the event were masked: a value that is null may have been given.</summary>
    public bool IsMasked { get; init; }

    /// <summary>The whole event as stored; `masked` names the fields that were masked, where any were.</summary>
    public JsonElement Data => JsonElement.Parse(Json);

    internal string Json { get; init; } = "{}";
}
