using System.Text.Json;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Xunit;

namespace Incidents.Tests.PersonalData;

/// <summary>A masked plate is in no text of the things that held it, wherever somebody wrote it.</summary>
public sealed class MaskedTextTests(PostgresFixture postgres)
{
    private const string Plate = "257AVV04";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plate_as_the_cause_of_an_event_is_masked()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var opened = (await host.Ask(Open("1", $"cause: \"{Plate}\", description: \"у дома стоит 257 avv 04\"")))
            .GetProperty("openIncident");
        // Found by its cause alone.
        await host.Ask(Open("2", "cause: \"rule 7: 257-AVV-04\""));
        await host.Ask(Open("3", "cause: \"rule-7\""));
        await host.CaughtUp();

        Assert.Contains("events:2", MaskingTests.Counts((await Mask(host, isDryRun: true)).GetProperty("maskPerson")));
        Assert.Contains("events:2", MaskingTests.Counts((await Mask(host)).GetProperty("maskPerson")));

        Assert.Empty(await MaskingTests.Holding(host, Plate));
        Assert.Equal(
            ["[masked]", "[masked]", "rule-7"],
            (await host.Query("select causation_id from store.mt_events where type = 'incident_opened' order by seq_id"))
                .Select(row => row[0]));
        var entry = (await host.Ask(
            "query ($id: UUID!) { incident(id: $id) { timeline { cause isMasked data } } }",
            new { id = opened.GetProperty("id").GetGuid() })).GetProperty("incident").GetProperty("timeline")[0];
        Assert.Equal("[masked]", entry.GetProperty("cause").GetString());
        Assert.True(entry.GetProperty("isMasked").GetBoolean());
        Assert.Equal(
            ["cause", "description"], entry.GetProperty("data").GetProperty("masked").EnumerateArray().Select(f => f.GetString()));
        await RebuildTests.EqualsItsRebuild(host);
        Assert.Equal(0, (await Mask(host)).GetProperty("maskPerson").GetProperty("things").GetInt32());

        static string Open(string key, string more) =>
            $$"""
              mutation { openIncident(console: "c", key: "{{key}}", category: "theft", place: { city: "karaganda" }, {{more}}) { id } }
              """;
    }

    [Fact]
    public async Task A_plate_in_whatever_column_of_a_refused_report_is_masked()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        // A sender that shifts its columns; and the plate in other spellings, each in a field of its own.
        string[] letters =
        [
            $$"""{"source":"brk2 {{Plate}}","id":"{{Plate}}","occurredAt":"x{{Plate}}","city":"nope {{Plate}}"}""",
            """{"source":"brk3","id":"1","kind":"alert","occurredAt":"x257AVV04","city":"nope"}""",
            """{"source":"brk3","id":"2","kind":"alert","deviceId":"(257·avv·04)","city":"nope"}""",
            """{"source":"brk3","id":"3","kind":"violation","certificate":{"number":"257,AVV,04","validUntil":"2027-01-01"}}""",
            """{"source":"brk3","id":"4","kind":"alert","newField":"257/AVV/04","city":"nope"}""",
            $"no JSON at all: {Plate}",
        ];
        var kept = """{"source":"brk3","id":"5","kind":"alert","city":"5257AVV04"}""";
        var answer = await host.Post(string.Join('\n', [.. letters, kept]), "application/x-ndjson");
        Assert.DoesNotContain("accepted", answer.Codes);
        Assert.Equal(7L, (await host.Query("select count(*) from ingest.dead_letter"))[0][0]);

        Assert.Equal(["dead letters:6"], MaskingTests.Counts((await Mask(host, isDryRun: true)).GetProperty("maskPerson")).Where(IsSome));
        await Mask(host);

        var left = (await host.Query(
            "select source || ' ' || message || ' ' || convert_from(bytes, 'UTF8') from ingest.dead_letter order by position"))
            .Select(row => (string)row[0]).ToArray();
        Assert.EndsWith(kept, left[^1], StringComparison.Ordinal);
        Assert.All(left[..^1], text => Assert.DoesNotMatch("257.?(AVV|avv).?04", text));
        // A field that is not known is left out.
        Assert.Equal([0, 1, 2, 3, 5], Enumerable.Range(0, 6).Where(i => left[i].Contains("[masked]", StringComparison.Ordinal)));
        Assert.StartsWith("[masked] ", left[0], StringComparison.Ordinal);
        Assert.DoesNotContain(MaskingTests.Counts((await Mask(host)).GetProperty("maskPerson")), IsSome);
    }

    [Fact]
    public async Task Ids_of_nothing_are_not_counted()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var sent = await host.PostLines(MaskingTests.Violation("1", Plate));
        await host.CaughtUp();
        foreach (var isDryRun in (bool[])[true, false])
        {
            var nothing = await host.Answer(MaskingTests.Text($"things: [\"{Guid.Empty}\"]", isDryRun));
            Assert.Contains("\"things\":0", nothing.GetRawText(), StringComparison.Ordinal);
            var one = await host.Answer(MaskingTests.Text($"things: [\"{Guid.Empty}\", \"{sent.Id()}\"]", isDryRun));
            Assert.Contains("\"things\":1", one.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Equal(
            "0,1",
            (await host.Query(
                "select string_agg(data ->> 'things', ',' order by seq_id) from store.mt_events where type = 'masking_completed'"))[0][0]);
    }

    private static bool IsSome(string count) => !count.EndsWith(":0", StringComparison.Ordinal);

    private static Task<JsonElement> Mask(RunningHost host, bool isDryRun = false) =>
        MaskingTests.Mask(host, $"plate: \"{Plate}\"", isDryRun);
}
