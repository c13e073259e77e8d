using Incidents.Domain;
using Incidents.Domain.PersonalData;
using Incidents.Projections.Timelines;

namespace Incidents.Projections.PersonalData;

/// <summary>How the events about personal data are described in a timeline.</summary>
internal static class PersonalDataTimeline
{
    public static void Declare(TimelineRules rules) => rules
        .Describe<MaskingBegun>(
            TimelineSubject.PersonalData, e => new() { By = e.By, Place = new Place(e.City), ReasonCode = e.ReasonCode })
        .Describe<MaskingCompleted>(TimelineSubject.PersonalData, _ => new())
        .Describe<RetentionExecuted>(
            TimelineSubject.PersonalData, e => new() { Place = new Place(e.City), ReasonCode = e.Rule })
        .Describe<PersonBlocked>(
            TimelineSubject.PersonalData, e => new() { By = e.By, Place = new Place(e.City), ReasonCode = e.ReasonCode })
        .Describe<PersonUnblocked>(TimelineSubject.PersonalData, e => new() { By = e.By, ReasonCode = e.ReasonCode });
}
