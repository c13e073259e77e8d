using System.Text.Json;
using Incidents.Projections.Dispatch;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Incidents are found by number and by words, however these are written.</summary>
[Collection(OnSharedHost.Name)]
public sealed class RegisterSearchTests(SharedHost shared)
{
    private const string Query =
        """
        query ($filter: IncidentFilterInput!) @purpose(reason: AUDIT, reference: "order 7") {
          incidents(filter: $filter, first: 100) { totalCount nodes { sourceId } } }
        """;

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Incidents_are_found_by_number_words_street_district_and_device()
    {
        var city = await host.NewCity();
        var mark = city.Replace("-", "", StringComparison.Ordinal);
        var sent = await host.PostLines(
            Report(1, district: "Қазыбек би", street: "улица Ерубаева, 45а", description: $"Кража велосипеда {mark}"),
            Report(2, district: "казыбек БИ", street: "ул. Ерубаева", device: "CAM-7/Ё"),
            Report(3, district: "Октябрьский", street: "Бульвар Мира", description: "кража кошелька; ёлочный базар"),
            Report(4, description: "' OR 1=1; -- \\ %_ «tsquery» & | ! :* 'x':*"));
        Assert.All(sent.Statuses, s => Assert.Equal("accepted", s));
        await host.CaughtUp();

        Assert.Equal([1, 2], await Found("Қазыбек"));
        Assert.Equal([1, 2], await Found("казыбек"));
        Assert.Equal([1, 2], await Found("КАЗЫ"));
        Assert.Equal([1, 3], await Found("краж"));
        Assert.Equal([1], await Found("кража ерубаева"));
        Assert.Equal([1], await Found("ерубаева кража 45а"));
        Assert.Equal([], await Found("кража ерубаева мира"));
        Assert.Equal([3], await Found("елочн"));
        Assert.Equal([2], await Found("cam-7"));
        Assert.Equal([2], await Found("cam 7 е"));
        Assert.Equal([1], await Found(mark.ToUpperInvariant()));
        Assert.Equal([1, 2, 3, 4], await Found(city));
        Assert.Equal([3], await Found($"{city}/3-"));
        Assert.Equal([4], await Found($"{sent.Id(3)}"));
        Assert.Contains(4, await Found($"{sent.Id(3)}"[..9]));
        Assert.Equal([4], await Found("TSQUERY"));
        Assert.Equal([1, 2, 3, 4], await Found("  "));
        Assert.Equal([4], await Found("' OR 1=1; --"));
        Assert.Equal([], await Found("!!!"));
        Assert.Equal([], await Found("%"));
        // One letter wrong, missing, too many, or exchanged with the next; in a word of five letters or more that nobody wrote.
        foreach (var typed in (string[])["казыбйк", "казбек", "казыыбек", "акзыбек", "казыбекк", "қызыбек"])
            Assert.Equal([1, 2], await Found(typed));
        Assert.Equal([], await Found("кизыбик"));
        Assert.Equal([], await Found("мыра"));
        Assert.Equal([1], await Found("велосепед ерубаева"));

        object Report(int number, string? district = null, string? street = null, string? description = null, string? device = null) => new
        {
            source = city,
            id = $"{city}/{number}-x",
            kind = "incident",
            category = "theft",
            city,
            district,
            street,
            description,
            deviceId = device,
            occurredAt = $"2026-01-0{number}T12:00:00+05:00",
        };

        async Task<List<int>> Found(string search)
        {
            var found = (await host.Ask(Query, new { filter = new { cities = new[] { city }, search } })).GetProperty("incidents");
            List<int> numbers = [.. found.GetProperty("nodes").EnumerateArray().Select(Number).Order()];
            Assert.Equal(numbers.Count, found.GetProperty("totalCount").GetInt32());
            return numbers;
        }

        int Number(JsonElement node) => int.Parse(node.GetProperty("sourceId").GetString()!.Split('/')[1].Split('-')[0]);
    }

