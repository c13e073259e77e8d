using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Ledgers;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Ledgers;

/// <summary>What each event writes into the books, by hand.</summary>
public class LedgerEntriesTests
{
    public static TheoryData<int> Facts => [.. Enumerable.Range(0, Some.Events.Count)];

    [Theory, MemberData(nameof(Facts))]
    public void Every_event_is_counted_or_listed_as_uncounted(int index)
    {
        var fact = Some.Events[index];
        Assert.Equal(LedgerEntries.Uncounted.Contains(fact.GetType()), Of(fact).Count == 0);
    }

    [Theory, MemberData(nameof(Facts))]
    public void Every_event_has_a_place_in_a_timeline_and_every_incident_s_event_in_the_register(int index)
    {
        var fact = Some.Events[index];
        var entry = Assert.Single(Timeline.Of([new(Guid.NewGuid(), Some.Id, 1, 1, "x", fact, "{}")]));
        Assert.Equal((fact.OccurredAt, fact.KnownAt), (entry.OccurredAt, entry.KnownAt));
        Assert.Equal(entry.Subject is TimelineSubject.Incident, new RegisterEntry(Some.Id).Apply(fact, 1));
    }

    [Fact]
    public void What_begins_is_counted_once_where_and_when_it_occurred_and_known_when_it_was_learned()
    {
        Assert.Equal([new(Measure.Incidents, Some.CountKey("theft"), Some.Began, +1)], Of(Some.IncidentOpened()));
        Assert.Equal([new(Measure.Alerts, Some.CountKey("fight"), Some.Began, +1)], Of(Some.AlertRaised()));
        Assert.Equal([new(Measure.SosCalls, Some.CountKey("sos"), Some.Began, +1)], Of(Some.SosCallPlaced()));
        Assert.Equal([new(Measure.Violations, Some.CountKey("koap.592"), Some.Began, +1)], Of(Some.ViolationRecorded()));
    }

    [Fact]
    public void What_is_undone_is_taken_back_on_the_day_it_became_known_where_it_had_been_counted()
    {
        Assert.Equal([new(Measure.Incidents, Some.CountKey("theft"), Some.Now, -1)], Of(Some.IncidentWithdrawn()));
        Assert.Equal([new(Measure.Incidents, Some.CountKey("theft"), Some.Now, -1)], Of(Some.IncidentMerged()));
        Assert.Equal(
            [new(Measure.Incidents, Some.CountKey("theft"), Some.Now, +1)],
            Of(new IncidentUnmerged(Some.OtherId, "op", Some.CountKey("theft"), IncidentStatus.Open, Some.Now, Some.Now)));
        Assert.Equal(
            [new(Measure.Alerts, Some.CountKey("fight"), Some.Now, -1), new(Measure.FalseAlerts, Some.CountKey("fight"), Some.Now, +1)], Of(Some.AlertDismissed()));
    }

    [Fact]
    public void Another_category_moves_the_count()
    {
        Assert.Equal(
            [new(Measure.Incidents, Some.CountKey("theft"), Some.Now, -1), new(Measure.Incidents, Some.CountKey("robbery"), Some.Now, +1)],
            Of(new IncidentCategorised(Some.CountKey("theft"), "robbery", "op", Some.Now, Some.Now)));
        Assert.Empty(Of(new AlertUpdated(Some.CountKey("fight"), "fight", 0.9, null, null, null, Some.Now, Some.Now)));
    }

    // Called at 11:30, answered at 11:40; known at 11:30, sent at 11:40; sent at 11:40, there at 11:50; known at 11:30, resolved at 11:55.
    [Fact]
    public void A_duration_is_counted_when_its_clock_started()
    {
        Assert.Equal([Took(Measure.AnswerTime, "sos", Some.Began, Some.Before(20), 10)], Of(Some.SosCallAnswered()));
        Assert.Equal([Took(Measure.DispatchTime, "theft", Some.Began, Some.Before(20), 10)], Of(Some.UnitAssigned()));
        Assert.Equal([Took(Measure.ArrivalTime, "theft", Some.Before(20), Some.Before(10), 10)], Of(Some.UnitArrived()));
        Assert.Equal([Took(Measure.ResolutionTime, "theft", Some.Began, Some.Before(5), 25)], Of(Some.IncidentResolved()));
        Assert.Empty(Of(Some.UnitAssigned() with { Since = null }));
    }

    private static LedgerEntry Took(Measure measure, string category, OffsetDateTime since, OffsetDateTime known, int minutes) =>
        new(measure, new(category, Some.Place, since), known, +1, Duration.FromMinutes(minutes));

    private static List<LedgerEntry> Of(IDomainEvent fact)
    {
        var entries = new List<LedgerEntry>();
        LedgerEntries.Of(fact, entries);
        return entries;
    }
}
