using Incidents.Domain;
using Incidents.Domain.Shifts;
using Xunit;

namespace Incidents.Tests.Shifts;

/// <summary>Shifts of one person in one town.</summary>
public sealed class ShiftTests
{
    private static readonly BeginShift Begin = new("karaganda", "op");
    private static readonly HandOverShift HandOver = new("karaganda", "op", "other", null, []);
    private static readonly AcceptShift Accept = new("karaganda", "op", "other");
    private static readonly EndShift End = new("karaganda", "op", null, []);
    private static readonly ShiftEnded Ended = new(1, "karaganda", "op", null, [], Some.Before(5), Some.Before(5));

    [Fact]
    public void A_person_begins_their_first_shift() => Begin.Yields(null, new ShiftBegun(1, "karaganda", "op", Some.Now, Some.Now));

    [Fact]
    public void The_next_shift_has_the_next_number() =>
        Begin.Yields(Some.Shift(Ended), new ShiftBegun(2, "karaganda", "op", Some.Now, Some.Now));

    [Fact]
    public void A_shift_that_lasts_is_not_begun_again() => Begin.Refuses(Some.Shift(), Shift.AlreadyBegun);

    [Fact]
    public void A_shift_does_not_begin_before_the_last_one_ended() =>
        (Begin with { OccurredAt = Some.Before(11) }).Refuses(Some.Shift(Ended), Refusals.ImpossibleTime);

    [Fact]
    public void A_shift_does_not_begin_in_the_future() =>
        (Begin with { OccurredAt = Some.Later(6) }).Refuses(null, Refusals.ImpossibleTime);

    [Fact]
    public void Who_is_not_on_shift_hands_over_and_ends_nothing()
    {
        HandOver.Refuses(null, Shift.NotOn);
        HandOver.Refuses(Some.Shift(Ended), Shift.NotOn);
        End.Refuses(null, Shift.NotOn);
        End.Refuses(Some.Shift(Ended), Shift.NotOn);
    }

    [Fact]
    public void A_shift_is_handed_over_with_the_list_of_what_is_open()
    {
        ShiftItem[] open = [new(WorkKind.Incident, Some.OtherId, Some.Before(20))];
        var decided = (HandOver with { Open = open, Note = "one fire" }).Decide(Some.Shift(), Some.Now);

        var handed = Assert.IsType<ShiftHandedOver>(Assert.Single(decided.Events));
        Assert.Equal(("other", "one fire", 1), (handed.Receiver, handed.Note, handed.Number));
        Assert.Equal(open, handed.Open);
        var shift = Some.Shift(handed);
        Assert.True(shift.IsOn);
        Assert.Equal(open, shift.Offer!.Open);
    }

    [Fact]
    public void A_shift_is_handed_over_to_another_person_only() =>
        (HandOver with { Receiver = "op" }).Refuses(Some.Shift(), Shift.ToOneself);

    [Fact]
    public void The_person_to_whom_it_was_handed_over_accepts_it()
    {
        var accepted = new ShiftAccepted(1, "karaganda", "other", "op", Some.Now, Some.Now);

        Accept.Yields(Some.Shift(Some.ShiftHandedOver("other")), accepted);
        Assert.False(Some.Shift(Some.ShiftHandedOver("other"), accepted).IsOn);
    }

    [Fact]
    public void Nobody_else_accepts_it()
    {
        (Accept with { By = "third" }).Refuses(Some.Shift(Some.ShiftHandedOver("other")), Shift.NotOffered);
        Accept.Refuses(Some.Shift(), Shift.NotOffered);
        Accept.Refuses(null, Shift.NotOffered);
    }

    [Fact]
    public void Handed_over_to_a_third_person_it_is_no_longer_the_second_one_s()
    {
        var shift = Some.Shift(Some.ShiftHandedOver("other"), Some.ShiftHandedOver("third"));

        Accept.Refuses(shift, Shift.NotOffered);
        (Accept with { By = "third" }).Yields(shift, new ShiftAccepted(1, "karaganda", "third", "op", Some.Now, Some.Now));
    }

    [Fact]
    public void It_is_not_accepted_before_it_was_handed_over() =>
        (Accept with { OccurredAt = Some.Before(16) }).Refuses(Some.Shift(Some.ShiftHandedOver("other")), Refusals.ImpossibleTime);

    [Fact]
    public void Who_ends_their_shift_alone_takes_back_what_they_had_handed_over()
    {
        var shift = Some.Shift(Some.ShiftHandedOver("other"), Ended);

        Assert.Null(shift.Offer);
        Accept.Refuses(shift, Shift.NotOffered);
    }
}
