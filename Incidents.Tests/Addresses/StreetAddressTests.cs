using Incidents.Domain.Language;
using Xunit;

namespace Incidents.Tests.Addresses;

/// <summary>One street is written in many ways; two streets stay two.</summary>
public class StreetAddressTests
{
    [Theory]
    [InlineData("ул. Ерубаева", "Ерубаев көшесі")]
    [InlineData("ул. Ерубаева", "Yerubayev Street")]
    [InlineData("улица Ерубаева", "Erubaev koshesi")]
    [InlineData("проспект Бухар-Жырау", "Бұқар жырау даңғылы")]
    [InlineData("пр. Бухар-Жырау", "Bukhar Zhyrau Avenue")]
    [InlineData("улица Гоголя", "Гоголь көшесі")]
    [InlineData("ул. Абая", "Abai St.")]
    [InlineData("бульвар Мира", "Мир бульвары")]
    [InlineData("ул. Комсомольская", "Komsomolskaya ul")]
    [InlineData("Шахтёров пр-т", "шахтеров проспект")]
    public void A_street_is_the_same_in_russian_kazakh_and_latin(string one, string other) =>
        Assert.Equal(StreetAddress.StreetOf(one), StreetAddress.StreetOf(other));

    [Theory]
    [InlineData("ул. Ленина", "ул. Лермонтова")]
    [InlineData("1-я улица", "2-я улица")]
    [InlineData("мкр. 15", "мкр. 16")]
    [InlineData("ул. Абая", "ул. Алалыкина")]
    public void Two_streets_stay_two(string one, string other) =>
        Assert.NotEqual(StreetAddress.StreetOf(one), StreetAddress.StreetOf(other));

    [Theory]
    [InlineData("ул. Мира, 45", StreetKind.Street)]
    [InlineData("Мир көшесі", StreetKind.Street)]
    [InlineData("проспект Мира", StreetKind.Avenue)]
    [InlineData("Мир даңғылы, 1", StreetKind.Avenue)]
    [InlineData("пр-т Мира", StreetKind.Avenue)]
    [InlineData("бульвар Мира", StreetKind.Boulevard)]
    [InlineData("пер. Мира", StreetKind.Lane)]
    [InlineData("мкр. 15, 7", StreetKind.Quarter)]
    [InlineData("Мира, 45", null)]
    [InlineData("Mira road", null)]
    [InlineData("пер. ул. Мира", null)]
    public void A_text_says_of_what_kind_its_street_is(string text, StreetKind? kind) =>
        Assert.Equal(kind, StreetAddress.KindOf(text));

    [Theory]
    [InlineData("45", "45")]
    [InlineData("45а", "45 А")]
    [InlineData("45а", "45A")]
    [InlineData("45/1", "45 к 1")]
    [InlineData("45/1", "45к1")]
    [InlineData("45/1", "д. 45 корпус 1")]
    [InlineData("45/1", "45-1")]
    public void A_house_number_is_the_same_however_it_is_spaced(string one, string other) =>
        Assert.Equal(StreetAddress.HouseOf(one), StreetAddress.HouseOf(other));

    [Theory]
    [InlineData("ул. Ерубаева, 45/1", "ул. Ерубаева", "45/1")]
    [InlineData("Ерубаев көшесі 45 үй 7", "Ерубаев көшесі 45", "7")]
    [InlineData("ул. Ерубаева, дом 45 к 1", "ул. Ерубаева", "45/1")]
    [InlineData("мкр. 15, 7", "мкр 15", "7")]
    [InlineData("ул. 30 лет Победы 5", "ул 30 лет Победы", "5")]
    public void The_house_number_is_at_the_end_of_an_address(string text, string street, string house) =>
        Assert.Equal(StreetAddress.Of(street, house), StreetAddress.Of(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ул. Ерубаева")]
    [InlineData("45")]
    [InlineData(", 45")]
    [InlineData("у вокзала")]
    public void A_text_without_street_or_house_is_no_address(string? text) => Assert.Null(StreetAddress.Of(text));

    [Fact]
    public void An_endless_text_is_no_address() => Assert.Null(StreetAddress.Of(new string('a', 100_000) + " 5"));
}
