using System.Text.Json;
using Incidents.Domain.Access;
using Incidents.Tests.Access;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>The one search finds the caller's cases, too: by what they say, and by what is attached to them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class CaseSearchTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Cases_are_found_by_other_forms_of_words_typing_errors_numbers_and_ids_the_very_words_first()
    {
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"searches {city}", city);
        var (theft, street) = (await caller.Open("Кража на рынке"), await caller.Open("Көшедегі ұрлық"));
        var other = await caller.Open("Robbery");
        await caller.Do("addCaseNote", $"id: \"{other}\", key: \"1\", note: \"свидетель кражи, тел. +7 (701) 555-12-34\"");
        await caller.Do("addPersonOfInterest", $"id: \"{other}\", key: \"1\", personName: \"Ержан Әлімов\"");
        await caller.Do("addVehicleOfInterest", $"id: \"{theft}\", key: \"1\", plate: \"345 АВС 09\"");
        await host.CaughtUp();
        var number = (await caller.Read(theft, "number")).GetProperty("number").GetString()!;

        Assert.Equal([$"{theft}!", $"{other}"], await Found(caller, "кража"));
        Assert.Equal([$"{other}!", $"{theft}"], await Found(caller, "кражи"));
        Assert.Equal([$"{street}"], await Found(caller, "көшенің ұрлығы"));
        Assert.Equal([$"{other}"], await Found(caller, "алимову"));
        Assert.Equal([$"{other}"], await Found(caller, "свидетлель"));
        Assert.Equal([$"{other}"], await Found(caller, "robery"));
        foreach (var typed in (string[])["87015551234", "8 701 555-12-34", "701 555 12 34"])
            Assert.Equal([$"{other}"], Plain(await Found(caller, typed)));
        foreach (var typed in (string[])["345abc09", "345-ABC-09"])
            Assert.Equal([$"{theft}"], Plain(await Found(caller, typed)));
        Assert.Equal([$"{theft}!"], await Found(caller, $"{theft}"));
        Assert.Equal([$"{theft}"], await Found(caller, $"{theft}"[..30]));
        Assert.Equal([$"{theft}!"], await Found(caller, number));
        Assert.Equal([$"{theft}"], await Found(caller, number[..^2]));
        Assert.Empty(await Found(caller, "кража ножом"));
        Assert.Empty(await Found(caller, ""));
        // The list of cases reads a text alike.
        Assert.Equal(
            2, (await caller.Ask("{ cases(filter: { text: \"кражу\" }) { totalCount } }")).GetProperty("cases").GetProperty("totalCount")
                .GetInt32());
    }

    [Fact]
    public async Task A_case_is_found_by_what_is_attached_to_it_as_far_as_the_caller_sees_that()
    {
        var (city, elsewhere) = (await host.NewCity(), await host.NewCity());
        var both = new CaseCaller(host, $"both {city}", city, towns: elsewhere);
        var caller = new CaseCaller(host, $"one {city}", city);
        var id = await both.Open();
        await both.Do("shareCase", $"id: \"{id}\", callerId: \"{await caller.Id()}\", name: \"one\"");
        var reports = await host.PostLines(
            Incident(city, "у магазина"), Incident(elsewhere, "у вокзала"), Plates.Reads.Violation(city, 2, "628BOX09"),
            Plates.Reads.Violation(elsewhere, 2, "629BOX09"));
        await host.CaughtUp();
        foreach (var (thing, kind) in ((int, string)[])[(0, "INCIDENT"), (1, "INCIDENT"), (2, "VIOLATION"), (3, "VIOLATION")])
            await both.Do("attachToCase", $"id: \"{id}\", kind: {kind}, thingId: \"{reports.Id(thing)}\", reason: \"x\"");
        await host.CaughtUp();

        foreach (var typed in (string[])["магазин", $"Проспект{city}", "628 вох 09"])
        {
            Assert.Equal([$"{id}"], Plain(await Found(both, typed)));
            Assert.Equal([$"{id}"], Plain(await Found(caller, typed)));
        }

        foreach (var typed in (string[])["вокзал", $"Проспект{elsewhere}", "629BOX09"])
        {
            Assert.Equal([$"{id}"], Plain(await Found(both, typed)));
            Assert.Empty(await Found(caller, typed));
        }

        Assert.Equal([$"{id}"], Plain(await Found(caller, "магазин", "from: \"2026-01-02\", until: \"2026-01-03\"")));
        Assert.Empty(await Found(caller, "магазин", "from: \"2026-01-03\""));
        Assert.Equal([$"{id}"], Plain(await Found(caller, "магазин", Near(49.8))));
        Assert.Empty(await Found(caller, "магазин", Near(49.9)));

        static string Near(double latitude) => FormattableString.Invariant(
            $"near: {{ latitude: {latitude}, longitude: 73.1, radiusMetres: 100 }}");
    }

    [Fact]
    public async Task Cases_of_others_are_not_found_and_change_nothing_of_what_is_found()
    {
        var city = await host.NewCity();
        var (caller, other) = (new CaseCaller(host, $"mine {city}", city), new CaseCaller(host, $"theirs {city}", city));
        var (own, theirs) = (await caller.Open("Поджог сарая"), await other.Open("Поджоз сарая"));
        await host.CaughtUp();

        // Theirs has the very word; to the caller it is a typing error.
        Assert.Equal([$"{own}"], await Found(caller, "поджоз"));
        Assert.Equal([$"{theirs}!"], await Found(other, "поджоз"));
        Assert.Empty(await Found(caller, $"{theirs}"));
        await caller.Do("shareCase", $"id: \"{own}\", callerId: \"{await other.Id()}\", name: \"other\"");
        await host.CaughtUp();
        Assert.Equal([$"{own}!", $"{theirs}!"], await Found(other, "сарая"));
    }

    [Fact]
    public async Task Who_may_see_no_cases_finds_none_and_who_states_no_purpose_neither()
    {
        const string Plain = "{ search(filter: { text: \"кража\" }) { cases { isExact } } }";
        const string Purpose = "query @purpose(reason: AUDIT, reference: \"7\") ";

        foreach (var role in (Role[])[Role.Supervisor, Role.Operator])
            Assert.Contains("ACCESS_DENIED", RoleAsker.Codes((await new RoleAsker(host, role).Ask(Purpose + Plain)).Answer));
        Assert.Equal(["PURPOSE_MISSING"], RoleAsker.Codes((await new RoleAsker(host, Role.Investigator).Ask(Plain)).Answer));
        Assert.Empty(RoleAsker.Codes((await new RoleAsker(host, Role.Investigator).Ask(Purpose + Plain)).Answer));
    }

    private static object Incident(string city, string description) => new
    {
        source = city,
        id = $"{city}/i",
        kind = "incident",
        category = "theft",
        city,
        description,
        street = $"Проспект{city}",
        longitude = 73.1,
        latitude = 49.8,
        occurredAt = "2026-01-02T12:00:00+05:00",
    };

    private static async Task<string[]> Found(CaseCaller caller, string text, string more = "")
    {
        var query = $"{{ search(filter: {{ text: {JsonSerializer.Serialize(text)} {more} }}) {{ cases {{ isExact case {{ id }} }} }} }}";
        return
        [
            .. (await caller.Ask(query)).GetProperty("search").GetProperty("cases").EnumerateArray()
                .Select(found => found.GetProperty("case").GetProperty("id").GetString()
                    + (found.GetProperty("isExact").GetBoolean() ? "!" : "")),
        ];
    }

    private static string[] Plain(string[] found) => Array.ConvertAll(found, id => id.TrimEnd('!'));
}
