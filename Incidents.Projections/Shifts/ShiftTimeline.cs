using Incidents.Domain.Shifts;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.Shifts;

/// <summary>How shifts are described in a timeline.</summary>
internal static class ShiftTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<ShiftBegun>(TimelineSubject.Shift, e => new() { By = e.By, Place = new(e.City) })
        .Describe<ShiftHandedOver>(TimelineSubject.Shift, e => new() { By = e.By, Person = e.Receiver })
        .Describe<ShiftAccepted>(TimelineSubject.Shift, e => new() { By = e.By, Person = e.Previous })
        .Describe<ShiftEnded>(TimelineSubject.Shift, e => new() { By = e.By });
}
