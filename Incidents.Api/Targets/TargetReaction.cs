using System.Collections.Frozen;
using Incidents.Api.Reactions;
using Incidents.Api.Store;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Targets;
using Incidents.Projections.Correlation;
using NodaTime;

namespace Incidents.Api.Targets;

/// <summary>Keeps when the targets of each incident and call will be passed, after each event that may change that.</summary>
/// <remarks>
/// The deadlines of a thing are those that follow from all its events, so that neither the order of pages nor their size changes them, and
/// a step that is entered late removes what it has met. Nor does it matter when they are read: a host that comes back after days keeps what
/// was due meanwhile.
/// </remarks>
internal sealed class TargetReaction(TargetReader reader, TargetSettings settings) : Reaction
{
    private static readonly FrozenSet<Type> OfCalls = FrozenSet.ToFrozenSet(
    [
        typeof(SosCallPlaced), typeof(SosCallBeginningReported), typeof(SosCallAnswered), typeof(SosCallAbandoned), typeof(SosCallEnded),
        typeof(SosCallCalledBack),
    ]);

    private static readonly Type[] OfIncidents =
    [
        typeof(IncidentOpened), typeof(OffenceAdded), typeof(IncidentCategorised), typeof(IncidentCorrected), typeof(UnitAssigned),
        typeof(UnitArrived), typeof(UnitReleased), typeof(UnitCancelled), typeof(UnitDiverted), typeof(IncidentResolved),
        typeof(IncidentReopened), typeof(IncidentWithdrawn), typeof(IncidentReinstated), typeof(IncidentMerged),
        typeof(IncidentUnmerged), typeof(IncidentAbsorbed), typeof(IncidentSeparated),
    ];

    /// <inheritdoc/>
    public override string Name => "targets";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Events => [.. OfIncidents, .. OfCalls];

    /// <inheritdoc/>
    public override async Task React(ReactionPage page, CancellationToken cancellation)
    {
        if (reader.Targets.All.Count == 0)
            return;
        (TargetSubject Subject, Guid Id)[] things =
        [
            .. page.Events.Select(e => (
                OfCalls.Contains(e.Content.GetType()) ? TargetSubject.SosCall : TargetSubject.Incident, e.Stream)).Distinct(),
        ];
        var oldest = Duration.FromTimeSpan(settings.Oldest);
        var stored = await EventAge.Begun(page.Connection, [.. things.Select(thing => thing.Id)], cancellation);
        var read = await reader.Read(things, cancellation);
        await TargetTable.Replace(
            page.Connection, [.. things.Select(thing => thing.Id)],
            [
                // What came with a historic batch waits for nobody.
                .. from thing in read.Values
                   where stored[thing.Times.Id] - thing.Times.LearnedAt.ToInstant() <= CorrelationSignals.HistoricAfter
                   from due in thing.Deadlines()
                   where !due.Clock.IsHistory(due.Deadline, oldest)
                   select new KeptDeadline(
                       thing.Times.Subject, thing.Times.Id, due.Deadline.Target.Name, due.Deadline.Level, due.Deadline.DueAt.ToInstant()),
            ],
            cancellation);
    }
}
