using Incidents.Domain;
using Incidents.Domain.SosCalls;
using Xunit;

namespace Incidents.Tests.SosCalls;

public class SosCallTests
{
    private static readonly PlaceSosCall Placing = new(Some.Origin, "sos", "sos-1", Some.Place, Some.Began);
    private static readonly AnswerSosCall Answer = new(Some.Id, "op");
    private static readonly AbandonSosCall Abandon = new(Some.Id);
    private static readonly EndSosCall End = new(Some.Id, "helped");
    private static readonly EscalateSosCall Escalate = new(Some.Id, "103", "injury");
    private static readonly SosCallAbandoned Abandoned = new(Some.CountKey("sos"), Some.Before(25), Some.Before(25));
    private static readonly SosCallEnded Ended = new(Some.CountKey("sos"), null, Some.Before(5), Some.Before(5));

    private static readonly ReportStep<SosCall> AnsweredFirst = new(
        Placing with { OccurredAt = Some.Before(9), Assumed = true }, Answer with { OccurredAt = Some.Before(9) });

    private static SosCall Answered => AnsweredFirst.Decide(null, Some.Now).Events
        .Aggregate((SosCall?)null, (state, e) => StreamState.After(state, e))!;

    [Fact]
    public void A_call_is_placed() => Placing.Yields(null, Some.SosCallPlaced() with { KnownAt = Some.Now });

    [Fact]
    public void A_call_placed_again_changes_nothing() => Placing.Yields(Some.SosCall());

    [Fact]
    public void A_ringing_call_is_answered() =>
        Answer.Yields(Some.SosCall(), new SosCallAnswered("op", Some.CountKey("sos"), Some.Now, Some.Now, true));

    [Fact]
    public void An_answered_call_is_not_answered_again() =>
        Answer.Refuses(Some.SosCall(Some.SosCallAnswered()), AnswerSosCall.AlreadyAnswered);

    [Fact]
    public void An_abandoned_call_is_not_answered() => Answer.Refuses(Some.SosCall(Abandoned), AnswerSosCall.Over);

    [Fact]
    public void Nobody_answers_an_unknown_call() => Answer.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Answering_needs_a_name() => (Answer with { AnsweredBy = " " }).Refuses(Some.SosCall(), Refusals.Blank("by"));

    [Fact]
    public void A_call_is_not_answered_before_it_was_placed() =>
        (Answer with { OccurredAt = Some.Before(36) }).Refuses(Some.SosCall(), Refusals.ImpossibleTime);

    [Fact]
    public void An_answer_of_a_historic_batch_is_known_from_the_day_of_the_batch() =>
        (Answer with { OccurredAt = Some.Before(29), KnownAt = Some.Before(3) }).Yields(
            Some.SosCall(), new SosCallAnswered("op", Some.CountKey("sos"), Some.Before(29), Some.Before(3), true));

    [Fact]
    public void An_answer_reported_before_the_call_places_it_first() =>
        AnsweredFirst.Yields(
            null,
            Some.SosCallPlaced() with { OccurredAt = Some.Before(9), KnownAt = Some.Now, Assumed = true },
            new SosCallAnswered("op", new("sos", Some.Place, Some.Before(9)), Some.Before(9), Some.Now, false));

    [Fact]
    public void A_call_that_was_answered_first_is_completed_by_its_beginning() =>
        Placing.Yields(
            Answered, new SosCallBeginningReported(
                new("sos", Some.Place, Some.Before(9)), Some.CountKey("sos"), "sos-1", "sos-1", Some.Before(9), false, Some.Began,
                Some.Now));

    [Fact]
    public void Nobody_knows_how_long_a_caller_waited_until_the_beginning_is_reported()
    {
        Assert.Null(Answered.Waited);
        var begun = StreamState.After(Answered, Placing.Decide(Answered, Some.Now).Events[0]);
        Assert.Equal((Some.Began, NodaTime.Duration.FromMinutes(21)), (begun!.CountKey.OccurredAt, begun.Waited));
        Placing.Yields(begun);
    }

