using Incidents.Tests.Access;
using Incidents.Domain.Access;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>One box finds incidents by other forms of words, telephone numbers and plates, the very words first.</summary>
[Collection(OnSharedHost.Name)]
public sealed class WordSearchTests(SharedHost shared)
{
    private const string Query =
        """
        query ($filter: SearchFilterInput!) @purpose(reason: INVESTIGATION, reference: "order 7") {
          search(filter: $filter, first: 10) { incidents { isExact incident { sourceId } } plates { plate reads } } }
        """;

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Words_are_found_in_other_forms_and_the_very_word_comes_first()
    {
        var city = await host.NewCity();
        await host.PostLines(
            Report(1, "Кража из магазина на улице"), Report(2, "свидетель кражи"), Report(3, "видел кражу, двое"),
            Report(4, "Көшеде ұрлық болды"), Report(5, "көшенің бойы"), Report(6, "ножом в подъезде"));
        await host.CaughtUp();

        Assert.Equal("1! 3 2", await Found(city, "кража"));
        Assert.Equal("3! 2 1", await Found(city, "кражу"));
        Assert.Equal("3 2 1", await Found(city, "краже"));
        Assert.Equal("3 2 1", await Found(city, "краж"));
        Assert.Equal("5 4", await Found(city, "көше"));
        Assert.Equal("4! 5", await Found(city, "кошеде"));
        Assert.Equal("4", await Found(city, "ұрлықтың көшеден"));
        Assert.Equal("6", await Found(city, "нож подъезд"));
        Assert.Equal("1", await Found(city, "кражи магазины улицы"));
        Assert.Equal("", await Found(city, "кража ножи"));
        Assert.Equal("2", await Found(city, "свидетелю"));
        Assert.Equal("", await Found(city, ""));
        Assert.Equal("4", await Found(city, "көше", new { from = "2026-01-04", until = "2026-01-05" }));

        object Report(int day, string description) => Reported(city, day, description);
    }

    [Fact]
    public async Task Telephone_numbers_and_plates_are_found_however_they_are_written()
    {
        var city = await host.NewCity();
        await host.PostLines(
            Reported(city, 1, "звонил +7 (701) 555-12-34"), Reported(city, 2, "тел. 87015551234"), Reported(city, 3, "тел. 87015551235"),
            Reported(city, 4, "скрылся на 345 АВС 09"), Reported(city, 5, "номер 345ABC09, белая"));
        await host.CaughtUp();

        foreach (var typed in (string[])["+77015551234", "8 (701) 5551234", "701 555 12 34", "8-701-555-12-34"])
            Assert.Equal("2 1", (await Found(city, typed)).Replace("!", ""));
        foreach (var typed in (string[])["345abc09", "345 АВС 09", "345-ABC-09"])
            Assert.Equal("5 4", string.Join(' ', (await Found(city, typed)).Replace("!", "").Split(' ').OrderDescending()));
        Assert.Equal("5", (await Found(city, "белую 345 авс 09")).Replace("!", ""));
    }

    [Fact]
    public async Task The_same_box_finds_numbers_ids_and_plates_near_a_place()
    {
        var city = await host.NewCity();
        var id = (await host.PostLines(Reported(city, 1, "без слов"))).Id();
        await host.PostLines(Plates.Reads.Violation(city, 2, "628BOX09"));
        await host.CaughtUp();

        Assert.Equal("1!", await Found(city, $"{city}/1"));
        Assert.Equal("1!", await Found(city, $"{id}"));
        Assert.Equal("1", await Found(city, $"{id}"[..30]));
        Assert.Equal("1!", await Found(city, "слов", new { near = new { latitude = 49.8, longitude = 73.1, radiusMetres = 100 } }));
        Assert.Equal("", await Found(city, "слов", new { near = new { latitude = 49.9, longitude = 73.1, radiusMetres = 100 } }));
        foreach (var typed in (string[])["628 вох 09", "машина 628BOX09", "628*", "62? BOX 09"])
        {
            var plates = (await host.Ask(Query, new { filter = new { text = typed, cities = new[] { city } } })).GetProperty("search")
                .GetProperty("plates");
            Assert.Equal("""[{"plate":"628BOX09","reads":1}]""", plates.GetRawText());
        }
        foreach (var typed in (string[])["кража?", "?", "*", "a\0b?", "' or 1=1 --", new string('?', 200)])
        {
            Assert.DoesNotContain(
                RunningHost.CodeOf(await host.Answer(Query, new { filter = new { text = typed } })), (string?[])["INTERNAL", "STORE_AWAY"]);
        }
        Assert.Equal("BAD_INPUT", RunningHost.CodeOf(await host.Answer(Query, new { filter = new { text = new string('я', 201) } })));
    }

    [Fact]
    public async Task A_search_for_words_needs_the_class_of_persons_and_a_purpose()
    {
        const string Plain = "{ search(filter: { text: \"кража\" }) { incidents { isExact } } }";
        const string Purpose = "query @purpose(reason: AUDIT, reference: \"7\") ";

        Assert.Equal(["ACCESS_DENIED"], RoleAsker.Codes((await new RoleAsker(host, Role.Analyst).Ask(Purpose + Plain)).Answer));
        Assert.Equal(["PURPOSE_MISSING"], RoleAsker.Codes((await new RoleAsker(host, Role.Supervisor).Ask(Plain)).Answer));
        Assert.Empty(RoleAsker.Codes((await new RoleAsker(host, Role.Supervisor).Ask(Purpose + Plain)).Answer));
        Assert.Equal(["ACCESS_DENIED"], RoleAsker.Codes((await new RoleAsker(host, Role.Supervisor).Ask(
            Purpose + "{ search(filter: { text: \"345ABC09\" }) { plates { plate } } }")).Answer));
    }

    private static object Reported(string city, int day, string description) => new
    {
        source = city,
        id = $"{city}/{day}",
        kind = "incident",
        category = "theft",
        city,
        description,
        longitude = 73.1,
        latitude = 49.8,
        occurredAt = $"2026-01-{day:00}T12:00:00+05:00",
    };

    private async Task<string> Found(string city, string text, object? more = null)
    {
        var filter = System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        (filter["text"], filter["cities"]) = (text, new System.Text.Json.Nodes.JsonArray(city));
        var found = (await host.Ask(Query, new { filter })).GetProperty("search").GetProperty("incidents").EnumerateArray();
        return string.Join(' ', found.Select(f =>
            f.GetProperty("incident").GetProperty("sourceId").GetString()!.Split('/')[1]
            + (f.GetProperty("isExact").GetBoolean() ? "!" : "")));
    }
}
