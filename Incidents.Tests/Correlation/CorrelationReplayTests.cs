using Incidents.Domain.Correlation;
using Incidents.Domain.Dispatch;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Correlation;

public class CorrelationReplayTests
{
    [Fact]
    public void A_replay_counts_what_the_candidate_and_what_the_others_would_have_done()
    {
        CorrelationRule candidate = new("fire", 4, [SignalKind.Alert], true, 50, 5, ["fire"]);
        var replay = new CorrelationReplay(Some.Rules.With(candidate), "fire");

        // Opens, joins, is too far away and opens, is another thing and opens nothing, and a call opens.
        replay.Take(Some.Seen(1));
        replay.Take(Some.Seen(2, north: 40, minutes: 4));
        replay.Take(Some.Seen(3, north: 140, minutes: 4));
        replay.Take(Some.Seen(4, "loitering", minutes: 4));
        replay.Take(Some.Seen(5, "sos", minutes: 5, kind: SignalKind.SosCall));

        Assert.Equal((5, 3, 2, 1), (replay.SignalCount, replay.CoveredCount, replay.OpenedCount, replay.JoinedCount));
        Assert.Equal((1, 0), (replay.OpenedByOthersCount, replay.JoinedByOthersCount));
        Assert.Equal([new ReplayedDay(new LocalDate(2026, 7, 3), 2, 1)], replay.Days);
    }

    [Fact]
    public void An_alert_whose_end_overtakes_its_beginning_is_decided_on_once()
    {
        var rules = new CorrelationRules([new("fire", 1, [SignalKind.Alert], true, 100, 10, ["fire"], LeastConfidence: 0.6)]);
        var signal = Some.Seen(1, confidence: 0.9);
        var late = signal with { Beginning = BeginningKind.Late };

        // Its end says no confidence: it is left alone until its beginning comes.
        var replay = new CorrelationReplay(rules, "fire");
        Assert.Null(replay.Take(signal with { Confidence = null, Beginning = BeginningKind.Assumed }));
        var decided = replay.Take(late)!;
        Assert.Equal((1, 1, 1, 0), (replay.SignalCount, replay.CoveredCount, replay.OpenedCount, replay.JoinedCount));
        var inOrder = new CorrelationReplay(rules, "fire").Take(signal)!;
        Assert.Equal((inOrder.Incident, inOrder.CommandId), (decided.Incident, decided.CommandId));

        // What was decided on as it was assumed stays.
        replay = new CorrelationReplay(rules, "fire");
        Assert.NotNull(replay.Take(signal with { Beginning = BeginningKind.Assumed }));
        Assert.Null(replay.Take(late));
        Assert.Equal((1, 1, 1, 0), (replay.SignalCount, replay.CoveredCount, replay.OpenedCount, replay.JoinedCount));
    }

    [Fact]
    public void What_is_too_old_to_be_joined_is_forgotten()
    {
        var replay = new CorrelationReplay(new([new("fire", 1, [SignalKind.Alert], true, 100, 10, LatestMinutes: 20)]), "fire");
        for (var day = 0; day < 60; day++)
        {
            for (var i = 0; i < 10; i++)
                replay.Take(Some.Seen(day * 10 + i, north: 200 * i, minutes: day * 1_440));
        }
        Assert.Equal(600, replay.OpenedCount);
        // A call may come a day late: the incidents of two days at most are kept.
        Assert.InRange(replay.OpenCount, 10, 20);
    }

    [Fact]
    public void A_replay_decides_as_the_live_rules_do()
    {
        var (replay, grid) = (new CorrelationReplay(Some.Rules, "fire"), new IncidentGrid());
        for (var i = 0; i < 200; i++)
        {
            var signal = Some.Seen(i, i % 3 == 0 ? "fire" : "smoke", north: i * 37 % 400, minutes: i);
            var live = Correlator.Decide(signal, Some.Rules, grid);
            if (live is not null)
                grid.Put(live.Incident);
            Assert.Equal(live?.Match, replay.Take(signal)?.Match);
        }
    }

    [Fact]
    public void A_candidate_takes_the_place_of_its_rule_or_comes_last()
    {
        CorrelationRule known = new("fire", 9, [SignalKind.Alert], true), unknown = new("new", 1, [SignalKind.Alert], true);
        Assert.Equal(["call", "fire", "like"], Some.Rules.With(known).All.Select(rule => rule.Code));
        Assert.Equal(["call", "fire", "like", "new"], Some.Rules.With(unknown).All.Select(rule => rule.Code));
    }
}
