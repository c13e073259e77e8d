using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Projections.Outcomes;
using JasperFx.Events;
using Xunit;

namespace Incidents.Tests.Outcomes;

/// <summary>How a page of events is cut into rounds: what an event changes depends on the row that the one before it left.</summary>
public class AlertLedgerPageTests
{
    private static readonly AlertLedger Ledger = new();

    private static readonly AlertUpdated MoreSure = new(Some.CountKey("fight"), "fight", 0.9, null, null, null, Some.Now, Some.Now);

    [Fact]
    public void The_first_events_of_all_alerts_are_one_statement_and_the_second_ones_another() =>
        Assert.Equal(
            2, Statements(Event(Some.Id, Some.AlertRaised()), Event(Some.OtherId, Some.AlertRaised()),
                Event(Some.Id, Some.AlertDismissed()), Event(Some.OtherId, Some.AlertJudged())).Count);

    [Fact]
    public void Confidences_that_follow_each_other_are_one_step() =>
        Assert.Single(Statements([.. Enumerable.Range(0, 500).Select(_ => Event(Some.Id, MoreSure))]));

    [Fact]
    public void Events_that_change_nothing_here_are_no_statement() =>
        Assert.Empty(Statements(
            Event(Some.Id, new AlertEnded(Some.CountKey("fight"), Some.Now, Some.Now)), Event(Some.Id, MoreSure with { Confidence = null }),
            Event(Some.OtherId, Some.ViolationRecorded())));

    private static List<Projections.SqlStatement> Statements(params IEvent[] page) => [.. Ledger.Apply(page, "read")];

    private static IEvent Event<T>(Guid stream, T content) where T : class, IDomainEvent =>
        new Event<T>(content) { StreamId = stream, Version = 1 };
}
