using Incidents.Domain.Units;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Units;

/// <summary>How the events of units are described in a timeline.</summary>
internal static class UnitTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<UnitRegistered>(TimelineSubject.Unit, e => new() { Unit = e.Unit, Place = e.Place })
        .Describe<UnitDescribed>(TimelineSubject.Unit, e => new() { Unit = e.Unit, Place = e.Place })
        .Describe<UnitRetired>(TimelineSubject.Unit, e => new() { Unit = e.Unit, ReasonCode = e.Reason })
        .Describe<UnitDutyBegun>(TimelineSubject.Unit, e => new() { Unit = e.Unit })
        .Describe<UnitDutyEnded>(TimelineSubject.Unit, e => new() { Unit = e.Unit })
        .Describe<UnitAccepted>(TimelineSubject.Unit, e => new() { Unit = e.Unit })
        .Describe<UnitSetOut>(TimelineSubject.Unit, e => new() { Unit = e.Unit });
}
