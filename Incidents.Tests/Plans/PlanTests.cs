using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Plans;
using Incidents.Domain.Work;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Plans;

/// <summary>Which plan holds for an incident, and which of its steps were ticked.</summary>
public sealed class PlanTests
{
    private static readonly TickPlanStep Tick = new(Some.Id, "scene", Some.Plans, "op");
    private static readonly UntickPlanStep Untick = new(Some.Id, "scene", Some.Plans, "op", "mistake");

    private static PlanStepTicked Ticked(int minutes = 10) =>
        new("theft", 1, "scene", "op", null, Some.Before(minutes), Some.Before(minutes));

    [Fact]
    public void A_step_is_ticked_with_who_and_when_and_what_they_say()
    {
        var ticked = new PlanStepTicked("theft", 1, "scene", "op", "nobody was inside", Some.Before(5), Some.Now);

        (Tick with { Note = "nobody was inside", OccurredAt = Some.Before(5) }).Yields(Some.Incident(), ticked);
        Assert.Equal([new PlanTick("scene", "op", Some.Before(5), "nobody was inside")], Some.Incident(ticked).Ticks("theft"));
    }

    [Fact]
    public void A_blank_note_is_none() => (Tick with { Note = " " }).Yields(
        Some.Incident(), new PlanStepTicked("theft", 1, "scene", "op", null, Some.Now, Some.Now));

    [Fact]
    public void A_step_is_ticked_once() => Tick.Refuses(Some.Incident(Ticked()), TickPlanStep.AlreadyTicked);

    [Fact]
    public void A_tick_is_taken_back_and_set_again()
    {
        var unticked = new PlanStepUnticked("theft", 1, "scene", "op", "mistake", Some.Now, Some.Now);

        Untick.Yields(Some.Incident(Ticked()), unticked);
        Assert.Empty(Some.Incident(Ticked(), unticked).Ticks("theft"));
        Tick.Yields(
            Some.Incident(Ticked(), unticked with { OccurredAt = Some.Before(5) }),
            new PlanStepTicked("theft", 1, "scene", "op", null, Some.Now, Some.Now));
    }

    [Fact]
    public void A_step_that_is_not_ticked_is_not_unticked() => Untick.Refuses(Some.Incident(), UntickPlanStep.NotTicked);

    [Fact]
    public void A_tick_is_not_taken_back_before_it_was_set() =>
        (Untick with { OccurredAt = Some.Before(11) }).Refuses(Some.Incident(Ticked(10)), Refusals.ImpossibleTime);

    [Fact]
    public void A_step_is_not_done_before_the_incident_or_in_the_future()
    {
        (Tick with { OccurredAt = Some.Before(36) }).Refuses(Some.Incident(), Refusals.ImpossibleTime);
        (Tick with { OccurredAt = Some.Later(6) }).Refuses(Some.Incident(), Refusals.ImpossibleTime);
    }

    [Fact]
    public void A_step_of_another_plan_is_unknown()
    {
        (Tick with { Step = "brigade" }).Refuses(Some.Incident(), TickPlanStep.Unknown);
        (Untick with { Step = "brigade" }).Refuses(Some.Incident(), TickPlanStep.Unknown);
    }

    [Fact]
    public void Without_a_plan_nothing_is_ticked() =>
        (Tick with { Plans = ResponsePlans.None }).Refuses(Some.Incident(), TickPlanStep.Unknown);

    [Fact]
    public void An_incident_of_a_historic_register_has_no_plan()
    {
        Tick.Refuses(Some.HistoricIncident(), TickPlanStep.Unknown);
        Assert.Null(Some.HistoricIncident().PlanOf(Some.Plans));
        Assert.Null(Some.Folded<Incident>([Some.IncidentOpened(historic: true), Some.IncidentWithdrawn()]).PlanOf(Some.Plans));
    }

    [Fact]
    public void An_incident_that_is_not_known_has_no_step() => Tick.Refuses(null, Refusals.NotFound);