    [Fact]
    public void An_old_answer_at_the_moment_of_the_beginning_says_that_the_beginning_was_not_reported()
    {
        var old = Some.SosCall(new SosCallAnswered("op", Some.CountKey("sos"), Some.Began, Some.Began));
        Assert.Null(old.Waited);
        Assert.IsType<SosCallBeginningReported>(Assert.Single(
            (Placing with { OccurredAt = Some.Before(32) }).Decide(old, Some.Now).Events));
    }

    [Fact]
    public void A_call_does_not_begin_after_a_step_of_it() =>
        (Placing with { OccurredAt = Some.Before(3) }).Refuses(Answered, Refusals.ImpossibleTime);

    [Fact]
    public void An_answer_that_is_reported_after_the_end_is_kept_at_its_time()
    {
        var ended = Some.SosCall(Ended);
        (Answer with { OccurredAt = Some.Before(20) }).Yields(ended, Some.SosCallAnswered() with { KnownAt = Some.Now });
        (Answer with { OccurredAt = Some.Now }).Refuses(Some.SosCall(Ended with { OccurredAt = Some.Before(6) }), AnswerSosCall.Over);
        Assert.Equal(SosCallStatus.Ended, StreamState.After(ended, Some.SosCallAnswered())!.Status);
    }

    [Fact]
    public void The_console_reports_the_answer_that_its_operator_gave_without_change() =>
        (Answer with { OccurredAt = Some.Before(18) }).Yields(Some.SosCall(Some.SosCallAnswered()));

    [Fact]
    public void A_report_of_the_wrong_step_is_refused_as_the_step_is() =>
        new ReportStep<SosCall>(Placing, Answer).Refuses(Some.SosCall(Some.SosCallAnswered()), AnswerSosCall.AlreadyAnswered);

    [Fact]
    public void A_report_of_a_step_is_about_the_stream_that_it_may_begin()
    {
        var report = new ReportStep<SosCall>(Placing, Answer);
        Assert.Equal(Placing.StreamId, report.StreamId);
        Assert.Equal("karaganda", report.City);
    }

    [Fact]
    public void A_caller_gives_up() => Abandon.Yields(Some.SosCall(), new SosCallAbandoned(Some.CountKey("sos"), Some.Now, Some.Now));

    [Fact]
    public void An_answered_call_is_not_abandoned() => Abandon.Refuses(Some.SosCall(Some.SosCallAnswered()), AnswerSosCall.AlreadyAnswered);

    [Fact]
    public void A_call_that_is_over_is_not_abandoned() => Abandon.Refuses(Some.SosCall(Ended), AnswerSosCall.Over);

    [Fact]
    public void Nobody_abandons_an_unknown_call() => Abandon.Refuses(null, Refusals.NotFound);

    [Fact]
    public void A_call_is_not_abandoned_in_the_future() =>
        (Abandon with { OccurredAt = Some.Later(6) }).Refuses(Some.SosCall(), Refusals.ImpossibleTime);

    [Fact]
    public void An_answered_call_ends() =>
        End.Yields(Some.SosCall(Some.SosCallAnswered()), new SosCallEnded(Some.CountKey("sos"), "helped", Some.Now, Some.Now));

    [Fact]
    public void A_call_ends_though_nobody_reported_who_answered() =>
        End.Yields(Some.SosCall(), new SosCallEnded(Some.CountKey("sos"), "helped", Some.Now, Some.Now));

    [Fact]
    public void A_call_ends_only_once() => End.Refuses(Some.SosCall(Ended), AnswerSosCall.Over);

    [Fact]
    public void An_abandoned_call_does_not_end() => End.Refuses(Some.SosCall(Abandoned), AnswerSosCall.Over);

    [Fact]
    public void An_unknown_call_does_not_end() => End.Refuses(null, Refusals.NotFound);

