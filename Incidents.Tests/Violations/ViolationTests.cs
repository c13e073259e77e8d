using Incidents.Domain;
using Incidents.Domain.Violations;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Violations;

public class ViolationTests
{
    private static readonly RecordViolation Record = new(
        Some.Origin, "592", "1", "koap.592", Some.Speed, "123ABC09", "rec-1", Some.Certificate, null, Some.Place, Some.Began);

    private static readonly ReviewViolation Review = new(Some.Id, "inspector", "clear");
    private static readonly ConfirmViolation Confirm = new(Some.Id, "inspector");
    private static readonly DismissViolation Dismiss = new(Some.Id, "inspector", "plate-unreadable");
    private static readonly FineViolation Fine = new(Some.Id, Some.Tariffs);
    private static readonly CancelViolation Cancel = new(Some.Id, "court", "appeal");
    private static readonly ReinstateViolation Reinstate = new(Some.Id, "head", "by-mistake");
    private static readonly ViolationDismissed Dismissed = new(
        "inspector", "plate-unreadable", Some.CountKey("koap.592"), Some.Now, Some.Now);
    private static readonly ViolationFined Fined = new(new(5, 4325), Some.Now, Some.Now);
    private static readonly ViolationCancelled Cancelled = new("court", "appeal", Some.CountKey("koap.592"), Some.Now, Some.Now);

    [Fact]
    public void A_capture_is_recorded() => Record.Yields(null, Some.ViolationRecorded() with { KnownAt = Some.Now });

    [Fact]
    public void A_capture_recorded_again_changes_nothing() => Record.Yields(Some.Violation());

    [Fact]
    public void A_capture_is_reviewed() => Review.Yields(Some.Violation(), new ViolationReviewed("inspector", "clear", Some.Now, Some.Now));

    [Fact]
    public void A_confirmed_violation_is_not_reviewed() =>
        Review.Refuses(Some.Violation(Some.ViolationConfirmed()), ReviewViolation.AlreadyDecided);

    [Fact]
    public void Nobody_reviews_an_unknown_violation() => Review.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Reviewing_needs_a_name() => (Review with { By = "" }).Refuses(Some.Violation(), Refusals.Blank("by"));

    [Fact]
    public void A_capture_is_not_reviewed_before_it_was_made() =>
        (Review with { OccurredAt = Some.Before(36) }).Refuses(Some.Violation(), Refusals.ImpossibleTime);

    [Fact]
    public void A_capture_is_confirmed_without_review() => Confirm.Yields(Some.Violation(), Some.ViolationConfirmed());

    [Fact]
    public void A_reviewed_capture_is_confirmed() =>
        Confirm.Yields(Some.Violation(new ViolationReviewed("inspector", null, Some.Now, Some.Now)), Some.ViolationConfirmed());

    [Fact]
    public void A_dismissed_violation_is_not_confirmed() => Confirm.Refuses(Some.Violation(Dismissed), ReviewViolation.AlreadyDecided);

    [Fact]
    public void Nobody_confirms_an_unknown_violation() => Confirm.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Confirming_needs_a_name() => (Confirm with { By = "" }).Refuses(Some.Violation(), Refusals.Blank("by"));

    [Fact]
    public void A_violation_is_not_confirmed_in_the_future() =>
        (Confirm with { OccurredAt = Some.Later(6) }).Refuses(Some.Violation(), Refusals.ImpossibleTime);

    [Fact]
    public void A_capture_is_dismissed() => Dismiss.Yields(Some.Violation(), Dismissed);

    [Fact]
    public void A_confirmed_violation_is_not_dismissed() =>
        Dismiss.Refuses(Some.Violation(Some.ViolationConfirmed()), ReviewViolation.AlreadyDecided);

    [Fact]
    public void Nobody_dismisses_an_unknown_violation() => Dismiss.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Dismissing_needs_a_name() => (Dismiss with { By = "" }).Refuses(Some.Violation(), Refusals.Blank("by"));

    [Fact]
    public void Dismissing_needs_a_reason() => (Dismiss with { Reason = "" }).Refuses(Some.Violation(), Refusals.Blank("reasonCode"));

