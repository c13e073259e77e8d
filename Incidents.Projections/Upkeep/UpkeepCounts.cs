using Incidents.Domain.Upkeep;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Upkeep;

/// <summary>What the events of municipal property count for. What is overdue depends on the moment: it is no count of events.</summary>
internal static class UpkeepCounts
{
    public static void Declare(CountRules rules) => rules
        .Counted<UpkeepObserved>((e, ledger) =>
        {
            ledger.Add(Measure.UpkeepObservations, e.Terms().Observation);
            ledger.Add(Measure.UpkeepTasks, e.Terms().Observation);
        })
        .Counted<UpkeepBeginningReported>(BeginLate)
        .Counted<UpkeepDone>((e, ledger) =>
        {
            ledger.Add(Measure.UpkeepDone, e.Terms.Observation);
            if (e.Terms.IsInTime(e.OccurredAt) is true)
                ledger.Add(Measure.UpkeepDoneInTime, e.Terms.Observation);
            if (e.Terms.Assumed is not true)
                ledger.Time(Measure.UpkeepTime, e.Terms.Observation, e.Terms.Observation.OccurredAt);
        })
        .Counted<UpkeepReopened>((e, ledger) =>
        {
            if (e.DoneAt is not { } done)
                return;
            ledger.Remove(Measure.UpkeepDone, e.Terms.Observation);
            if (e.Terms.IsInTime(done) is true)
                ledger.Remove(Measure.UpkeepDoneInTime, e.Terms.Observation);
            if (e.Terms.Assumed is not true)
                ledger.Time(Measure.UpkeepTime, e.Terms.Observation, e.Terms.Observation.OccurredAt, done, -1);
        })
        .Counted<UpkeepCancelled>((e, ledger) => ledger.Remove(Measure.UpkeepTasks, e.Terms.Observation))
        .Counted<UpkeepJoined>((e, ledger) => ledger.Remove(Measure.UpkeepTasks, e.Terms.Observation))
        .Counted<UpkeepSeparated>((e, ledger) => ledger.Add(Measure.UpkeepTasks, e.Terms.Observation))
        .Uncounted<UpkeepConfirmed>()
        .Uncounted<UpkeepAbsorbed>()
        .Uncounted<UpkeepLetGo>();

    private static void BeginLate(UpkeepBeginningReported e, CountWriter ledger)
    {
        var key = e.Terms.Observation;
        ledger.Move(Measure.UpkeepObservations, e.Before, key);
        if (e.Status is UpkeepStatus.Open or UpkeepStatus.Done or UpkeepStatus.Confirmed)
            ledger.Move(Measure.UpkeepTasks, e.Before, key);
        if (e.DoneAt is not { } done)
            return;
        ledger.Move(Measure.UpkeepDone, e.Before, key);
        // Until now it had no deadline.
        if (e.Terms.IsInTime(done) is true)
            ledger.Add(Measure.UpkeepDoneInTime, key);
        ledger.Time(Measure.UpkeepTime, key, key.OccurredAt, done);
    }
}