    [Fact]
    public void A_call_does_not_end_before_it_was_answered() =>
        (End with { OccurredAt = Some.Before(26) }).Refuses(Some.SosCall(Some.SosCallAnswered()), Refusals.ImpossibleTime);

    [Fact]
    public void A_call_is_passed_on() =>
        Escalate.Yields(
            Some.SosCall(Some.SosCallAnswered()), new SosCallEscalated("103", "injury", Some.CountKey("sos"), Some.Now, Some.Now));

    [Fact]
    public void A_call_may_be_passed_on_again() =>
        (Escalate with { To = "102" }).Yields(
            Some.SosCall(new SosCallEscalated("103", "injury", Some.CountKey("sos"), Some.Before(3), Some.Before(3))),
            new SosCallEscalated("102", "injury", Some.CountKey("sos"), Some.Now, Some.Now));

    [Fact]
    public void A_call_that_is_over_is_not_passed_on() => Escalate.Refuses(Some.SosCall(Ended), AnswerSosCall.Over);

    [Fact]
    public void A_caller_who_gave_up_is_called_back_until_somebody_is_reached()
    {
        var abandoned = Some.SosCall(Abandoned);
        var back = new SosCallCalledBack("op", false, Some.CountKey("sos"), Some.Now, Some.Now);
        new CallBackSosCall(Some.Id, "op", false).Yields(abandoned, back);
        new CallBackSosCall(Some.Id, "op", true).Yields(StreamState.After(abandoned, back), back with { Reached = true });
        var reached = StreamState.After(abandoned, back with { Reached = true })!;
        Assert.Equal((SosCallStatus.CalledBack, false), (reached.Status, reached.IsOver));
        Answer.Yields(reached, new SosCallAnswered("op", Some.CountKey("sos"), Some.Now, Some.Now, true));
        End.Yields(reached, new SosCallEnded(Some.CountKey("sos"), "helped", Some.Now, Some.Now));
        Abandon.Refuses(reached, AbandonSosCall.AlreadyAbandoned);
        (Answer with { OccurredAt = Some.Before(6) }).Refuses(reached, Refusals.ImpossibleTime);
        Answer.Refuses(StreamState.After(abandoned, back), AnswerSosCall.Over);
    }

    [Fact]
    public void Nobody_is_called_back_who_did_not_give_up_nor_before_that()
    {
        var back = new CallBackSosCall(Some.Id, "op", true);
        back.Refuses(Some.SosCall(), CallBackSosCall.NotAbandoned);
        back.Refuses(Some.SosCall(Ended), CallBackSosCall.NotAbandoned);
        back.Refuses(null, Refusals.NotFound);
        (back with { By = " " }).Refuses(Some.SosCall(Abandoned), Refusals.Blank("by"));
        (back with { OccurredAt = Some.Before(31) }).Refuses(Some.SosCall(Abandoned), Refusals.ImpossibleTime);
    }

    [Fact]
    public void An_unknown_call_is_not_passed_on() => Escalate.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Passing_on_needs_a_service() => (Escalate with { To = "" }).Refuses(Some.SosCall(), Refusals.Blank("service"));

    [Fact]
    public void Passing_on_needs_a_reason() => (Escalate with { Reason = "" }).Refuses(Some.SosCall(), Refusals.Blank("reasonCode"));

    [Fact]
    public void A_call_is_passed_on_before_it_was_answered_in_whatever_order_that_is_reported() =>
        (Escalate with { OccurredAt = Some.Before(26) }).Yields(
            Some.SosCall(Some.SosCallAnswered()),
            new SosCallEscalated("103", "injury", Some.CountKey("sos"), Some.Before(26), Some.Now));

    [Fact]
    public void A_call_is_not_passed_on_before_it_was_placed() =>
        (Escalate with { OccurredAt = Some.Before(36) }).Refuses(Some.SosCall(), Refusals.ImpossibleTime);
}
