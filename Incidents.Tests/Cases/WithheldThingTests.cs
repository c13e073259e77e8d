using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>A case that the caller sees, with attached things of a town that they do not see.</summary>
[Collection(OnSharedHost.Name)]
public sealed class WithheldThingTests(SharedHost shared)
{
    private const string Shown =
        """
        withheld timeline(first: 1000) { totalCount nodes { id event { type subjectId data } } }
        known: timeline(first: 1000, order: KNOWN) { nodes { event { subjectId data } } }
        found: timeline(filter: { text: "вокзал" }) { totalCount }
        links { nodes { key label thingId } edges { fromKey toKey text } }
        """;

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Nothing_of_them_is_shown_but_that_they_are_withheld()
    {
        var (city, elsewhere) = (await host.NewCity(), await host.NewCity());
        var owner = new CaseCaller(host, $"owner {city}", city, towns: elsewhere);
        var caller = new CaseCaller(host, $"caller {city}", city);
        var id = await owner.Open();
        await owner.Do("shareCase", $"id: \"{id}\", callerId: \"{await caller.Id()}\", name: \"caller\"");
        var reports = await host.PostLines(
            Incident(city, "рынок"), Incident(elsewhere, "вокзал"), Plates.Reads.Violation(elsewhere, 2, "630BOX09"));
        await host.CaughtUp();
        foreach (var (thing, kind) in ((int, string)[])[(0, "INCIDENT"), (1, "INCIDENT"), (2, "VIOLATION")])
            await owner.Do("attachToCase", $"id: \"{id}\", kind: {kind}, thingId: \"{reports.Id(thing)}\", reason: \"because\"");
        await host.CaughtUp();
        var then = (await owner.Read(id, "lastKnownAt")).GetProperty("lastKnownAt").GetString();

        var whole = await owner.Read(id, Shown);
        Assert.Contains("630BOX09", whole.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, whole.GetProperty("withheld").GetArrayLength());
        Assert.Equal(1, whole.GetProperty("found").GetProperty("totalCount").GetInt32());

        foreach (var seen in (JsonElement[])
        [
            await caller.Read(id, Shown),
            (await caller.Ask($$"""{ caseAsKnown(id: "{{id}}", asKnownAt: "{{then}}") { {{Shown}} } }""")).GetProperty("caseAsKnown"),
        ])
        {
            Assert.Equal(
                ((Guid[])[reports.Id(1), reports.Id(2)]).Order(),
                seen.GetProperty("withheld").EnumerateArray().Select(thing => thing.GetGuid()).Order());
            Assert.Equal(0, seen.GetProperty("found").GetProperty("totalCount").GetInt32());
            var text = seen.GetRawText();
            foreach (var foreign in (string[])["вокзал", "630BOX09", elsewhere, $"incident:{reports.Id(1)}", $"signal:{reports.Id(2)}"])
                Assert.DoesNotContain(foreign, text, StringComparison.Ordinal);
            Assert.Contains("рынок", text, StringComparison.Ordinal);
            Assert.DoesNotContain(
                seen.GetProperty("timeline").GetProperty("nodes").EnumerateArray(),
                node => node.GetProperty("event").GetProperty("subjectId").GetGuid() is var of
                    && (of == reports.Id(1) || of == reports.Id(2)));
        }

        // An entry of theirs cannot be commented on either.
        var entry = whole.GetProperty("timeline").GetProperty("nodes").EnumerateArray()
            .First(node => node.GetProperty("event").GetProperty("subjectId").GetGuid() == reports.Id(2)).GetProperty("id").GetGuid();
        Assert.Equal(
            ["NOT_FOUND"], await caller.Codes(
                $"mutation {{ starCaseEntry(id: \"{id}\", entryId: \"{entry}\", isStarred: true) {{ id }} }}"));
        var changes = (await caller.Ask(
            $$"""
            { caseChanges(id: "{{id}}", from: "2020-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z") { items { after { id reason } } } }
            """)).GetProperty("caseChanges").GetRawText();
        Assert.DoesNotContain("630BOX09", changes, StringComparison.Ordinal);
        Assert.DoesNotContain(elsewhere, changes, StringComparison.Ordinal);
    }

    private static object Incident(string city, string description) => new
    {
        source = city,
        id = $"{city}/i",
        kind = "incident",
        category = "theft",
        city,
        description,
        street = $"Проспект {city}",
        occurredAt = "2026-01-02T12:00:00+05:00",
    };
}
