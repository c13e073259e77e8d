using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>What came of an alert.</summary>
/// <remarks>An alert that nobody looked at has none of these: that follows from the moment at which it is asked for.</remarks>
public enum AlertOutcome
{
    /// <summary>What was reported had happened.</summary>
    Confirmed,

    /// <summary>Nothing of the kind was there: a shadow, an animal, a fault of the analytics.</summary>
    False,

    /// <summary>Something was there, and it was nothing to act on: a play, works that were allowed, a place found empty.</summary>
    Unfounded,
}

/// <summary>It was said what came of an alert, and what it cost.</summary>
/// <param name="By">Who says so; <c>rule:resolution</c> where it follows from the resolution of an incident.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Reason code, e.g. <c>shadow</c>, <c>animal</c>; null where a confirmed alert needs none.</param>
/// <param name="OutcomeBefore">What was said of it until now, or null.</param>
/// <param name="OperatorMinutes">Minutes of operators that it cost, in all; null where that is not known.</param>
/// <param name="UnitMinutes">Minutes of units that it cost, in all; null where that is not known.</param>
/// <param name="FromIncident">The incident from whose resolution it follows; null where a person judged the alert itself.</param>
/// <param name="Alert">The alert's category, place and time.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertJudged(
    string By, AlertOutcome Outcome, string? Reason, AlertOutcome? OutcomeBefore, double? OperatorMinutes, double? UnitMinutes,
    Guid? FromIncident, CountKey Alert, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>What a resolution said of an alert is taken back: the alert does not belong to that incident any more.</summary>
/// <param name="By">Who took it back: <c>rule:resolution</c>.</param>
/// <param name="FromIncident">The incident from whose resolution it followed.</param>
/// <param name="OutcomeBefore">What was said.</param>
/// <param name="IsSeen">Whether an operator has acknowledged or reinstated the alert, so that it was looked at.</param>
/// <param name="Alert">The alert's category, place and time.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertJudgementWithdrawn(
    string By, Guid FromIncident, AlertOutcome OutcomeBefore, bool IsSeen, CountKey Alert, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>What is said of an alert at present.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Reason code, or null.</param>
/// <param name="By">Who says so.</param>
/// <param name="At">When.</param>
/// <param name="OperatorMinutes">Minutes of operators, or null.</param>
/// <param name="UnitMinutes">Minutes of units, or null.</param>
/// <param name="FromIncident">The incident from whose resolution it follows, or null.</param>
public sealed record AlertJudgement(
    AlertOutcome Outcome, string? Reason, string By, OffsetDateTime At, double? OperatorMinutes, double? UnitMinutes, Guid? FromIncident);
