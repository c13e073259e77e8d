using Incidents.Domain;
using Incidents.Domain.Violations;
using Xunit;

namespace Incidents.Tests.Recorders;

public class ViolationHoldTests
{
    private static readonly HoldGrounds Grounds = new(Some.OtherId, 12_000, 60, 432);
    private static readonly HoldViolation ByRule =
        new(Some.Id, HoldViolation.ByRecorders, ViolationHoldReason.ImpossibleSpeed, Grounds: Grounds);
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
    public void A_rule_changes_nothing_where_the_violation_is_held_dismissed_or_cancelled()
    {
        ByRule.Yields(Some.Violation(Some.ViolationHeld()));
        ByRule.Yields(Some.Violation(Dismissed));
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
