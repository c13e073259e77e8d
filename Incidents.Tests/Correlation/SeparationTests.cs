using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Correlation;

/// <summary>What a person has separated no rule joins again.</summary>
public class SeparationTests
{
    private static readonly RuleMatch Match = new("fire", 3, 12.5, 4);
    private static readonly LinkSignal ByRule = new(Some.Id, Some.Signal, "rule:fire", Rule: Match);
    private static readonly SignalUnlinked Unlinked = new(Some.Signal, "op", Some.Now, Some.Now);

    [Fact]
    public void A_rule_links_a_signal_and_says_why()
    {
        var linked = new SignalLinked(Some.Signal, "rule:fire", Some.Now, Some.Now, Match);
        ByRule.Yields(Some.Incident(), linked);
        Assert.Equal([new SignalLink(Some.Signal, Some.Now, "rule:fire", Match, null)], Some.Incident(linked).Links);
    }

    [Fact]
    public void A_rule_does_not_link_again_what_a_person_has_separated() =>
        ByRule.Refuses(
            Some.Incident(new SignalLinked(Some.Signal, "rule:fire", Some.Now, Some.Now, Match), Unlinked), LinkSignal.Separated);

    [Fact]
    public void A_person_does() =>
        (ByRule with { By = "op", Rule = null }).Yields(Some.Incident(Linked(), Unlinked), Linked());

    [Fact]
    public void After_a_person_linked_it_again_and_it_left_with_a_merge_nothing_is_separated()
    {
        var state = Some.Incident(Linked(), Unlinked, Linked());
        Assert.Empty(state.Separated);
        Assert.Equal([Some.Signal], state.Signals);
    }

    [Fact]
    public void What_was_separated_from_an_incident_stays_separated_where_that_is_merged_into_another()
    {
        var (going, staying) = (Some.Incident(Linked(), Unlinked), Some.Incident());
        var merged = new MergeIncident(Some.Id, Some.OtherId, staying, "op").Decide(going, Some.Now);
        var absorbed = Assert.IsType<IncidentAbsorbed>(merged.Elsewhere!.Event);
        Assert.Equal([Some.Signal], absorbed.Separated);

        var survivor = StreamState.After(staying, absorbed)!;
        (ByRule with { StreamId = Some.OtherId }).Refuses(survivor, LinkSignal.Separated);
        var separated = new IncidentSeparated(Some.Id, "op", IncidentStatus.Open, Some.Now, Some.Now);
        Assert.Empty(StreamState.After(survivor, separated)!.Separated);
    }

    [Theory]
    [InlineData(double.NaN, 1.0)]
    [InlineData(-0.1, 1.0)]
    [InlineData(double.PositiveInfinity, 1.0)]
    [InlineData(1.0, -1.0)]
    [InlineData(1.0, 1e9)]
    public void A_match_that_cannot_be_is_refused(double metres, double minutes) =>
        Assert.Equal(
            ErrorCode.BadInput,
            (ByRule with { Rule = new("fire", 3, metres, minutes) }).Decide(Some.Incident(), Some.Now).Refusal!.Code);

    [Fact]
    public void A_rule_links_nothing_to_what_is_over() =>
        ByRule.Refuses(Some.Incident(Some.IncidentResolved()), ResolveIncident.Over);

    private static SignalLinked Linked() => new(Some.Signal, "op", Some.Now, Some.Now);
}
