using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Searches that an auditor should look at are listed with the reason.</summary>
[Collection(OnSharedHost.Name)]
public sealed class UnusualSearchTests(SharedHost shared)
{
    private const string ByPlate =
        """
        query($plates: [String!]) @purpose(reason: INVESTIGATION, reference: "a search") {
            violations(filter: { plates: $plates }) { nodes { id } } }
        """;

    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Searches_for_the_watched_for_many_plates_and_with_the_same_words_are_shown_with_the_reason()
    {
        var watched = await host.Ask(
            """
            mutation { beginWatch(subject: "901 ABC 09", reason: "staff", by: "auditor-2") { id digest reason by } }
            """);
        var watch = watched.GetProperty("beginWatch");
        Assert.DoesNotContain("901ABC09", watched.GetRawText(), StringComparison.Ordinal);
        await host.As("searcher-1", ByPlate, new { plates = new[] { "901авс09" } });
        await host.As("searcher-4", """
            query($p: [String!] = ["901ABC09"]) @purpose(reason: AUDIT, reference: "4") {
                violations(filter: { plates: $p }) { totalCount } }
            """);
        await host.As("searcher-5", """
            query @purpose(reason: AUDIT, reference: "5") { incidents(filter: { search: "авто (901.авс/09)" }) { totalCount } }
            """);
        await host.Ask("""mutation { beginWatch(subject: "Ахметов Серик", reason: "staff", by: "auditor-2") { id } }""");
        await host.As("searcher-6", """
            query @purpose(reason: AUDIT, reference: "6") { incidents(filter: { search: "Серик, АХМЕТОВ 2026" }) { totalCount } }
            """);
        await host.As("searcher-2", ByPlate, new { plates = Enumerable.Range(100, 12).Select(n => $"{n}ZZZ09") });
        var log = host.Services.GetRequiredService<IAccessLog>();
        for (var i = 0; i < 10; i++)
        {
            await log.Write(new(AccessKind.Searched, "searcher-3", "searcher-3", new JsonObject
            {
                ["purpose"] = new JsonObject { ["reason"] = "Investigation", ["reference"] = i % 2 == 0 ? "check" : "Check " },
                ["terms"] = new JsonObject { ["plates"] = new JsonArray($"{i}01YYY09", $"{i}02YYY09"), ["texts"] = new JsonArray() },
            }), Cancellation);
        }

        var found = await Unusual();
        foreach (var searcher in (string[])["searcher-1", "searcher-4", "searcher-5", "searcher-6"])
            Assert.Contains("WATCHED", found.GetValueOrDefault(searcher) ?? "");
        Assert.Contains("NO_OUTCOME", found["searcher-2"]);
        Assert.DoesNotContain("WATCHED", found["searcher-2"]);
        Assert.Contains("REPEATED_PURPOSE", found["searcher-3"]);
        Assert.Contains("MANY_PLATES_OF_REFERENCE", found["searcher-3"]);

        // Whoever acted afterwards had an outcome.
        await host.Ask(
            """
            mutation {
                openIncident(console: "c", key: "outcome", category: "theft", place: { city: "karaganda" }, by: "searcher-2") { id } }
            """);
        found = await Unusual();
        Assert.DoesNotContain("NO_OUTCOME", found.GetValueOrDefault("searcher-2") ?? "");

        await host.Ask(
            "mutation($id: UUID!) { endWatch(id: $id, reason: \"left\", by: \"auditor-2\") { id } }",
            new { id = watch.GetProperty("id").GetString() });
        Assert.DoesNotContain("WATCHED", (await Unusual()).GetValueOrDefault("searcher-1") ?? "");

        async Task<Dictionary<string, string>> Unusual()
        {
            var today = SystemClock.Instance.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["Asia/Almaty"]).Date;
            var list = (await host.Ask(
                "query($from: Date!, $until: Date!) { unusualSearches(from: $from, until: $until) { entry { callerId } reasons plates } }",
                new { from = $"{today.PlusDays(-1):yyyy-MM-dd}", until = $"{today.PlusDays(2):yyyy-MM-dd}" }))
                .GetProperty("unusualSearches");
            return list.EnumerateArray().GroupBy(s => s.GetProperty("entry").GetProperty("callerId").GetString()!)
                .ToDictionary(g => g.Key, g => string.Join(' ', g.Select(s => s.GetProperty("reasons").GetRawText())));
        }
    }
}