    [Fact]
    public void A_capture_is_not_dismissed_before_it_was_made() =>
        (Dismiss with { OccurredAt = Some.Before(36) }).Refuses(Some.Violation(), Refusals.ImpossibleTime);

    [Fact]
    public void A_confirmed_violation_is_fined_by_the_tariff_of_its_day() => Fine.Yields(Some.Violation(Some.ViolationConfirmed()), Fined);

    // 5 МРП of 4,325 tenge.
    [Fact]
    public void The_fine_is_so_many_indices() => Assert.Equal(21_625m, Fined.Fine.Amount);

    [Fact]
    public void What_is_not_confirmed_is_not_fined() => Fine.Refuses(Some.Violation(), FineViolation.NotConfirmed);

    [Fact]
    public void What_was_struck_out_is_not_fined() =>
        Fine.Refuses(Some.Violation(Some.ViolationConfirmed(), Cancelled), FineViolation.NotConfirmed);

    [Fact]
    public void A_violation_is_fined_only_once() =>
        Fine.Refuses(Some.Violation(Some.ViolationConfirmed(), Fined), FineViolation.AlreadyFined);

    [Fact]
    public void Nobody_fines_an_unknown_violation() => Fine.Refuses(null, Refusals.NotFound);

    [Fact]
    public void A_violation_is_not_fined_before_it_happened() =>
        (Fine with { OccurredAt = Some.Before(36) }).Refuses(Some.Violation(Some.ViolationConfirmed()), Refusals.ImpossibleTime);

    [Fact]
    public void A_fine_is_refused_when_the_certificate_ran_out_the_day_before() =>
        Fine.Refuses(Confirmed(r => r with { Certificate = new("KZ-1", new(2026, 7, 2)) }), FineViolation.CertificateNotValid);

    [Fact]
    public void A_certificate_is_valid_on_its_last_day() =>
        Fine.Yields(Confirmed(r => r with { Certificate = new("KZ-1", new(2026, 7, 3)) }), Fined);

    // 00:10 of 3 July in Karaganda (UTC+5) is 19:10 of 2 July in Greenwich: the certificate of 2 July no longer counts.
    [Fact]
    public void The_day_of_the_offence_is_the_local_one() =>
        Fine.Refuses(
            Confirmed(
                r => r with
                {
                    Certificate = new("KZ-1", new(2026, 7, 2)),
                    OccurredAt = new LocalDateTime(2026, 7, 3, 0, 10).WithOffset(Some.Offset),
                }),
            FineViolation.CertificateNotValid);

    [Fact]
    public void A_measured_value_without_certificate_is_not_fined() =>
        Fine.Refuses(Confirmed(r => r with { Certificate = null }), FineViolation.CertificateMissing);

    [Fact]
    public void What_is_not_measured_needs_a_certificate_too() =>
        Fine.Refuses(Confirmed(r => r with { Article = "599", Certificate = null, Measured = null }), FineViolation.CertificateMissing);

    [Fact]
    public void A_tariff_that_measures_nothing_needs_no_measured_value()
    {
        Fine.Yields(
            Confirmed(r => r with { Article = "599", Measured = null }), new ViolationFined(new(10, 4325), Some.Now, Some.Now));
        Fine.Yields(Confirmed(r => r with { Article = "599" }), new ViolationFined(new(10, 4325), Some.Now, Some.Now));
    }

    [Fact]
    public void A_violation_without_a_readable_plate_is_not_fined() =>
        Fine.Refuses(Confirmed(r => r with { Plate = null }), FineViolation.PlateMissing);

    [Fact]
    public void A_tariff_by_excess_needs_a_measured_value() =>
        Fine.Refuses(Confirmed(r => r with { Measured = null }), FineViolation.MeasuredMissing);

    [Fact]
    public void A_value_in_another_unit_than_that_of_the_tariff_is_not_fined() =>
        Fine.Refuses(Confirmed(r => r with { Measured = new(75, 60, "m/s") }), FineViolation.UnitDisagrees);

    [Theory]
    [InlineData(70, true)]
    [InlineData(69.9, false)]
    [InlineData(80, true)]
    [InlineData(80.1, false)]
    [InlineData(55, false)]
    public void The_part_agrees_with_how_far_the_allowed_value_is_exceeded(double measured, bool agrees)
    {
        var violation = Confirmed(r => r with { Measured = new(measured, 60, "km/h") });
        if (agrees)
            Fine.Yields(violation, Fined);
        else
            Fine.Refuses(violation, FineViolation.PartDisagrees);
    }

