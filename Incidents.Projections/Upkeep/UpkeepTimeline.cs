using Incidents.Domain.Dispatch;
using Incidents.Domain.Upkeep;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Upkeep;

/// <summary>How the events of municipal property are described in a timeline.</summary>
internal static class UpkeepTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<UpkeepObserved>(TimelineSubject.UpkeepTask, e => new()
        {
            Source = e.Origin.Source,
            By = e.By,
            DeviceId = e.DeviceId,
            Place = e.Place,
            Category = e.Category,
        })
        .Describe<UpkeepBeginningReported>(TimelineSubject.UpkeepTask, e => new()
        {
            By = e.By,
            DeviceId = e.DeviceId,
            Place = e.Terms.Observation.Place,
            Category = e.Terms.Observation.Category,
        })
        .Describe<UpkeepDone>(TimelineSubject.UpkeepTask, e => new() { By = e.By, DeviceId = e.DeviceId })
        .Describe<UpkeepConfirmed>(TimelineSubject.UpkeepTask, e => new() { By = e.By, DeviceId = e.DeviceId })
        .Describe<UpkeepReopened>(TimelineSubject.UpkeepTask, e => new() { By = e.By, DeviceId = e.DeviceId })
        .Describe<UpkeepCancelled>(TimelineSubject.UpkeepTask, e => new() { By = e.By, ReasonCode = e.Reason })
        .Describe<UpkeepJoined>(TimelineSubject.UpkeepTask, e => new()
        {
            By = e.By,
            Rule = e.By == JoinUpkeep.Rule
                ? new(JoinUpkeep.Rule[RuleMatch.ActorPrefix.Length..], JoinUpkeep.RuleVersion, e.DistanceMetres)
                : null,
        })
        .Describe<UpkeepAbsorbed>(TimelineSubject.UpkeepTask, e => new() { By = e.By })
        .Describe<UpkeepSeparated>(TimelineSubject.UpkeepTask, e => new() { By = e.By })
        .Describe<UpkeepLetGo>(TimelineSubject.UpkeepTask, e => new() { By = e.By });
}
