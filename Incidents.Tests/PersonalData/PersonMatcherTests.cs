using Incidents.Domain;
using Xunit;

namespace Incidents.Tests.PersonalData;

public sealed class PersonMatcherTests
{
    [Theory]
    [InlineData("123ABC02", "123 авс 02")]
    [InlineData("123ABC02", "машина 123-АВС-02, белая")]
    [InlineData("123ABC02", "(123ABC02)")]
    [InlineData("123ABC02", "https://media/123abc02.jpg")]
    [InlineData("а123вс 777", "A123BC777")]
    public void A_plate_is_found_in_any_spelling(string plate, string text) => Assert.True(Of(plate, null).IsIn(text));

    [Theory]
    [InlineData("123ABC02", "5123ABC02")]
    [InlineData("123ABC0", "123ABC02")]
    [InlineData("123ABC02", "123ABC, 02 часа")]
    [InlineData("123ABC02", "")]
    [InlineData("2026", "2026-01-05")]
    public void A_plate_is_not_found_in_another_one(string plate, string text) => Assert.False(Of(plate, null).IsIn(text));

    [Theory]
    [InlineData("x257AVV04", true)]
    [InlineData("A257AVV04", true)]
    [InlineData("x_257_AVV_04", true)]
    [InlineData("257AVV04a", true)]
    [InlineData("257,AVV04", true)]
    [InlineData("(257·avv·04)", true)]
    [InlineData("5257AVV04", false)]
    [InlineData("257AVV045", false)]
    [InlineData("257AVV", false)]
    public void Within_a_name_a_plate_is_found_next_to_letters_and_with_any_separators(string text, bool isIn) =>
        Assert.Equal(isIn, Of("257AVV04", null).MayBeIn(text));

    [Fact]
    public void A_short_plate_is_found_in_its_own_field_only()
    {
        var person = Of("12A", null);
        Assert.True(person.IsPlate("12 а"));
        Assert.False(person.IsPlate("12AB"));
        Assert.False(person.IsIn("12A"));
    }

    [Theory]
    [InlineData("Иванов Иван", "потерпевший ИВАН ИВАНОВ, 1990 г.р.")]
    [InlineData("Әлия Қасымова", "Касымова Алия заявила")]
    // The second о and the а are Latin.
    [InlineData("Иванoв Ивaн", "Иванов Иван")]
    [InlineData("Fyodorov Pyotr", "fyodorov pyotr")]
    public void A_name_is_found_whatever_the_order_and_the_letters(string name, string text) => Assert.True(Of(null, name).IsIn(text));

    [Theory]
    [InlineData("Иванов Иван", "Иванов Пётр и Иван")]
    [InlineData("Иванов Иван", "Иванов Иванович")]
    [InlineData("Иванов Иван", "Иванов")]
    public void A_name_is_not_found_in_another_one(string name, string text) => Assert.False(Of(null, name).IsIn(text));

    [Theory]
    [InlineData("", null, ErrorCode.PlateMalformed)]
    [InlineData(".*", null, ErrorCode.PlateMalformed)]
    [InlineData("123ABC02|", null, ErrorCode.PlateMalformed)]
    [InlineData(null, "", ErrorCode.BadInput)]
    [InlineData(null, "Иванов", ErrorCode.BadInput)]
    [InlineData(null, "a b", ErrorCode.BadInput)]
    [InlineData(null, ".* .*", ErrorCode.BadInput)]
    [InlineData(null, "a\0b c", ErrorCode.TextMalformed)]
    public void What_would_mean_everybody_is_refused(string? plate, string? name, ErrorCode code)
    {
        Assert.Null(PersonMatcher.Of(plate, name, out var refusal));
        Assert.Equal(code, refusal!.Code);
    }

    [Fact]
    public void The_same_person_has_the_same_key_in_any_spelling()
    {
        Assert.Equal(Of("123 авс-02", null).Key, Of("123ABC02", null).Key);
        Assert.Equal(Of(null, "иванов ИВАН").Key, Of(null, "Иван Иванов").Key);
        Assert.NotEqual(Of("123ABC02", null).Key, Of("123ABC03", null).Key);
    }

    private static PersonMatcher Of(string? plate, string? name)
    {
        var person = PersonMatcher.Of(plate, name, out var refusal);
        Assert.Null(refusal);
        return person!;
    }
}
