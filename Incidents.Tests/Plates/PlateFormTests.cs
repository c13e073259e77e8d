using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Plates;
using Incidents.Projections.Plates;
using Incidents.Projections.Signals;
using NodaTime;
using Xunit;
using PlateRead = Incidents.Projections.Plates.PlateRead;

namespace Incidents.Tests.Plates;

/// <summary>What a plate's form says, what a pattern is, how alike two plates are, and how fast a vehicle was.</summary>
public sealed class PlateFormTests
{
    [Theory]
    [InlineData("123ABC02", PlateFormat.KazakhstanThreeLetters, PlateRegion.Almaty)]
    [InlineData("123AB09", PlateFormat.KazakhstanTwoLetters, PlateRegion.KaragandaRegion)]
    [InlineData("123ABC20", PlateFormat.KazakhstanThreeLetters, PlateRegion.UlytauRegion)]
    [InlineData("123ABC21", PlateFormat.KazakhstanThreeLetters, null)]
    [InlineData("123ABC00", PlateFormat.KazakhstanThreeLetters, null)]
    [InlineData("M123BCD", PlateFormat.KazakhstanOldThreeLetters, PlateRegion.KaragandaRegion)]
    [InlineData("Z123BC", PlateFormat.KazakhstanOldTwoLetters, PlateRegion.Astana)]
    [InlineData("F123BC", PlateFormat.KazakhstanOldTwoLetters, PlateRegion.EastKazakhstanRegion)]
    [InlineData("Q123BC", PlateFormat.KazakhstanOldTwoLetters, null)]
    [InlineData("A123BC77", PlateFormat.Russia, null)]
    [InlineData("A123BC777", PlateFormat.Russia, null)]
    [InlineData("01KG123ABC", PlateFormat.Kyrgyzstan, null)]
    [InlineData("01A123BC", PlateFormat.Uzbekistan, null)]
    [InlineData("01123ABC", PlateFormat.Uzbekistan, null)]
    public void A_form_names_its_state_and_region(string plate, PlateFormat format, PlateRegion? region) =>
        Assert.Equal(new(format, region), PlateForm.Of(plate));

    [Theory]
    [InlineData("123")]
    [InlineData("123ABC02X")]
    [InlineData("123ЖЩЮ02")]
    [InlineData("١٢٣ABC02")]
    [InlineData("123ABC02\n")]
    public void Anything_else_has_no_form(string plate) => Assert.Null(PlateForm.Of(plate));

    [Theory]
    [InlineData(" 12 3-а?с** ", "123A?C*")]
    [InlineData("***123***", "*123*")]
    public void A_pattern_is_spelled_as_plates_are(string text, string pattern) =>
        Assert.Equal(pattern, PlatePattern.Of(text, "pattern", out _)!.Text);

    [Theory]
    [InlineData("O0I1B8", "001188")]
    [InlineData("", "")]
    public void Look_alikes_have_one_look(string plate, string look) => Assert.Equal(look, PlateLikeness.Look(plate));

    [Theory]
    [InlineData("123ABC09", "123ABC09", 0)]
    [InlineData("123ABC09", "132ABC09", 1)]
    [InlineData("123ABC09", "12ABC09", 1)]
    [InlineData("123ABC09", "1123ABC09", 1)]
    [InlineData("123ABC09", "321ABC09", 2)]
    [InlineData("CA", "ABC", 3)]
    [InlineData("", "AB", 2)]
    [InlineData("AB", "", 2)]
    public void A_distance_is_the_fewest_changes(string one, string other, int distance) =>
        Assert.Equal((distance, distance), (PlateLikeness.Distance(one, other), PlateLikeness.Distance(other, one)));

    // Every text that differs by random changes shares a part with what was searched for.
    [Fact]
    public void A_changed_plate_has_one_of_the_grams_that_are_looked_for()
    {
        var random = new Random(16);
        const string Signs = "0123456789ACEHKMPTXDJ";
        for (var round = 0; round < 40_000; round++)
        {
            var distance = 1 + random.Next(2);
            var plate = Text(PlateLikeness.FewestLetters(distance) + random.Next(6));
            var other = plate;
            for (var change = 0; change < distance; change++)
                other = Changed(other);
            if (PlateLikeness.Distance(plate, other) > distance)
                continue;
            Assert.True(
                PlateGrams.Of(other).Intersect(PlateGrams.Within(plate, distance)).Any(), $"{plate} and {other} at most {distance} apart");
        }

        string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Signs[random.Next(Signs.Length)]));

        string Changed(string text)
        {
            var at = random.Next(text.Length - 1);
            return random.Next(4) switch
            {
                0 => text[..at] + Signs[random.Next(Signs.Length)] + text[(at + 1)..],
                1 => text[..at] + Signs[random.Next(Signs.Length)] + text[at..],
                2 => text.Remove(at, 1),
                _ => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
            };
        }
    }

    [Fact]
    public void A_leg_without_time_is_possible_only_where_the_clocks_allow_it()
    {
        var at = new LocalDateTime(2026, 3, 1, 10, 0).WithOffset(Offset.FromHours(5));
        PlateRead Read(string device, double longitude, int seconds) => new(
            Guid.NewGuid(), SignalKind.Alert, "123ABC09", null, device, new("karaganda", null, new GeoPoint(longitude, 49.8)),
            at.PlusSeconds(seconds), at.Date, TimePrecision.Minute, at, "fight", true);
        PlateLeg Leg(PlateRead first, PlateRead second, double uncertainty) =>
            PlateTrack.Of("123ABC09", [first, second], 200, Duration.FromSeconds(uncertainty)).Legs.Single();

        var near = Leg(Read("a", 73, 0), Read("b", 73.001, 0), 10);
        Assert.Equal((null, 12.9, false), (near.KmPerHour, near.LeastKmPerHour, near.IsImpossible));
        Assert.True(Leg(Read("a", 73, 0), Read("b", 73.1, 0), 10).IsImpossible);
        Assert.True(Leg(Read("a", 73, 0), Read("b", 73.001, 0), 0).IsImpossible);
        var sameClock = Leg(Read("a", 73, 0), Read("a", 73.001, 0), 10);
        Assert.Equal((null, null, true), (sameClock.KmPerHour, sameClock.LeastKmPerHour, sameClock.IsImpossible));
        Assert.False(Leg(Read("a", 73, 0), Read("a", 73, 0), 10).IsImpossible);
        Assert.Empty(PlateTrack.Of("123ABC09", [Read("a", 73, 0)], 200, Duration.Zero).Legs);
    }
}
