using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dispatch;

public class OpeningTests
{
    private static readonly RegisterIncident Register = new(Some.Origin, "theft", Some.Place, Some.Began);
    private static readonly OpenIncident Open = new(Some.Origin, "fight", Some.Place, Some.Signal, "cam-1", "two men");
    private static readonly WithdrawIncident Withdraw = new(Some.Id, Some.Origin, "unfounded");

    [Fact]
    public void A_live_register_opens_an_incident() => Register.Yields(null, Some.IncidentOpened() with { KnownAt = Some.Now });

    [Fact]
    public void An_incident_of_a_historic_batch_is_historic() =>
        (Register with { KnownAt = Some.Began }).Yields(null, Some.IncidentOpened(historic: true));

    [Fact]
    public void An_incident_registered_again_changes_nothing() => Register.Yields(Some.Incident());

    [Fact]
    public void An_operator_opens_an_incident_from_a_signal()
    {
        Open.Yields(
            null, new IncidentOpened(Some.Origin, Some.Signal, "fight", Some.Place, "cam-1", null, "two men", false, Some.Now, Some.Now));
        Assert.Equal([Some.Signal], Some.Folded<Incident>(Open.Decide(null, Some.Now).Events).Signals);
    }

    [Fact]
    public void An_operator_opens_an_incident_that_occurred_before() =>
        (Open with { OccurredAt = Some.Began, From = null }).Yields(
            null, new IncidentOpened(Some.Origin, null, "fight", Some.Place, "cam-1", null, "two men", false, Some.Began, Some.Now));

    [Fact]
    public void Pressing_twice_opens_one_incident() => Open.Yields(Some.Incident());

    [Fact]
    public void Opening_and_registering_name_the_stream_alike() => Assert.Equal(Register.StreamId, Open.StreamId);

    [Fact]
    public void Opening_needs_a_category() => (Open with { Category = " " }).Refuses(null, CategoryCode.Check(" ", "category")!);

    [Fact]
    public void No_incident_occurs_in_the_future() => (Open with { OccurredAt = Some.Later(6) }).Refuses(null, Refusals.ImpossibleTime);

    [Fact]
    public void An_incident_is_withdrawn() => Withdraw.Yields(Some.Incident(), Some.IncidentWithdrawn());

    [Fact]
    public void A_historic_incident_is_withdrawn_too() => Withdraw.Yields(Some.HistoricIncident(), Some.IncidentWithdrawn());

    [Fact]
    public void An_incident_is_withdrawn_only_once() =>
        Withdraw.Refuses(Some.Incident(Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn);

    // The batch is of the month before the incident became known; the category was changed at noon.
    [Fact]
    public void A_withdrawal_is_not_known_before_what_was_known_of_its_incident()
    {
        var batch = Some.Now.Plus(-Duration.FromDays(30));
        var state = Some.Incident(new IncidentCategorised(Some.CountKey("theft"), "fight", "op-1", Some.Now, Some.Now));
        (Withdraw with { KnownAt = batch }).Yields(
            state, new IncidentWithdrawn(Some.Origin, "unfounded", Some.CountKey("fight"), Some.Now, Some.Now));
    }

    [Fact]
    public void A_merged_incident_is_not_withdrawn() => Withdraw.Refuses(Some.Incident(Some.IncidentMerged()), WithdrawIncident.Merged);

    [Fact]
    public void An_unknown_incident_is_not_withdrawn() => Withdraw.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Withdrawing_needs_a_reason() => (Withdraw with { Reason = "" }).Refuses(Some.Incident(), Refusals.Blank("reasonCode"));
}
