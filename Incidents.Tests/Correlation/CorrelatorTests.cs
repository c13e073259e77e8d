using Incidents.Domain;
using Incidents.Domain.Correlation;
using Incidents.Domain.Dispatch;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Correlation;

public class CorrelatorTests
{
    [Fact]
    public void A_signal_joins_the_nearest_incident_and_says_why()
    {
        var decided = Decide(Some.Seen(1, minutes: 4), Some.Near(101, 80), Some.Near(102, 30), Some.Near(103, 101))!;

        Assert.False(decided.Opens);
        Assert.Equal(new Guid(102, 0, 0, new byte[8]), decided.Incident.Id);
        Assert.Equal(("fire", 3, 4.0), (decided.Match.Rule, decided.Match.Version, decided.Match.Minutes!.Value));
        Assert.InRange(decided.Match.DistanceMetres!.Value, 29.9, 30.1);
        Assert.Equal("rule:fire", decided.Match.Actor());
        Assert.Equal(Some.Began.ToInstant() + Duration.FromMinutes(4), decided.Incident.Until);
    }

    [Fact]
    public void Of_incidents_at_one_distance_the_nearest_in_time_then_the_last_then_the_smallest_id_is_joined()
    {
        var signal = Some.Seen(1, minutes: 5);

        Assert.Equal(Id(102), Decide(signal, Some.Near(101, 20, 1), Some.Near(102, 20, 3))!.Incident.Id);
        // Two minutes before, and two minutes after.
        Assert.Equal(Id(102), Decide(signal, Some.Near(101, 20, 3), Some.Near(102, 20, 7))!.Incident.Id);
        Assert.Equal(Id(101), Decide(signal, Some.Near(102, 20, 3), Some.Near(101, 20, 3))!.Incident.Id);
    }

    [Theory]
    [InlineData(99, 10, true)]
    [InlineData(101, 10, false)]
    [InlineData(99, 10.1, false)]
    [InlineData(-99, -10, true)]
    public void An_incident_is_joined_within_the_metres_and_minutes_of_the_rule_only(double north, double minutes, bool joins) =>
        Assert.Equal(joins, !Decide(Some.Seen(1, minutes: minutes), Some.Near(101, north))!.Opens);

    [Fact]
    public void Time_is_counted_from_the_nearest_signal_that_a_rule_joined()
    {
        var incident = Some.Near(101, 0).With(Some.Seen(2, minutes: 9)).With(Some.Seen(3, minutes: 18));

        Assert.Equal(0, Decide(Some.Seen(1, minutes: 12), incident)!.Match.Minutes);
        Assert.Equal(10, Decide(Some.Seen(1, minutes: 28), incident)!.Match.Minutes);
        Assert.True(Decide(Some.Seen(1, minutes: 28.1), incident)!.Opens);
    }

    [Fact]
    public void The_time_of_an_incident_is_as_before_where_a_merge_or_a_link_is_undone()
    {
        var (staying, going) = (Some.Near(101, 0).With(Some.Seen(2, minutes: 9)), Some.Near(102, 50, 120).With(Some.Seen(3, minutes: 125)));
        var absorbed = After(staying, new IncidentAbsorbed(going.Id, "op", IncidentStatus.Open, [], [], [], Some.Now, Some.Now), going);
        Assert.Equal((staying.From, going.Until), (absorbed.From, absorbed.Until));
        Assert.Equal(staying, After(absorbed, new IncidentSeparated(going.Id, "op", IncidentStatus.Open, Some.Now, Some.Now), going));

        var unlinked = After(staying, new SignalUnlinked(new(SignalKind.Alert, Id(2)), "op", Some.Now, Some.Now), going);
        Assert.Equal(Some.Near(101, 0), unlinked);
        Assert.Equal(unlinked, staying.Without(Id(2)));
        // What comes between two times is of neither.
        Assert.True(Decide(Some.Seen(1, minutes: 60), staying)!.Opens);

        static CorrelatedIncident After(CorrelatedIncident incident, IDomainEvent @event, CorrelatedIncident other) =>
            CorrelatedIncident.After(incident, incident.Id, @event, id => id == other.Id ? other : null)!;
    }

    [Fact]
    public void Of_very_many_signals_the_first_and_the_last_are_kept()
    {
        var incident = Enumerable.Range(0, 500).Aggregate(Some.Near(101, 0), (known, i) => known.With(Some.Seen(1_000 + i, minutes: i)));

        Assert.Equal(2 * SignalMoments.MostOfEnd, incident.Moments.All.Count);
        Assert.Equal(Some.Began.ToInstant() + Duration.FromMinutes(499), incident.Until);
        Assert.Equal(Some.Began.ToInstant() + Duration.FromMinutes(498), incident.Without(Id(1_499)).Until);
    }

    [Fact]
    public void A_grid_forgets_what_can_be_joined_no_more()
    {
        var grid = Some.Grid(Some.Near(101, 0, -5_000), Some.Near(102, 0, -100), Some.Near(103, 0));
        Assert.Equal(Some.Began.ToInstant(), grid.Latest);
        grid.Forget(grid.Latest - Some.Rules.Kept);

        Assert.Equal([Id(102), Id(103)], grid.All.Select(incident => incident.Id).Order());
        // The oldest signal that may still come, by a rule of the longest reach.
        Assert.True(Some.Rules.Kept >= Duration.FromMinutes(CorrelationRule.MostMinutes + Some.Rules.Reach));
    }

