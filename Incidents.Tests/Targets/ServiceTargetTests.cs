using Incidents.Domain.Access;
using Incidents.Domain.Targets;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Targets;

/// <summary>Which target is in force for a thing, and which settings are none.</summary>
public class ServiceTargetTests
{
    private static readonly LocalDate Day = new(2026, 7, 3);

    [Fact]
    public void A_target_is_in_force_for_its_kind_category_city_and_days()
    {
        var target = Some.AnswerTarget with
        {
            From = new(2026, 7, 3),
            Until = new(2026, 7, 5),
            Categories = ["sos"],
            Cities = ["karaganda"],
        };
        ServiceTargets targets = new([target]);

        Assert.Equal([target], targets.Of(TargetSubject.SosCall, "sos", "karaganda", Day));
        Assert.Equal([target], targets.Of(TargetSubject.SosCall, "sos", "karaganda", Day.PlusDays(1)));
        Assert.Empty(targets.Of(TargetSubject.SosCall, "sos", "karaganda", Day.PlusDays(-1)));
        Assert.Empty(targets.Of(TargetSubject.SosCall, "sos", "karaganda", Day.PlusDays(2)));
        Assert.Empty(targets.Of(TargetSubject.Incident, "sos", "karaganda", Day));
        Assert.Empty(targets.Of(TargetSubject.SosCall, "fire", "karaganda", Day));
        Assert.Empty(targets.Of(TargetSubject.SosCall, "sos", "temirtau", Day));
    }

    [Fact]
    public void A_standard_that_changes_is_two_targets_of_one_name_and_a_thing_has_that_of_its_day()
    {
        var before = Some.AnswerTarget with { WithinSeconds = 15, Until = Day };
        var after = Some.AnswerTarget with { From = Day };
        ServiceTargets targets = new([after, before]);

        Assert.Equal(15, Assert.Single(targets.Of(TargetSubject.SosCall, "sos", "karaganda", Day.PlusDays(-1))).WithinSeconds);
        Assert.Equal(10, Assert.Single(targets.Of(TargetSubject.SosCall, "sos", "karaganda", Day)).WithinSeconds);
    }

    public static TheoryData<string, ServiceTarget> Hostile => new()
    {
        { "a blank name", Some.AnswerTarget with { Name = "" } },
        { "no category at all", Some.AnswerTarget with { Categories = [] } },
        { "no city at all", Some.AnswerTarget with { Cities = [] } },
        { "a name in capitals", Some.AnswerTarget with { Name = "Answer" } },
        { "an endless name", Some.AnswerTarget with { Name = new('a', 41) } },
        { "no time at all", Some.AnswerTarget with { WithinSeconds = 0 } },
        { "a negative time", Some.AnswerTarget with { WithinSeconds = -10 } },
        { "more than 31 days", Some.AnswerTarget with { WithinSeconds = ServiceTarget.MostSeconds + 1 } },
        { "a step that there is not", Some.AnswerTarget with { Step = (TargetStep)9 } },
        { "an end before its beginning", Some.AnswerTarget with { Until = new(2026, 1, 1) } },
        { "a category that is none", Some.AnswerTarget with { Categories = ["sos", "S O S"] } },
        { "a city without a name", Some.AnswerTarget with { Cities = [" "] } },
        { "a level before the target", Some.AnswerTarget with { Levels = [new(-1, Role.Supervisor)] } },
        { "two levels at once", Some.AnswerTarget with { Levels = [new(5, Role.Supervisor), new(5, Role.Operator)] } },
        { "a level on nobody", Some.AnswerTarget with { Levels = [new(0)] } },
        { "a level on two", Some.AnswerTarget with { Levels = [new(0, Role.Supervisor, "Aigul")] } },
        { "a level on a role that there is not", Some.AnswerTarget with { Levels = [new(0, (Role)99)] } },
        { "a level on half a surrogate pair", Some.AnswerTarget with { Levels = [new(0, Person: "a\uD83D")] } },
        {
            "eleven levels",
            Some.AnswerTarget with { Levels = [.. Enumerable.Range(0, 11).Select(i => new EscalationLevel(i, Role.Supervisor))] }
        },
    };

    [Theory, MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void A_target_that_cannot_be_used_is_refused_by_name(string what, ServiceTarget target)
    {
        Assert.True(target.Fault() is not null, what);
        Assert.Throws<ArgumentException>(() => new ServiceTargets([target]));
    }

    [Fact]
    public void Two_targets_of_one_name_are_not_in_force_on_the_same_day_and_are_of_one_step()
    {
        Assert.Contains(
            "are in force on 2026-07-03",
            Assert.Throws<ArgumentException>(() => new ServiceTargets([Some.AnswerTarget, Some.AnswerTarget with { From = Day }])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "is of two steps",
            Assert.Throws<ArgumentException>(() => new ServiceTargets(
                [Some.AnswerTarget with { Until = Day }, Some.DispatchTarget with { Name = "answer-10", From = Day }])).Message,
            StringComparison.Ordinal);
    }
}
