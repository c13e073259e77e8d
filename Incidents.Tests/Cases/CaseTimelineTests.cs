using System.Text.Json;
using Incidents.Tests.Postgres;
using Incidents.Tests.Values;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>The timeline of a case through GraphQL, over a host of its own.</summary>
public sealed class CaseTimelineTests(PostgresFixture postgres) : IAsyncLifetime
{
    private RunningHost host = null!;
    private string city = "";
    private CaseCaller caller = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        host = await RunningHost.Start(await postgres.CreateDatabase());
        city = await host.NewCity();
        caller = new(host, $"investigator {city}", city);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Many_sources_stand_in_one_order_with_their_clocks()
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var id = await caller.Open();
        var hour = Duration.FromHours(1);
        var alerts = await Alerts(now - hour - hour, now - hour, now - hour + Duration.FromSeconds(9));
        foreach (var alert in alerts)
            await Attach(id, "ALERT", alert);
        await caller.Do(
            "addCaseNote", $"id: \"{id}\", key: \"1\", note: \"a witness\", occurredAt: \"{Text(now - Duration.FromHours(3))}\"");
        await host.CaughtUp();

        var nodes = (await caller.Timeline(
            id, "first: 100", "event { type occurredAt knownAt by enteredBy } clock { kind name receiptSeconds uncertaintySeconds }"))
            .GetProperty("nodes").EnumerateArray().ToArray();
        Assert.Equal(
            ["case_item_added", "alert_raised", "alert_raised", "alert_raised", "case_opened"],
            nodes.Take(5).Select(node => node.GetProperty("event").GetProperty("type").GetString()));
        Assert.Equal(
            ["PERSON", "DEVICE", "DEVICE", "DEVICE", "CENTRE"],
            nodes.Take(5).Select(node => node.GetProperty("clock").GetProperty("kind").GetString()));
        // Two cameras, nine seconds apart: their clocks do not tell which came first. An hour apart they do.
        Assert.Equal(
            [false, false, false, true, false], nodes.Take(5).Select(node => node.GetProperty("isOrderUnknown").GetBoolean()));
        Assert.Equal(300, nodes[1].GetProperty("clock").GetProperty("uncertaintySeconds").GetDouble());
        Assert.Equal("cam-0", nodes[1].GetProperty("clock").GetProperty("name").GetString());

