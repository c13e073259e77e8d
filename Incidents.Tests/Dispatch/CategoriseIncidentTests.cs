using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Dispatch;

public class CategoriseIncidentTests
{
    private static readonly CategoriseIncident Categorise = new(Some.Id, "robbery", "op");
    private static readonly IncidentCategorised Categorised = new(Some.CountKey("theft"), "robbery", "op", Some.Now, Some.Now);

    [Fact]
    public void A_new_category_says_from_what_to_what() => Categorise.Yields(Some.Incident(), Categorised);

    [Fact]
    public void A_historic_incident_is_categorised_too() => Categorise.Yields(Some.HistoricIncident(), Categorised);

    [Fact]
    public void The_next_category_follows_from_the_last() =>
        (Categorise with { To = "assault" }).Yields(
            Some.Incident(Categorised), new IncidentCategorised(Some.CountKey("robbery"), "assault", "op", Some.Now, Some.Now));

    [Fact]
    public void The_same_category_changes_nothing() => (Categorise with { To = "theft" }).Yields(Some.Incident());

    [Fact]
    public void An_unknown_incident_is_not_categorised() => Categorise.Refuses(null, Refusals.NotFound);

    [Fact]
    public void A_withdrawn_incident_is_not_categorised() =>
        Categorise.Refuses(Some.Incident(Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn);

    [Fact]
    public void A_merged_incident_is_not_categorised() => Categorise.Refuses(Some.Incident(Some.IncidentMerged()), WithdrawIncident.Merged);

    [Fact]
    public void Categorising_needs_a_category() =>
        (Categorise with { To = "" }).Refuses(Some.Incident(), CategoryCode.Check("", "category")!);

    [Fact]
    public void Categorising_needs_a_name() => (Categorise with { By = "" }).Refuses(Some.Incident(), Refusals.Blank("by"));

    [Fact]
    public void An_incident_is_not_categorised_before_it_was_known() =>
        (Categorise with { OccurredAt = Some.Before(36) }).Refuses(Some.Incident(), Refusals.ImpossibleTime);
}
