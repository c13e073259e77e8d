using Incidents.Api.Data;
using Incidents.Domain.Upkeep;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Upkeep;

public class UpkeepRulesTests
{
    private static readonly UpkeepRules Rules = Some.UpkeepRules;

    private static OffsetDateTime At(int year, int month, int day, int hour, int minute = 0) =>
        new LocalDateTime(year, month, day, hour, minute).WithOffset(Some.Offset);

    [Fact]
    public void Hours_differ_by_class_season_and_date()
    {
        Assert.Equal(At(2026, 1, 10, 18), Rules.Deadline("snow-uncleared", StreetClass.Main, At(2026, 1, 10, 12)));
        Assert.Equal(At(2026, 7, 10, 15), Rules.Deadline("snow-uncleared", StreetClass.Main, At(2026, 7, 10, 12)));
        Assert.Equal(At(2027, 1, 1, 12), Rules.Deadline("snow-uncleared", StreetClass.Local, At(2026, 12, 31, 12)));
        Assert.Equal(At(2027, 1, 3, 12), Rules.Deadline("snow-uncleared", StreetClass.Local, At(2027, 1, 1, 12)));
    }

    [Fact]
    public void A_street_that_is_not_classed_counts_as_one_of_residents() =>
        Assert.Equal(At(2026, 7, 11, 12), Rules.Deadline("snow-uncleared", null, At(2026, 7, 10, 12)));

    [Fact]
    public void What_has_no_hours_has_no_deadline()
    {
        Assert.Null(Rules.Deadline("snow-uncleared", StreetClass.District, Some.Now));
        Assert.Null(Rules.Deadline("sign-damaged", StreetClass.Main, Some.Now));
    }

    // Nine working hours are one working day. Friday, 3 July, a weekend, and a holiday on Monday.
    [Theory]
    [InlineData(3, 9, 0, 3, 18, 0)]
    [InlineData(3, 12, 0, 7, 12, 0)]
    [InlineData(3, 20, 0, 7, 18, 0)]
    [InlineData(4, 11, 0, 7, 18, 0)]
    [InlineData(6, 10, 30, 7, 18, 0)]
    [InlineData(7, 3, 0, 7, 18, 0)]
    [InlineData(7, 17, 59, 8, 17, 59)]
    public void Working_hours_pass_on_working_days_only(int day, int hour, int minute, int dueDay, int dueHour, int dueMinute) =>
        Assert.Equal(
            At(2026, 7, dueDay, dueHour, dueMinute), Rules.Deadline("bin-overflowing", null, At(2026, 7, day, hour, minute)));

    [Fact]
    public void A_day_that_was_moved_is_a_working_day()
    {
        var moved = Rules.Calendar with { WorkingDays = [new LocalDate(2026, 7, 4)] };

        Assert.Equal(At(2026, 7, 4, 12), moved.After(At(2026, 7, 3, 12), Duration.FromHours(9)));
    }

    [Theory]
    [InlineData("Main Street", StreetClass.Main)]
    [InlineData("main  STREET, 12", StreetClass.Main)]
    [InlineData("Main Street 12", null)]
    [InlineData("Side Street, 1", null)]
    [InlineData(null, null)]
    public void A_street_is_found_by_its_name_alone_or_with_a_house(string? street, StreetClass? expected) =>
        Assert.Equal(expected, Rules.ClassOf(Some.Place with { Street = street }, new(2026, 7, 3)));

    [Fact]
    public void The_class_of_a_street_changes_on_a_day()
    {
        Assert.Equal(StreetClass.Main, Rules.ClassOf(Some.Place, new(2026, 12, 31)));
        Assert.Equal(StreetClass.District, Rules.ClassOf(Some.Place, new(2027, 1, 1)));
        Assert.Null(Rules.ClassOf(Some.Place with { City = "temirtau" }, new(2026, 7, 3)));
    }

    // One degree of latitude is 111,195 m; at 60 degrees one of longitude is half of that.
    [Fact]
    public void Distances_are_those_on_a_sphere()
    {
        Assert.Equal(111_195, PointDistance.Metres(new(73, 49), new(73, 50)), 0.5);
        Assert.Equal(55.6, PointDistance.Metres(new(73.000, 60), new(73.001, 60)), 0.05);
        Assert.Equal(0, PointDistance.Metres(new(73, 49), new(73, 49)));
    }

    [Fact]
    public void The_rules_that_come_with_the_program_know_hours_for_every_kind_and_class()
    {
        Assert.NotEmpty(UpkeepCatalogue.Rules.Kinds);
        foreach (var kind in UpkeepCatalogue.Rules.Kinds)
        {
            foreach (var streetClass in Enum.GetValues<StreetClass>())
            {
                foreach (var day in (OffsetDateTime[])[At(2026, 1, 10, 12), At(2026, 7, 10, 12)])
                    Assert.True(UpkeepCatalogue.Rules.Deadline(kind.Code, streetClass, day) is not null, $"{kind.Code}, {streetClass}");
            }
        }
    }
}