    [Fact]
    public async Task District_and_device_are_compared_without_regard_to_case_and_to_letters_alike()
    {
        var city = await host.NewCity();
        await host.PostLines(
            new (string?, string?)[] { ("Қазыбек би", "Cam-1"), ("казыбек би", "CAM-1"), ("Казыбек", "cam-12"), (null, null) }
                .Select((d, i) => new
                {
                    source = city,
                    id = $"{i}",
                    kind = "incident",
                    category = "theft",
                    city,
                    district = d.Item1,
                    deviceId = d.Item2,
                    occurredAt = "2026-01-01T12:00:00+05:00",
                }));
        await host.CaughtUp();

        foreach (var name in (string[])["Қазыбек би", "қазыбек БИ", "Казыбек би", " казыбек  би"])
            Assert.Equal(2, await Count(new { cities = new[] { city }, districts = new[] { name } }));
        Assert.Equal(1, await Count(new { cities = new[] { city }, districts = new[] { "қазыбек" } }));
        Assert.Equal(3, await Count(new { cities = new[] { city }, districts = new[] { "Қазыбек", "Қазыбек би" } }));
        Assert.Equal(2, await Count(new { cities = new[] { city }, deviceIds = new[] { "cam-1" } }));
        Assert.Equal(0, await Count(new { cities = new[] { city }, deviceIds = Array.Empty<string>() }));
    }

    // A correction of the place takes the words of the old one away; the words of the description stay.
    [Fact]
    public async Task An_incident_is_found_by_what_it_is_now()
    {
        var city = await host.NewCity();
        var id = (await host.PostLines(new
        {
            source = city,
            id = "1",
            kind = "incident",
            category = "theft",
            city,
            street = "Абая",
            description = "Драка",
            occurredAt = "2026-01-01T12:00:00+05:00",
        })).Id();
        await host.Ask(
            $$"""
            mutation { correctIncident(
                id: "{{id}}", by: "op", reason: "x", place: { city: "{{city}}", street: "Гоголя" }) { id } }
            """);
        await host.CaughtUp();

        Assert.Equal(0, await Count(new { cities = new[] { city }, search = "абая" }));
        Assert.Equal(1, await Count(new { cities = new[] { city }, search = "гоголя драка" }));
        await host.Ask($$"""mutation { withdrawIncident(id: "{{id}}", by: "op", reasonCode: "x") { id } }""");
        await host.CaughtUp();
        Assert.Equal(1, await Count(new { cities = new[] { city }, search = "драка" }));
        Assert.Equal(0, await Count(new { cities = new[] { city }, search = "драка", isCounted = true }));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(201, "BAD_INPUT")]
    public async Task A_search_has_at_most_200_characters(int letters, string? code)
    {
        var answer = await host.Answer(Query, new { filter = new { search = new string('я', letters) } });

        Assert.Equal(code, RunningHost.CodeOf(answer));
    }

    [Fact]
    public async Task Many_short_and_strange_words_are_searched_for_in_time()
    {
        var letters = string.Join(' ', "абвгдежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz0123456789".ToCharArray());
        var oneWord = string.Concat(Enumerable.Repeat("абвгд", 40));
        foreach (var search in (string[])[letters, oneWord, "\u202e\ufeff\u0301", "𐐀𐐨 😀", "\n\r\t"])
            Assert.Null(RunningHost.CodeOf(await host.Answer(Query, new { filter = new { search } })));
        Assert.NotNull(RunningHost.CodeOf(await host.Answer(Query, new { filter = new { search = "a\0b" } })));
    }

    [Theory]
    [InlineData("кража")]
    [InlineData("theft")]
    [InlineData("аааааа")]
    public void Words_with_one_error_are_those_at_a_distance_of_one(string word)
    {
        var variants = RegisterSearch.WithOneError(word);

        Assert.DoesNotContain(word, variants);
        Assert.All(variants, variant => Assert.Equal(1, Distance(word, variant)));
        var letters = word[0] > 'z' ? 32 : 26;
        var neighbours = Enumerable.Range(0, word.Length - 1).Count(i => word[i] != word[i + 1]);
        // Each letter by another, each letter missing (one of a run), each letter too many (one beside a run of it), and exchanges.
        var runs = word.Where((c, i) => i == 0 || word[i - 1] != c).Count();
        Assert.Equal(word.Length * (letters - 1) + runs + (word.Length + 1) * letters - word.Length + neighbours, variants.Count);
    }

    private async Task<int> Count(object filter) =>
        (await host.Ask(Query, new { filter })).GetProperty("incidents").GetProperty("totalCount").GetInt32();

    // Insertions, deletions, substitutions and exchanges of neighbours.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
