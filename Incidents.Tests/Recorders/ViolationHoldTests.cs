using Incidents.Domain;
using Incidents.Domain.Violations;
using Xunit;

namespace Incidents.Tests.Recorders;

public class ViolationHoldTests
{
    private static readonly HoldGrounds Grounds = new(Some.OtherId, 12_000, 60, 432);
    private static readonly HoldViolation ByRule =
        new(Some.Id, HoldViolation.ByRecorders, ViolationHoldReason.ImpossibleSpeed, Grounds: Grounds);
    private static readonly HoldViolation ByDrift =
        new(Some.Id, HoldViolation.ByRecorders, ViolationHoldReason.RecorderDrift, Grounds: new(DriftKmPerHour: 9.5));
    private static readonly HoldViolation ByPerson = new(Some.Id, "inspector", ViolationHoldReason.Other, "The photo shows a lorry.");
    private static readonly LiftViolationHold Lift = new(Some.Id, "inspector", "reads-agree");
    private static readonly FineViolation Fine = new(Some.Id, Some.Tariffs);

    private static readonly ViolationDismissed Dismissed =
        new("inspector", "plate-unreadable", Some.CountKey("koap.592"), Some.Now, Some.Now);

    [Fact]
    public void A_rule_says_what_speaks_against_a_violation() => ByRule.Yields(Some.Violation(), Some.ViolationHeld());

    [Fact]
    public void A_held_violation_is_not_fined_until_a_person_has_lifted_the_hold()
    {
        // By measured speed 75 where 60 is allowed: part 1.
        var confirmed = Some.Violation(Some.ViolationConfirmed());
        Assert.Null(Fine.Decide(confirmed, Some.Now).Refusal);

        var held = Some.Violation(Some.ViolationConfirmed(), Some.ViolationHeld());
        Fine.Refuses(held, FineViolation.Held);

        var lifted = Some.Folded<Violation>(
            Some.ViolationRecorded(), Some.ViolationConfirmed(), Some.ViolationHeld(),
            new ViolationHoldLifted("inspector", "reads-agree", Some.Now, Some.Now));
        Assert.Null(Fine.Decide(lifted, Some.Now).Refusal);
    }

    [Fact]
    public void What_a_person_has_lifted_no_rule_holds_again_for_the_same_reason()
    {
        var lifted = Some.Violation(Some.ViolationHeld(), new ViolationHoldLifted("inspector", "reads-agree", Some.Now, Some.Now));

        ByRule.Yields(lifted);
        Assert.Single((ByRule with { Reason = ViolationHoldReason.RecorderDrift }).Decide(lifted, Some.Now).Events);
        Assert.Single((ByPerson with { Reason = ViolationHoldReason.ImpossibleSpeed }).Decide(lifted, Some.Now).Events);
    }

    [Fact]
    public void A_rule_changes_nothing_where_the_violation_is_held_for_that_reason() =>
        ByRule.Yields(Some.Violation(Some.ViolationHeld()));

    [Fact]
    public void A_second_reason_is_kept_until_a_person_has_looked_at_it_too()
    {
        var lifted = new ViolationHoldLifted("inspector", "reads-agree", Some.Now, Some.Now);
        var once = Some.Violation(Some.ViolationConfirmed(), Some.ViolationHeld());
        var drift = Assert.IsType<ViolationHeld>(Assert.Single(ByDrift.Decide(once, Some.Now).Events));

        var twice = Some.Violation(Some.ViolationConfirmed(), Some.ViolationHeld(), drift);
        Assert.Equal(ViolationHoldReason.ImpossibleSpeed, twice.Hold!.Reason);
        ByDrift.Yields(twice);

        var seen = Some.Violation(Some.ViolationConfirmed(), Some.ViolationHeld(), drift, lifted);
        Assert.Equal(ViolationHoldReason.RecorderDrift, seen.Hold!.Reason);
        Fine.Refuses(seen, FineViolation.Held);
        ByRule.Yields(seen);

        var free = Some.Violation(Some.ViolationConfirmed(), Some.ViolationHeld(), drift, lifted, lifted);
        Assert.Null(free.Hold);
        Assert.Null(Fine.Decide(free, Some.Now).Refusal);
        ByDrift.Yields(free);
    }

    [Fact]
    public void What_was_dismissed_when_a_rule_found_it_is_held_once_it_is_reinstated()
    {
        ByRule.Yields(Some.Violation(Some.ViolationConfirmed(), Dismissed), Some.ViolationHeld());

        var back = Some.Violation(
            Some.ViolationConfirmed(), Dismissed, Some.ViolationHeld(),
            new ViolationReinstated(
                "inspector", "mistake", ViolationStatus.Confirmed, Some.CountKey("koap.592"), Some.Now, Some.Now));
        Fine.Refuses(back, FineViolation.Held);
    }

    [Fact]
    public void A_person_is_told_that_it_is_held_or_decided()
    {
        ByPerson.Refuses(Some.Violation(Some.ViolationHeld()), HoldViolation.AlreadyHeld);
        ByPerson.Refuses(Some.Violation(Dismissed), ReviewViolation.AlreadyDecided);
    }

    [Fact]
    public void A_fined_violation_is_held_too_and_its_fine_stays()
    {
        var fined = Some.Violation(Some.ViolationConfirmed(), new ViolationFined(new(5, 4325), Some.Now, Some.Now));
        ByRule.Yields(fined, Some.ViolationHeld());

        var held = Some.Violation(
            Some.ViolationConfirmed(), new ViolationFined(new(5, 4325), Some.Now, Some.Now), Some.ViolationHeld());
        Assert.Equal((ViolationStatus.Fined, 21_625m), (held.Status, held.Fine!.Amount));
    }

    [Fact]
    public void A_hold_changes_neither_status_nor_what_was_decided()
    {
        var held = Some.Violation(Some.ViolationConfirmed(), Some.ViolationHeld());

        Assert.Equal(ViolationStatus.Confirmed, held.Status);
        Assert.Null(new CancelViolation(Some.Id, "court", "appeal").Decide(held, Some.Now).Refusal);
    }

    [Fact]
    public void Only_a_held_violation_is_lifted_and_not_before_it_was_held()
    {
        Lift.Yields(Some.Violation(Some.ViolationHeld()), new ViolationHoldLifted("inspector", "reads-agree", Some.Now, Some.Now));
        Lift.Refuses(Some.Violation(), LiftViolationHold.NotHeld);
        Lift.Refuses(null, Refusals.NotFound);
        (Lift with { OccurredAt = Some.Before(6) }).Refuses(Some.Violation(Some.ViolationHeld()), Refusals.ImpossibleTime);
    }

    [Fact]
    public void A_person_with_another_reason_says_which()
    {
        Assert.Equal("note", (ByPerson with { Note = null }).Check()!.Field);
        Assert.Null(ByRule.Check());
        Assert.Equal("grounds.seconds", (ByRule with { Grounds = Grounds with { Seconds = double.NaN } }).Check()!.Field);
    }
}
