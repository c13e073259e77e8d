using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>Reports under an id that was used before: the same ones, and others.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ConflictTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task The_same_content_is_a_duplicate_however_it_is_written()
    {
        var city = await host.NewCity();
        var (ids, where) = ($"\"source\":\"{city}\",\"id\":\"1\",\"kind\":\"alert\"", $"\"city\":\"{city}\",\"category\":\"fight\"");
        string[] same =
        [
            $$"""{{{ids}},{{where}},"confidence":0.5,"longitude":73.1,"latitude":49.8,"occurredAt":"2026-01-05T10:00:00+05:00"}""",
            $$""" { "occurredAt" : "2026-01-05T05:00:00Z", "latitude":49.80, "longitude":7.31e1, "confidence":0.5, {{where}}, {{ids}} } """,
            $$"""{{{ids}},{{where}},"confidence":5e-1,"longitude":73.1,"latitude":49.8,"occurredAt":"2026-01-05T10:00:00.000000"}""",
            $$"""{"unknown":1,"deviceId":"","street":null,"phase":"raised",{{where}},"confidence":0.5,{{ids}}"""
                + """,  "longitude":73.1,"latitude":49.8,"occurredAt":"2026-01-05T12:00:00+07:00"}""",
        ];
        var answers = await host.Post(string.Join('\n', same), "application/x-ndjson");
        Assert.Equal(["accepted", "duplicate", "duplicate", "duplicate"], answers.Statuses);
        Assert.All(
            (await host.Post(string.Join('\n', same), "application/x-ndjson")).Statuses, status => Assert.Equal("duplicate", status));
    }

    [Fact]
    public async Task Other_content_is_a_conflict_that_names_the_fields_and_is_kept_with_its_bytes()
    {
        var city = await host.NewCity();
        string Report(string category, string street) =>
            $$"""{"source":"{{city}}","id":"1","kind":"incident","city":"{{city}}","category":"{{category}}","""
            + $"\"street\":\"{street}\",\"occurredAt\":\"2026-01-05T10:00:00\"}}";
        var first = await host.Post(Report("theft", "A"));
        var other = Report("robbery", "B");

        var alone = await host.Post(other);
        var among = await host.Post($"[{other},{Report("theft", "A")}]");

        Assert.Equal((409, 200), (alone.Status, among.Status));
        Assert.Equal(["conflict", "duplicate"], among.Statuses);
        Assert.Equal(first.Id(), alone.Id());
        Assert.Equal("REPORT_CONFLICT", alone.Codes.Single());
        Assert.Equal(["category", "street"], Differences(alone));
        var letters = await host.Ask(
            "query ($source: String!) { deadLetters(source: $source) { nodes { id code field text times } } }", new { source = city });
        var letter = Assert.Single(letters.GetProperty("deadLetters").GetProperty("nodes").EnumerateArray());
        Assert.Equal(("REPORT_CONFLICT", "category", other, 2),
            (letter.GetProperty("code").GetString(), letter.GetProperty("field").GetString(), letter.GetProperty("text").GetString(),
                letter.GetProperty("times").GetInt32()));
        // What was accepted first stays, also after a replay.
        var replayed = await host.Ask(
            "mutation ($ids: [UUID!]) { replayDeadLetters(ids: $ids) { accepted refused } }",
            new { ids = new[] { letter.GetProperty("id").GetGuid() } });
        Assert.Equal(1, replayed.GetProperty("replayDeadLetters").GetProperty("refused").GetInt32());
        var kept = await host.Ask("query ($id: UUID!) { incident(id: $id) { category version } }", new { id = first.Id() });
        Assert.Equal("""{"category":"theft","version":1}""", kept.GetProperty("incident").GetRawText());
    }

    // Field by field, for every kind and phase: what changes is named, and nothing else is.
    public static TheoryData<string, string, string, string> Changes => new()
    {
        { "alert", "raised", "category", "\"arson\"" }, { "alert", "raised", "confidence", "0.6" },
        { "alert", "raised", "clip", "{\"uri\":\"https://media.example/2\"}" }, { "alert", "raised", "plate", "\"456DEF09\"" },
        { "alert", "raised", "deviceId", "\"other\"" }, { "alert", "raised", "latitude", "49.9" },
        { "alert", "raised", "occurredAt", "\"2026-01-05T10:00:01\"" }, { "alert", "raised", "district", "\"Qazybek bi\"" },
        { "alert", "updated", "confidence", "0.6" }, { "alert", "updated", "category", "\"arson\"" },
        { "alert", "ended", "occurredAt", "\"2026-01-05T10:00:01\"" },
        { "sosCall", "placed", "deviceId", "\"other\"" }, { "sosCall", "placed", "category", "\"fire\"" },
        { "sosCall", "answered", "by", "\"other\"" }, { "sosCall", "answered", "occurredAt", "\"2026-01-05T10:00:01\"" },
        { "sosCall", "ended", "outcome", "\"other\"" }, { "sosCall", "escalated", "to", "\"102\"" },
        { "sosCall", "escalated", "reason", "\"other\"" },
        { "violation", "recorded", "part", "\"2\"" }, { "violation", "recorded", "deviceId", "\"other\"" },
        { "violation", "recorded", "measured", "{\"value\":80,\"allowed\":60,\"unit\":\"km/h\"}" },
        { "incident", "registered", "description", "\"other\"" }, { "incident", "registered", "reference", "\"other\"" },
        { "incident", "registered", "occurredUntil", "\"2026-01-05T11:00:00\"" },
        { "incident", "withdrawn", "reason", "\"other\"" }, { "incident", "withdrawn", "reference", "\"other\"" },
    };

    [Theory, MemberData(nameof(Changes))]
    public async Task A_field_that_changes_is_named(string kind, string phase, string field, string value)
    {
        var city = await host.NewCity();
        var fields = new Dictionary<string, string>
        {
            ["source"] = $"\"{city}\"",
            ["id"] = "\"1\"",
            ["kind"] = $"\"{kind}\"",
            ["phase"] = $"\"{phase}\"",
            ["revision"] = "\"7\"",
            ["city"] = $"\"{city}\"",
            ["category"] = "\"fight\"",
            ["confidence"] = "0.5",
            ["longitude"] = "73.1",
            ["latitude"] = "49.8",
            ["occurredAt"] = "\"2026-01-05T10:00:00\"",
            ["deviceId"] = "\"device\"",
            ["deviceKind"] = "\"camera\"",
            ["article"] = "\"592\"",
            ["by"] = "\"op\"",
            ["to"] = "\"103\"",
            ["reason"] = "\"why\"",
            ["reference"] = "\"R\"",
        };
        Assert.Equal(["accepted"], (await host.Post(Json(fields))).Statuses);
        Assert.Equal(["duplicate"], (await host.Post(Json(fields))).Statuses);
        var changed = new Dictionary<string, string>(fields) { [field] = value };

        var answer = await host.Post(Json(changed));

        Assert.Equal(["conflict"], answer.Statuses);
        Assert.Equal([field], Differences(answer));
        Assert.Equal(["duplicate"], (await host.Post(Json(fields))).Statuses);
    }

    [Fact]
    public async Task A_withdrawal_sent_again_with_another_reference_withdraws_nothing_else()
    {
        var city = await host.NewCity();
        object Report(string phase, string id, string reference) => new
        {
            source = city,
            id,
            kind = "incident",
            phase,
            reference,
            city,
            category = "theft",
            occurredAt = "2026-01-05T10:00:00",
        };
        await host.PostLines(Report("registered", "1", "R-1"), Report("registered", "2", "R-2"));
        Assert.Equal(["accepted"], (await host.PostLines(Report("withdrawn", "w", "R-1"))).Statuses);

        foreach (var reference in (string[])["R-2", "R-3"])
        {
            var answer = await host.PostLines(Report("withdrawn", "w", reference));
            Assert.Equal(["conflict"], answer.Statuses);
            Assert.Equal(["reference"], Differences(answer));
        }
        Assert.Equal(["duplicate"], (await host.PostLines(Report("withdrawn", "w", "R-1"))).Statuses);
    }

    [Fact]
    public async Task A_register_that_publishes_the_same_again_with_a_later_batch_is_no_conflict()
    {
        var city = await host.NewCity();
        object Entry(string knownAt) =>
            new { source = city, id = "1", kind = "incident", city, category = "theft", occurredAt = "2016-03-01T10:00:00", knownAt };
        Assert.Equal(
            ["accepted", "duplicate"], (await host.PostLines(Entry("2016-04-01T00:00:00"), Entry("2016-05-01T00:00:00"))).Statuses);
        object Device(string at) =>
            new { source = city, id = "d", kind = "device", city, deviceId = "cam-1", deviceKind = "camera", occurredAt = at };
        Assert.Equal(
            ["accepted", "duplicate"], (await host.PostLines(Device("2026-01-01T00:00:00"), Device("2026-01-02T00:00:00"))).Statuses);
    }

    private static IEnumerable<string?> Differences(IntakeAnswer answer) =>
        answer.Answers[0].GetProperty("differences").EnumerateArray().Select(f => f.GetString());

    private static string Json(Dictionary<string, string> fields) =>
        $"{{{string.Join(',', fields.Select(f => $"\"{f.Key}\":{f.Value}"))}}}";
}