    [Fact]
    public void A_fine_is_not_imposed_before_the_violation_was_confirmed() =>
        (Fine with { OccurredAt = Some.Before(6) }).Refuses(Some.Violation(Some.ViolationConfirmed()), Refusals.ImpossibleTime);

    [Fact]
    public void A_dismissed_violation_is_reinstated_where_it_was()
    {
        var reviewed = Some.Violation(new ViolationReviewed("inspector", null, Some.Before(20), Some.Before(20)), Dismissed);
        Reinstate.Yields(
            reviewed,
            new ViolationReinstated(
                "head", "by-mistake", ViolationStatus.Reviewed, Some.CountKey("koap.592"), Some.Now, Some.Now));
        Confirm.Yields(StreamState.After(reviewed, Reinstate.Decide(reviewed, Some.Now).Events[0]), Some.ViolationConfirmed());
    }

    [Fact]
    public void A_cancelled_fine_is_reinstated_with_its_fine_and_may_be_cancelled_again()
    {
        var cancelled = Some.Violation(Some.ViolationConfirmed(), Fined, Cancelled);
        var again = StreamState.After(cancelled, Assert.Single(Reinstate.Decide(cancelled, Some.Now).Events))!;
        Assert.Equal((ViolationStatus.Fined, Fined.Fine, null), (again.Status, again.Fine, again.StatusBefore));
        Cancel.Yields(again, Cancelled);
        Reinstate.Refuses(again, ReinstateViolation.NotStruckOut);
    }

    [Fact]
    public void What_was_not_struck_out_is_not_reinstated()
    {
        Reinstate.Refuses(Some.Violation(), ReinstateViolation.NotStruckOut);
        Reinstate.Refuses(Some.Violation(Some.ViolationConfirmed()), ReinstateViolation.NotStruckOut);
        Reinstate.Refuses(null, Refusals.NotFound);
        (Reinstate with { By = "" }).Refuses(Some.Violation(Dismissed), Refusals.Blank("by"));
        (Reinstate with { Reason = "" }).Refuses(Some.Violation(Dismissed), Refusals.Blank("reasonCode"));
        (Reinstate with { OccurredAt = Some.Before(6) }).Refuses(Some.Violation(Dismissed), Refusals.ImpossibleTime);
    }

    [Fact]
    public void A_part_without_tariff_is_not_fined() => Fine.Refuses(Confirmed(r => r with { Part = "9" }), FineViolation.NoTariff);

    [Fact]
    public void A_fined_violation_is_cancelled() => Cancel.Yields(Some.Violation(Some.ViolationConfirmed(), Fined), Cancelled);

    [Fact]
    public void A_confirmed_violation_is_cancelled() => Cancel.Yields(Some.Violation(Some.ViolationConfirmed()), Cancelled);

    [Fact]
    public void What_was_never_confirmed_is_not_cancelled() => Cancel.Refuses(Some.Violation(), CancelViolation.NeverConfirmed);

    [Fact]
    public void A_violation_is_cancelled_only_once() =>
        Cancel.Refuses(Some.Violation(Some.ViolationConfirmed(), Cancelled), CancelViolation.AlreadyCancelled);

    [Fact]
    public void Nobody_cancels_an_unknown_violation() => Cancel.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Cancelling_needs_a_name() => (Cancel with { By = "" }).Refuses(Some.Violation(Fined), Refusals.Blank("by"));

    [Fact]
    public void Cancelling_needs_a_reason() => (Cancel with { Reason = "" }).Refuses(Some.Violation(Fined), Refusals.Blank("reasonCode"));

    [Fact]
    public void A_violation_is_not_cancelled_before_it_happened() =>
        (Cancel with { OccurredAt = Some.Before(36) }).Refuses(Some.Violation(Fined), Refusals.ImpossibleTime);

    private static Violation Confirmed(Func<ViolationRecorded, ViolationRecorded> but) =>
        Some.Folded<Violation>(but(Some.ViolationRecorded()), Some.ViolationConfirmed());
}
