using Incidents.Api.BaseMaps;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.BaseMaps;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.BaseMaps;

[Collection(OnTownHost.Name)]
public sealed class PlaceSearchTests(TownHost town)
{
    [Theory]
    [InlineData("Бұқар Жырау", "бухар-жырау", false)]
    [InlineData("ӘЛИХАН БӨКЕЙХАН", "алихан бокейхан", true)]
    [InlineData("Ёлкина  ул.", "елкина ул", true)]
    [InlineData("Қазыбек би", "казыбек би", true)]
    [InlineData("Күләш, Үңгір, Ғабит, Һалық", "кулаш унгир габит халык", true)]
    [InlineData("й", "и\u0306", true)]
    [InlineData("Café", "cafe\u0301", false)]
    [InlineData("--- !!", "", true)]
    public void Texts_fold_to_what_a_keyboard_without_Kazakh_letters_has(string text, string folded, bool areEqual) =>
        Assert.Equal(areEqual, FoldedText.Joined(text) == FoldedText.Joined(folded));

    [Theory]
    [InlineData("ержанов", "улица Ержанова", NameMatch.Prefix)]
    [InlineData("Ержанова", "улица Ержанова", NameMatch.Exact)]
    [InlineData("ул. Ержанова", "улица Ержанова", NameMatch.Exact)]
    [InlineData("ершанова", "улица Ержанова", NameMatch.Typo)]
    [InlineData("ержнова", "улица Ержанова", NameMatch.Typo)]
    [InlineData("ержжанова", "улица Ержанова", NameMatch.Typo)]
    [InlineData("еражнова", "улица Ержанова", NameMatch.Typo)]
    [InlineData("режанова", "улица Ержанова", NameMatch.Typo)]
    [InlineData("ержановаа", "улица Ержанова", NameMatch.Typo)]
    [InlineData("жырау бухар", "проспект Бухар-Жырау", NameMatch.Exact)]
    [InlineData("бухар жыр", "проспект Бухар-Жырау", NameMatch.Prefix)]
    [InlineData("бухра жырао", "проспект Бухар-Жырау", null)]
    [InlineData("ержаноффф", "улица Ержанова", null)]
    [InlineData("абв", "улица Абая", null)]
    [InlineData("улица", "улица Ержанова", null)]
    public void A_name_fits_what_is_typed_exactly_as_a_beginning_or_with_one_error(string text, string name, NameMatch? match) =>
        Assert.Equal(match, TypedName.Of(text)!.Match(name));

    // Every name that matches passes the condition that the database searches by: one error anywhere in a word.
    [Fact]
    public async Task No_typing_error_is_lost_by_the_condition_of_the_database()
    {
        const string known = "ержанова";
        var typed = Enumerable.Range(0, known.Length).SelectMany(i => new[]
        {
            known.Remove(i, 1), known.Insert(i, "щ"), $"{known[..i]}щ{known[(i + 1)..]}",
            i == 0 ? known : $"{known[..(i - 1)]}{known[i]}{known[i - 1]}{known[(i + 1)..]}",
        }).Distinct().Append(known + "щ").ToList();
        await using var connection = await town.Host.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var text in typed)
        {
            await using var command = new NpgsqlCommand { Connection = connection };
            command.CommandText = $"select {TypedName.Of(text)!.Condition(command, "' улица ержанова'")}";
            Assert.NotNull(TypedName.Of(text)!.Match("улица Ержанова"));
            Assert.True((bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!, text);
        }
    }

    [Fact]
    public async Task A_street_is_found_in_either_language_and_the_nearest_first()
    {
        Assert.Equal(
            ["STREET Бұқар жырау даңғылы (Теміртау)", "STREET Бұқар жырау даңғылы (Қарағанды)"],
            await Find("Бухар", (72.9, 50.06)));
        Assert.Equal(
            ["STREET Бұқар жырау даңғылы (Қарағанды)", "STREET Бұқар жырау даңғылы (Теміртау)"],
            await Find("букар жырау", (73.1, 49.8)));
        Assert.Equal(["STREET улица Ержанова (Қарағанды)"], await Find("Ерджанова", null));
        Assert.Equal(["PLACE Қарағанды (city)"], await Find("караганда", null));
        Assert.Empty(await Find("%", null));
        Assert.Empty(await Find("_ержанова' or 1=1", null));
    }

    [Fact]
    public async Task A_device_an_incident_and_a_street_that_incidents_name_are_found()
    {
        var city = await town.Host.NewCity();
        var number = $"2026/{city}";
        var answer = await town.Host.PostLines(new
        {
            source = "erdr",
            id = number,
            kind = "incident",
            category = "theft",
            city,
            street = "Гоголя көшесі",
            occurredAt = "2026-03-01T12:00:00+05:00",
            longitude = 73.08,
            latitude = 49.81,
        });
        Assert.Equal(["accepted"], answer.Statuses);
        await town.Host.Ask(
            """
            mutation($city: String!) { registerDevice(input: { by: "test", deviceId: "cam-017", kind: CAMERA,
              place: { city: $city, street: "Гоголя", point: { longitude: 73.081, latitude: 49.811 } } }) {
                device { id } errors { __typename } } }
            """, new { city });
        await town.Host.CaughtUp();

        Assert.Equal([$"INCIDENT {number} (theft)"], await Find(number, null));
        Assert.Equal(["DEVICE cam-017 (Гоголя)"], await Find("cam 017", null));
        Assert.Empty(await Find("cam-018", null));
        // A search of its own: the host's may have read the streets before.
        var search = ActivatorUtilities.CreateInstance<PlaceSearch>(
            town.Host.Services, ActivatorUtilities.CreateInstance<RegisterNameCache>(town.Host.Services));
        Assert.Equal(
            ["Street Гоголя көшесі", "Device cam-017"],
            (await search.Find("гоголь", new(73.08, 49.81), 10, RowSight.All, RowSight.All, TestContext.Current.CancellationToken))
                .Select(f => $"{f.Kind} {f.Name}"));
    }

    [Fact]
    public async Task Arguments_out_of_range_are_refused()
    {
        const string Query =
            "query($text: String!, $first: Int!, $near: GeoPointInput) { findPlaces(text: $text, first: $first, near: $near) { id } }";

        Assert.Equal("BAD_INPUT", (await town.Host.Refused(Query, new { text = "a", first = 0 })).Code);
        Assert.Equal("BAD_INPUT", (await town.Host.Refused(Query, new { text = "a", first = 51 })).Code);
        Assert.Equal("BAD_INPUT", (await town.Host.Refused(Query, new { text = new string('a', 201), first = 1 })).Code);
        Assert.Equal(
            "COORDINATES_OUT_OF_RANGE",
            (await town.Host.Refused(Query, new { text = "a", first = 1, near = new { longitude = 181, latitude = 0 } })).Code);
        Assert.Equal("PAGE_SIZE_OUT_OF_RANGE", (await town.Host.Refused("{ mapPlaces(first: 1001) { id } }")).Code);
    }

    private async Task<List<string>> Find(string text, (double Longitude, double Latitude)? near)
    {
        var point = near is { } p ? new { longitude = p.Longitude, latitude = p.Latitude } : null;
        var data = await town.Host.Ask(
            "query($text: String!, $near: GeoPointInput) { findPlaces(text: $text, near: $near) { kind name detail } }",
            new { text, near = point });
        return
        [
            .. data.GetProperty("findPlaces").EnumerateArray().Select(f =>
                $"{f.GetProperty("kind").GetString()} {f.GetProperty("name").GetString()} ({f.GetProperty("detail").GetString()})"),
        ];
    }
}
