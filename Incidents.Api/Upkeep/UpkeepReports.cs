using Incidents.Api.Data;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Upkeep;

namespace Incidents.Api.Upkeep;

/// <summary>The reports of cameras and utilities about municipal property.</summary>
internal static class UpkeepReports
{
    private const string Cleared = "cleared";
    private const string Remains = "remains";

    private static readonly RequiredField KnownOutcome = new(r => r.Outcome switch
    {
        null => Refusals.Missing("outcome"),
        Cleared or Remains => null,
        _ => new(ErrorCode.UpkeepOutcomeUnknown, $"Who looks again finds '{Cleared}' or '{Remains}'.", "outcome"),
    });

    /// <summary>Kind <c>upkeep</c>.</summary>
    /// <remarks>A camera cannot know that its observation is joined to another task: what it reports happens to that one.</remarks>
    public static readonly ReportKind Kind = new ReportKind(ObserveUpkeep.Kind)
        .Once<UpkeepTask>(ObserveUpkeep.Phase, r => Observe(r), RequiredField.Category, RequiredField.Minute)
        .Repeated<UpkeepTask>(
            "done", r => Step(r, task => new CompleteUpkeep(task, r.Report.By!, r.Report.Snapshot, r.OccurredAt, KnownAt: r.KnownAt)),
            task => task.JoinedInto, RequiredField.Category, RequiredField.Minute, RequiredField.By)
        .Repeated<UpkeepTask>(
            "checked", r => Step(r, task => Check(r, task)), task => task.JoinedInto,
            RequiredField.Category, RequiredField.Minute, KnownOutcome);

    private static ObserveUpkeep Observe(CheckedReport r) => new(
        r.Origin, r.Report.Category!, r.Report.DeviceId, r.Report.By, r.Place, r.Report.StreetClass, r.Report.Snapshot,
        r.Report.Description, UpkeepCatalogue.Rules, r.OccurredAt, r.KnownAt);

    private static CheckUpkeep Check(CheckedReport r, Guid task) => new(
        task, r.Report.Outcome == Cleared, r.Report.By, r.Report.DeviceId, r.Report.Snapshot, r.OccurredAt, KnownAt: r.KnownAt);

    // Who did it, and its picture, are not those of the observation.
    private static ReportStep<UpkeepTask> Step(CheckedReport r, Func<Guid, ICommand<UpkeepTask>> step)
    {
        var observed = Observe(r) with
        {
            Assumed = true,
            By = null,
            Snapshot = null,
            DeviceId = null,
            StreetClass = null,
            Description = null,
        };
        return new(observed, step(observed.StreamId));
    }
}