    [Fact]
    public void A_call_opens_an_incident_whatever_is_near_and_also_where_no_rule_is_about_calls()
    {
        var call = Some.Seen(1, "sos", kind: SignalKind.SosCall);

        Assert.True(Decide(call, Some.Near(101, 0, category: "sos"))!.Opens);
        var without = Correlator.Decide(call, new([]), new IncidentGrid())!;
        Assert.Equal(("sos-call", true), (without.Match.Rule, without.Opens));
    }

    [Fact]
    public void The_first_rule_that_covers_a_signal_decides()
    {
        Assert.Null(Decide(Some.Seen(1, "loitering")));
        Assert.Null(Decide(Some.Seen(1, "loitering"), Some.Near(101, 0)));
        Assert.Equal("like", Decide(Some.Seen(1, "loitering"), Some.Near(101, 0, category: "loitering"))!.Match.Rule);
        Assert.Null(Decide(Some.Seen(1, "fire", kind: SignalKind.Violation), Some.Near(101, 0)));
    }

    [Fact]
    public void A_signal_without_coordinates_joins_an_incident_of_the_same_device()
    {
        var decided = Decide(Some.Seen(1, isPlaced: false), Some.Near(101, 500, device: "cam-2"), Some.Near(102, 500, device: "cam-1"))!;
        Assert.Equal(Id(102), decided.Incident.Id);
        Assert.Null(decided.Match.DistanceMetres);
        Assert.True(Decide(Some.Seen(1, isPlaced: false, device: null), Some.Near(101, 0))!.Opens);
        // Where both places are known, they count.
        Assert.True(Decide(Some.Seen(1), Some.Near(101, 500, device: "cam-1"))!.Opens);
    }

    [Fact]
    public void Another_town_is_never_near()
    {
        var elsewhere = Some.Near(101, 0) with { City = "temirtau" };
        Assert.True(Decide(Some.Seen(1), elsewhere)!.Opens);
    }

    [Theory]
    [InlineData(0.6, true)]
    [InlineData(0.59, false)]
    [InlineData(null, false)]
    public void An_alert_below_the_least_confidence_is_left_alone(double? confidence, bool isCovered)
    {
        var rules = new CorrelationRules([new("sure", 1, [SignalKind.Alert], true, LeastConfidence: 0.6)]);
        Assert.Equal(isCovered, Correlator.Decide(Some.Seen(1, confidence: confidence), rules, new()) is not null);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void What_became_known_late_is_history(double minutesLate, bool isCovered)
    {
        var signal = Some.Seen(1);
        var late = signal with { KnownAt = signal.OccurredAt.Plus(Duration.FromMinutes(minutesLate)) };
        Assert.Equal(isCovered, Decide(late) is not null);
    }

    [Fact]
    public void The_version_that_held_on_the_local_day_decides()
    {
        // It is 3 July in Karaganda.
        CorrelationRule Version(int number, LocalDate? from, LocalDate? until) =>
            new("fire", number, [SignalKind.Alert], true, From: from, Until: until);
        var rules = new CorrelationRules([Version(1, null, new(2026, 7, 3)), Version(2, new(2026, 7, 3), null)]);

        Assert.Equal(2, Correlator.Decide(Some.Seen(1), rules, new())!.Match.Version);
        Assert.Equal(1, Correlator.Decide(Some.Seen(1, minutes: -1_440), rules, new())!.Match.Version);
        Assert.Throws<ArgumentException>(
            () => new CorrelationRules([Version(1, null, new(2026, 7, 4)), Version(2, new(2026, 7, 3), null)]));
        Assert.Throws<ArgumentException>(
            () => new CorrelationRules([Version(1, null, new(2026, 7, 3)), Version(1, new(2026, 7, 3), null)]));
    }

    [Fact]
    public void The_same_decision_has_the_same_command_and_another_incident_another_one()
    {
        var (one, again, other) = (
            Decide(Some.Seen(1), Some.Near(101, 0))!, Decide(Some.Seen(1), Some.Near(101, 0))!, Decide(Some.Seen(1), Some.Near(102, 0))!);
        Assert.Equal(one.CommandId, again.CommandId);
        Assert.NotEqual(one.CommandId, other.CommandId);
    }

    [Fact]
    public void An_incident_is_opened_as_the_command_opens_it()
    {
        var decided = Decide(Some.Seen(1))!;
        var opened = Assert.IsType<IncidentOpened>(
            Assert.Single(((OpenIncident)Correlator.CommandOf(decided)).Decide(null, Some.Now).Events));

        Assert.Equal(decided.Incident, CorrelatedIncident.After(null, decided.Incident.Id, opened, _ => null));
        Assert.Equal(decided.Incident.Id, Correlator.CommandOf(decided).StreamId);
        Assert.Equal(("rule:fire", new RuleMatch("fire", 3)), (opened.Origin.Source, opened.Rule));
        Assert.Equal(decided.Incident, CorrelatedIncident.After(decided.Incident, decided.Incident.Id, opened, _ => null));
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static CorrelationDecision? Decide(CorrelatedSignal signal, params CorrelatedIncident[] open) =>
        Correlator.Decide(signal, Some.Rules, Some.Grid(open));
}