        var known = (await caller.Timeline(id, "first: 100, order: KNOWN")).GetProperty("nodes").EnumerateArray().ToArray();
        Assert.All(known, node => Assert.False(node.GetProperty("isOrderUnknown").GetBoolean()));
        Assert.Equal(
            ["case_opened", "alert_raised", "alert_raised", "alert_raised", "case_item_added"],
            known.Take(5).Select(node => node.GetProperty("event").GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_page_after_a_cursor_goes_on_where_the_one_before_ended_also_backwards()
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var id = await caller.Open();
        foreach (var alert in await Alerts([.. Enumerable.Range(1, 9).Select(i => now - Duration.FromMinutes(i / 2))]))
            await Attach(id, "ALERT", alert);
        await host.CaughtUp();
        var whole = await Ids("first: 100");
        var unknown = (await caller.Timeline(id)).GetProperty("nodes").EnumerateArray()
            .ToDictionary(node => node.GetProperty("id").GetGuid(), node => node.GetProperty("isOrderUnknown").GetBoolean());

        Assert.Equal(19, whole.Length);
        foreach (var backwards in (bool[])[false, true])
        {
            var (found, cursor) = (new List<Guid>(), (string?)null);
            for (var more = true; more;)
            {
                var arguments = backwards
                    ? $"last: 4{(cursor is null ? "" : $", before: \"{cursor}\"")}"
                    : $"first: 4{(cursor is null ? "" : $", after: \"{cursor}\"")}";
                var page = (await caller.Read(id, $$"""
                    timeline({{arguments}}) { pageInfo { startCursor endCursor hasNextPage hasPreviousPage } nodes { id isOrderUnknown } }
                    """)).GetProperty("timeline");
                var nodes = page.GetProperty("nodes").EnumerateArray().ToArray();
                found.InsertRange(backwards ? 0 : found.Count, nodes.Select(node => node.GetProperty("id").GetGuid()));
                Assert.All(nodes, node => Assert.Equal(
                    unknown[node.GetProperty("id").GetGuid()], node.GetProperty("isOrderUnknown").GetBoolean()));
                cursor = page.GetProperty("pageInfo").GetProperty(backwards ? "startCursor" : "endCursor").GetString();
                more = page.GetProperty("pageInfo").GetProperty(backwards ? "hasPreviousPage" : "hasNextPage").GetBoolean();
            }

            Assert.Equal(whole, found);
        }

        async Task<Guid[]> Ids(string arguments) =>
        [
            .. (await caller.Timeline(id, arguments)).GetProperty("nodes").EnumerateArray()
                .Select(node => node.GetProperty("id").GetGuid()),
        ];
    }

    [Fact]
    public async Task Filters_stars_comments_and_views_show_what_they_say()
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var id = await caller.Open();
        var alert = (await Alerts(now - Duration.FromHours(1)))[0];
        await Attach(id, "ALERT", alert);
        await caller.Do("addCaseNote", $"id: \"{id}\", key: \"1\", note: \"Видел ЁЛКУ 100%\"");
        await host.CaughtUp();

        Assert.Equal(["alert_raised"], await caller.Types(id, "filter: { kinds: [\"alert_raised\"] }"));
        Assert.Equal(["alert_raised"], await caller.Types(id, $"filter: {{ sourceIds: [\"{alert}\"] }}"));
        Assert.Equal(["case_item_added"], await caller.Types(id, "filter: { text: \"елку 100%\" }"));
        Assert.Empty(await caller.Types(id, "filter: { text: \"елку_100\" }"));
        Assert.Equal(["alert_raised"], await caller.Types(id, $"filter: {{ until: \"{Text(now - Duration.FromMinutes(30))}\" }}"));
        var entry = (await caller.Timeline(id)).GetProperty("nodes")[0].GetProperty("id").GetGuid();
        await caller.Do("starCaseEntry", $"id: \"{id}\", entryId: \"{entry}\", isStarred: true");
        await caller.Do("commentCaseEntry", $"id: \"{id}\", entryId: \"{entry}\", key: \"1\", note: \"the same car\"");
        foreach (var rest in (string[])["starCaseEntry(isStarred: true, ", "commentCaseEntry(key: \"2\", note: \"x\", "])
        {
            Assert.Equal(
                ["NOT_FOUND"], await caller.Codes($"mutation {{ {rest}id: \"{id}\", entryId: \"{Guid.NewGuid()}\") {{ id }} }}"));
        }

        var stars = await caller.Timeline(id, "filter: { isStarred: true }", "isStarred comments { note by } event { type }");
        var starred = Assert.Single(stars.GetProperty("nodes").EnumerateArray());
        Assert.Equal(entry, starred.GetProperty("id").GetGuid());
        Assert.Equal("the same car", Assert.Single(starred.GetProperty("comments").EnumerateArray()).GetProperty("note").GetString());

        await caller.Do("saveCaseView", $"id: \"{id}\", name: \"stars\", filter: {{ isStarred: true }}, order: KNOWN");
        var view = (await caller.Read(id, "views { name filter { isStarred isByKnown } }")).GetProperty("views")[0];
        Assert.True(view.GetProperty("filter").GetProperty("isByKnown").GetBoolean());
        await caller.Do("removeCaseView", $"id: \"{id}\", name: \"stars\"");
        Assert.Equal(["CASE_VIEW_UNKNOWN"], await caller.Codes($$"""mutation { removeCaseView(id: "{{id}}", name: "stars") { id } }"""));
        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);
    }

    [Theory]
    [InlineData("timeline(first: 1001)", "PAGE_SIZE_OUT_OF_RANGE")]
    [InlineData("timeline(first: 10, last: 10)", "PAGE_DIRECTION_AMBIGUOUS")]
    [InlineData("timeline(after: \"x\")", "CURSOR_MALFORMED")]
    [InlineData("timeline(branchId: \"11111111-1111-1111-1111-111111111111\")", "CASE_BRANCH_UNKNOWN")]
    [InlineData("links(first: 501)", "BAD_INPUT")]
    [InlineData("links(first: 0)", "BAD_INPUT")]
    public async Task A_timeline_and_a_chart_have_limits(string field, string code)
    {
        var id = await caller.Open();
        Assert.Equal([code], await caller.Codes($"{{ case(id: \"{id}\") {{ {field} {{ __typename }} }} }}"));
    }

    [Fact]
    public async Task A_filter_of_a_timeline_has_limits()
    {
        var id = await caller.Open();
        var (many, text) = (string.Join(',', Enumerable.Repeat("\"x\"", 101)), new string('x', 501));
        var ids = string.Join(',', Enumerable.Repeat($"\"{Guid.NewGuid()}\"", 101));
        foreach (var filter in (string[])[$"kinds: [{many}]", $"sourceIds: [{ids}]", $"text: \"{text}\""])
        {
            Assert.Single(await caller.Codes($"{{ case(id: \"{id}\") {{ timeline(filter: {{ {filter} }}) {{ totalCount }} }} }}"));
            Assert.Single(await caller.Codes(
                $"mutation {{ saveCaseView(id: \"{id}\", name: \"x\", filter: {{ {filter} }}) {{ id }} }}"));
        }
    }

    [Fact]
    public async Task An_attached_incident_brings_its_signals_and_a_chart_says_what_connects_them()
    {
        var id = await caller.Open();
        var alert = (await Alerts(SystemClock.Instance.GetCurrentInstant() - Duration.FromHours(1)))[0];
        var incident = (await host.Ask(
            $$"""
            mutation { openIncident(console: "c", key: "1", category: "theft", description: "Ivan Petrov ran off",
                signal: { kind: ALERT, id: "{{alert}}" }, place: { city: "{{city}}", street: "Main street" }) { id } }
            """)).GetProperty("openIncident").GetProperty("id").GetGuid();
        await Attach(id, "INCIDENT", incident);
        await caller.Do("addPersonOfInterest", $"id: \"{id}\", key: \"1\", personName: \"Petrov Ivan\"");
        await host.CaughtUp();

        var raised = (await caller.Timeline(id, "filter: { kinds: [\"alert_raised\"] }", "viaIncidentId")).GetProperty("nodes")[0];
        Assert.Equal(incident, raised.GetProperty("viaIncidentId").GetGuid());
        const string Chart = "nodes { key kind label } edges { fromKey toKey reason field eventId } isCut";
        var chart = (await caller.Read(id, $"links {{ {Chart} }}")).GetProperty("links");
        var edges = chart.GetProperty("edges").EnumerateArray()
            .Select(edge => $"{Kind(edge, "fromKey")} {edge.GetProperty("reason")} {Kind(edge, "toKey")}");
        Assert.Equal(
            ["case IN_CASE incident", "case IN_CASE person", "incident HAPPENED place", "incident LINKED signal", "person NAMED incident",
                "signal REPORTED device"],
            edges.Order(StringComparer.Ordinal));
        Assert.False(chart.GetProperty("isCut").GetBoolean());
        var cut = (await caller.Read(id, $"links(first: 2) {{ {Chart} }}")).GetProperty("links");
        Assert.True(cut.GetProperty("isCut").GetBoolean());
        Assert.Equal(2, cut.GetProperty("nodes").GetArrayLength());

        static string Kind(JsonElement edge, string end) => edge.GetProperty(end).GetString()!.Split(':')[0];
    }

    [Fact]
    public async Task A_case_is_shown_as_it_stood_and_compared_with_itself()
    {
        var id = await caller.Open();
        await caller.Do("addCaseNote", $"id: \"{id}\", key: \"1\", note: \"one\"");
        var then = (await caller.Read(id, "lastKnownAt")).GetProperty("lastKnownAt").GetString();
        await caller.Do("addCaseTag", $"id: \"{id}\", tag: \"later\"");
        await caller.Do("closeCase", $"id: \"{id}\", reason: \"done\"");

        var known = (await caller.Ask(
            $$"""{ caseAsKnown(id: "{{id}}", asKnownAt: "{{then}}") { caseId status version items { kind } timeline { totalCount } } }"""))
            .GetProperty("caseAsKnown");
        Assert.Equal("OPEN", known.GetProperty("status").GetString());
        Assert.Equal(2, known.GetProperty("version").GetInt32());
        Assert.Equal("NOTE", Assert.Single(known.GetProperty("items").EnumerateArray()).GetProperty("kind").GetString());
        Assert.Equal(2, known.GetProperty("timeline").GetProperty("totalCount").GetInt32());
        var changes = (await caller.Ask(
            $$"""
            { caseChanges(id: "{{id}}", from: "{{then}}", until: "2100-01-01T00:00:00Z") {
                statusBefore status eventCount items { before { id } after { kind tag } } } }
            """)).GetProperty("caseChanges");
        Assert.Equal(
            """{"statusBefore":"OPEN","status":"CLOSED","eventCount":2,"items":[{"before":null,"after":{"kind":"TAG","tag":"later"}}]}""",
            JsonSerializer.Serialize(changes));
        Assert.Equal(
            ["BAD_INPUT"],
            await caller.Codes($$"""{ caseChanges(id: "{{id}}", from: "{{then}}", until: "2026-01-01T00:00:00Z") { status } }"""));
    }

    [Fact]
    public async Task Evidence_keeps_its_custody_and_its_hold()
    {
        var id = await caller.Open();
        var hash = new string('a', 64);
        var evidence = (await caller.Do(
            "referToEvidence",
            $"id: \"{id}\", key: \"1\", fileName: \"clip.mp4\", mediaType: \"video/mp4\", uri: \"https://clips/1\", sha256: \"{hash}\"",
            "evidence { id }"))
            .GetProperty("evidence")[0].GetProperty("id").GetGuid();
        await caller.Do("placeEvidenceHold", $"id: \"{id}\", reason: \"in court\", evidenceId: \"{evidence}\"");
        await caller.Do("closeCase", $"id: \"{id}\", reason: \"done\"");
        await caller.Do("recordCustody", $"id: \"{id}\", evidenceId: \"{evidence}\", action: HANDED_OVER, to: \"the court\"");
        await caller.Do("withdrawEvidence", $"id: \"{id}\", evidenceId: \"{evidence}\", reason: \"wrong file\"");

        var item = (await caller.Read(id, "evidence { sha256 isHeld isWithdrawn custody { kind to note by } }")).GetProperty("evidence")[0];
        Assert.True(item.GetProperty("isHeld").GetBoolean() && item.GetProperty("isWithdrawn").GetBoolean());
        Assert.Equal(
            ["hold_placed", "handed_over", "withdrawn"],
            item.GetProperty("custody").EnumerateArray().Select(step => step.GetProperty("kind").GetString()));
        foreach (var (of, action, code) in ((Guid, string, string)[])
            [(Guid.NewGuid(), "VIEWED", "EVIDENCE_UNKNOWN"), (evidence, "RETURNED", "BLANK")])
        {
            Assert.Equal(
                [code], await caller.Codes(
                    $"mutation {{ recordCustody(id: \"{id}\", evidenceId: \"{of}\", action: {action}) {{ id }} }}"));
        }
    }

    private async Task<Guid[]> Alerts(params Instant[] moments)
    {
        var answer = await host.PostLines(moments.Select((at, i) => new
        {
            source = $"s{city}",
            id = $"{Text(at)} {i}",
            kind = "alert",
            city,
            category = "loitering",
            deviceId = $"cam-{i}",
            occurredAt = Text(at),
        }));
        Assert.All(answer.Statuses, status => Assert.Equal("accepted", status));
        return [.. moments.Select((_, i) => answer.Id(i))];
    }

    private Task Attach(Guid id, string kind, Guid thing) =>
        caller.Do("attachToCase", $"id: \"{id}\", kind: {kind}, thingId: \"{thing}\", reason: \"seen nearby\"");

    private static string Text(Instant moment) => InstantPattern.ExtendedIso.Format(moment);
}