    [Fact]
    public void An_incident_that_was_withdrawn_or_merged_is_not_worked_on()
    {
        Tick.Refuses(Some.Incident(Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn);
        Untick.Refuses(Some.Incident(Ticked(), Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn);
        Tick.Refuses(Some.Incident(Some.IncidentMerged()), WithdrawIncident.Merged);
    }

    [Fact]
    public void What_was_done_is_also_ticked_after_the_incident_is_over() => Tick.Yields(
        Some.Incident(Some.IncidentResolved(), new IncidentClosed("op", Some.Now, Some.Now)),
        new PlanStepTicked("theft", 1, "scene", "op", null, Some.Now, Some.Now));

    [Fact]
    public void Nobody_ticks_or_unticks_what_another_person_works_on()
    {
        var taken = Some.WorkTaken("other", WorkKind.Incident);

        Tick.Refuses(Some.Incident(taken), WorkRules.TakenByAnother);
        Untick.Refuses(Some.Incident(Ticked(20), taken), WorkRules.TakenByAnother);
        (Tick with { By = "other" }).Yields(
            Some.Incident(taken), new PlanStepTicked("theft", 1, "scene", "other", null, Some.Now, Some.Now));
    }

    [Fact]
    public void What_was_done_before_another_person_took_it_is_entered_afterwards() =>
        (Tick with { OccurredAt = Some.Before(12) }).Yields(
            Some.Incident(Some.WorkTaken("other", WorkKind.Incident)),
            new PlanStepTicked("theft", 1, "scene", "op", null, Some.Before(12), Some.Now));

    [Fact]
    public void With_another_category_comes_its_plan_and_with_the_first_one_what_was_ticked()
    {
        var fire = new IncidentCategorised(Some.CountKey("theft"), "fire", "op", Some.Before(5), Some.Before(5));
        var theft = new IncidentCategorised(Some.CountKey("fire"), "theft", "op", Some.Now, Some.Now);
        var (atFire, back) = (Some.Incident(Ticked(), fire), Some.Incident(Ticked(), fire, theft));

        Assert.Equal("fire", atFire.PlanOf(Some.Plans)!.Code);
        Assert.Empty(atFire.Ticks("fire"));
        Tick.Refuses(atFire, TickPlanStep.Unknown);
        Assert.Equal("theft", back.PlanOf(Some.Plans)!.Code);
        Assert.Equal(["scene"], back.Ticks("theft").Select(tick => tick.Step));
    }

    // Two plans have a step 'x': each its own.
    [Fact]
    public void A_step_of_one_plan_is_not_that_of_another()
    {
        var fire = new IncidentCategorised(Some.CountKey("theft"), "fire", "op", Some.Before(5), Some.Before(5));

        (Tick with { Step = "x" }).Yields(
            Some.Incident(new PlanStepTicked("theft", 1, "x", "op", null, Some.Before(10), Some.Before(10)), fire),
            new PlanStepTicked("fire", 1, "x", "op", null, Some.Now, Some.Now));
    }

    [Theory]
    [InlineData("theft", "karaganda", "2026-07-31", "theft 1")]
    [InlineData("theft", "karaganda", "2026-08-01", "theft 2")]
    [InlineData("theft", "karaganda", "2024-12-31", null)]
    [InlineData("theft", "temirtau", "2026-07-31", "theft-temirtau 1")]
    [InlineData("fire", "temirtau", "2026-07-31", "fire 1")]
    [InlineData("fight", "karaganda", "2026-07-31", null)]
    public void The_version_that_held_on_the_day_is_found_that_of_the_town_first(string category, string city, string day, string? expected)
    {
        var found = Some.Plans.Find(category, city, NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value);

        Assert.Equal(expected, found is null ? null : $"{found.Code} {found.Version}");
    }

    // It is opened on 31 July and corrected, re-categorised and ticked in August: the plan of July holds.
    [Fact]
    public void A_plan_that_changes_later_does_not_change_for_an_incident_that_is_open()
    {
        var opened = Some.IncidentOpened() with { KnownAt = new LocalDateTime(2026, 7, 31, 23, 50).WithOffset(Some.Offset) };
        var next = new LocalDateTime(2026, 8, 1, 0, 10).WithOffset(Some.Offset);
        var incident = Some.Folded<Incident>([opened, new PlanStepTicked("theft", 1, "x", "op", null, next, next)]);

        Assert.Equal(1, incident.PlanOf(Some.Plans)!.Version);
        Assert.Equal(["x"], incident.Ticks("theft").Select(tick => tick.Step));
    }

    public static TheoryData<string, ResponsePlan[]> Unusable => new()
    {
        { "hold on 2026-07-31", [Theft(1) with { Until = new(2026, 8, 1) }, Theft(2) with { From = new(2026, 7, 31) }] },
        { "hold on 2026-08-01", [Theft(1), Theft(2) with { From = new(2026, 8, 1) }] },
        { "no higher number", [Theft(2) with { Until = new(2026, 8, 1) }, Theft(1) with { From = new(2026, 8, 1) }] },
        { "hold for the same incidents", [Theft(1), Theft(1) with { Code = "other" }] },
        {
            "hold for the same incidents",
            [Theft(1) with { Cities = ["saran", "temirtau"] }, Theft(1) with { Code = "other", Cities = ["temirtau"] }]
        },
        { "two steps are called 'x'", [Some.Plan("theft", 1, new(2026, 1, 1), "theft", "x", "x")] },
        { "has not 1 to 50 steps", [Some.Plan("theft", 1, new(2026, 1, 1), "theft")] },
        { "has not 1 to 50 steps", [Some.Plan("theft", 1, new(2026, 1, 1), "theft", [.. Enumerable.Range(0, 51).Select(i => $"s{i}")])] },
        { "the code of step 1", [Some.Plan("theft", 1, new(2026, 1, 1), "theft", "Scene")] },
        { "ends before it begins", [Theft(1) with { Until = new(2026, 1, 1) }] },
        { "it has no category", [Theft(1) with { Categories = [] }] },
        { "it is for no city", [Theft(1) with { Cities = [] }] },
        { "its version", [Theft(0)] },
        { "a name is empty", [Theft(1) with { NameKk = " " }] },
    };

    [Theory, MemberData(nameof(Unusable))]
    public void Plans_that_contradict_each_other_or_say_nothing_are_refused(string why, ResponsePlan[] plans) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => new ResponsePlans(plans)).Message, StringComparison.Ordinal);

    [Fact]
    public void Plans_of_other_towns_categories_or_days_do_not_meet()
    {
        var plans = new ResponsePlans(
        [
            Theft(1) with { Until = new(2026, 8, 1) },
            Theft(1) with { Code = "later", From = new(2026, 8, 1) },
            Theft(1) with { Code = "town", Cities = ["saran"] },
            Theft(1) with { Code = "fire", Categories = ["fire"] },
        ]);

        Assert.Equal(["fire", "later", "theft", "town"], plans.All.Select(plan => plan.Code));
        Assert.Equal("town", plans.Find("theft", "saran", new(2026, 8, 2))!.Code);
    }

    private static ResponsePlan Theft(int version) => Some.Plan("theft", version, new(2026, 1, 1), "theft", "x");
}
