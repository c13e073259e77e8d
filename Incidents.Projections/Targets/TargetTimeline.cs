using Incidents.Domain.Targets;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Targets;

/// <summary>How escalations are described in a timeline.</summary>
internal static class TargetTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<Escalated>(TimelineSubject.Escalation, e => new()
        {
            ReasonCode = e.Target,
            Person = e.OnPerson,
            Role = e.OnRole,
            Level = e.Level,
        });
}
