using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Dispatch;

public class StatusRulesTests
{
    private static readonly ICommand<Incident>[] NeedOneThatCounts =
    [
        new CategoriseIncident(Some.Id, "robbery", "op"), new LinkSignal(Some.Id, Some.Signal, "op"),
        new UnlinkSignal(Some.Id, Some.Signal, "op"),
        new AssignUnit(Some.Id, "P-1"), new RecordArrival(Some.Id, "P-1"), new ResolveIncident(Some.Id, "assisted"),
        new CloseIncident(Some.Id, "op"),
        new ReopenIncident(Some.Id, "op", "again"), new MergeIncident(Some.Id, Some.OtherId, Some.Incident(), "op"),
        new WithdrawIncident(Some.Id, Some.Origin, "x"),
    ];

    private static readonly ICommand<Incident>[] NeedOneThatIsOpen =
        [new AssignUnit(Some.Id, "P-1"), new RecordArrival(Some.Id, "P-1"), new ResolveIncident(Some.Id, "assisted")];

    [Fact]
    public void Nothing_is_done_about_a_withdrawn_incident() =>
        Assert.All(NeedOneThatCounts, c => c.Refuses(Some.Incident(Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn));

    [Fact]
    public void Nothing_is_done_about_a_merged_incident_but_to_undo_the_merge() =>
        Assert.All(NeedOneThatCounts, c => c.Refuses(Some.Incident(Some.IncidentMerged()), WithdrawIncident.Merged));

    [Fact]
    public void Nobody_is_sent_arrives_or_resolves_when_it_is_over() =>
        Assert.All(NeedOneThatIsOpen, c => c.Refuses(Some.Incident(Some.IncidentResolved()), ResolveIncident.Over));

    [Fact]
    public void Nobody_is_sent_arrives_or_resolves_what_is_historic() =>
        Assert.All(NeedOneThatIsOpen, c => c.Refuses(Some.HistoricIncident(), ResolveIncident.Historic));
}
