using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Dispatch;

public class SignalTests
{
    private static readonly LinkSignal Link = new(Some.Id, Some.Signal, "op");
    private static readonly UnlinkSignal Unlink = new(Some.Id, Some.Signal, "op");
    private static readonly SignalLinked Linked = new(Some.Signal, "op", Some.Now, Some.Now);
    private static readonly SignalUnlinked Unlinked = new(Some.Signal, "op", Some.Now, Some.Now);

    [Fact]
    public void A_signal_is_linked() => Link.Yields(Some.Incident(), Linked);

    [Fact]
    public void A_signal_is_linked_only_once() => Link.Refuses(Some.Incident(Linked), LinkSignal.AlreadyLinked);

    [Fact]
    public void The_signal_that_it_was_opened_from_is_linked_already() =>
        Link.Refuses(Some.Folded<Incident>(Some.IncidentOpened() with { From = Some.Signal }), LinkSignal.AlreadyLinked);

    [Fact]
    public void Nothing_is_linked_to_an_unknown_incident() => Link.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Nothing_is_linked_to_a_withdrawn_incident() =>
        Link.Refuses(Some.Incident(Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn);

    [Fact]
    public void Nothing_is_linked_to_a_merged_incident() => Link.Refuses(Some.Incident(Some.IncidentMerged()), WithdrawIncident.Merged);

    [Fact]
    public void Linking_needs_a_name() => (Link with { By = "" }).Refuses(Some.Incident(), Refusals.Blank("by"));

    [Fact]
    public void Nothing_is_linked_in_the_future() =>
        (Link with { OccurredAt = Some.Later(6) }).Refuses(Some.Incident(), Refusals.ImpossibleTime);

    [Fact]
    public void A_linked_signal_is_unlinked() => Unlink.Yields(Some.Incident(Linked), Unlinked);

    [Fact]
    public void An_unlinked_signal_may_be_linked_again() => Link.Yields(Some.Incident(Linked, Unlinked), Linked);

    [Fact]
    public void What_is_not_linked_is_not_unlinked() => Unlink.Refuses(Some.Incident(Linked, Unlinked), UnlinkSignal.NotLinked);

    [Fact]
    public void Nothing_is_unlinked_from_an_unknown_incident() => Unlink.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Nothing_is_unlinked_from_a_merged_incident() =>
        Unlink.Refuses(Some.Incident(Linked, Some.IncidentMerged()), WithdrawIncident.Merged);

    [Fact]
    public void Unlinking_needs_a_name() => (Unlink with { By = "" }).Refuses(Some.Incident(Linked), Refusals.Blank("by"));

    [Fact]
    public void Nothing_is_unlinked_before_the_incident_was_known() =>
        (Unlink with { OccurredAt = Some.Before(36) }).Refuses(Some.Incident(Linked), Refusals.ImpossibleTime);
}
