using System.ComponentModel;
using Incidents.Domain.Alerts;
using NodaTime;

namespace Incidents.Api.Alerts;

/// <summary>What is said of an alert.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="ReasonCode">Reason code, or null.</param>
/// <param name="By">Who says so; `rule:resolution` where it follows from the resolution of an incident.</param>
/// <param name="JudgedAt">When.</param>
/// <param name="OperatorMinutes">Minutes of operators that it cost, or null where they are not known.</param>
/// <param name="UnitMinutes">Minutes of units that it cost, or null where they are not known.</param>
/// <param name="IncidentId">The incident from whose resolution it follows, or null.</param>
[DisplayName("AlertJudgement")]
public sealed record AlertJudgementNode(
    AlertOutcome Outcome, string? ReasonCode, string By, OffsetDateTime JudgedAt, double? OperatorMinutes, double? UnitMinutes,
    Guid? IncidentId)
{
    internal static AlertJudgementNode? Of(AlertJudgement? said) => said is null
        ? null
        : new(said.Outcome, said.Reason, said.By, said.At, said.OperatorMinutes, said.UnitMinutes, said.FromIncident);
}
