using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Incidents.Api.Access;
using Incidents.Api.Ingest;
using Incidents.Api.PersonalData;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.PersonalData;

/// <summary>What is masked is gone from wherever it was kept, counts as before, and does not come back.</summary>
public sealed class MaskingTests(PostgresFixture postgres)
{
    private const string Plate = "731MCK09";
    private const string Other = "731MCK0";

    private static readonly Instant First = Instant.FromUtc(1900, 1, 1, 0, 0);
    private static readonly Instant Last = Instant.FromUtc(2100, 1, 1, 0, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_masked_plate_is_gone_counts_as_before_and_does_not_come_back()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covers("karaganda");
        var reports = Reports();
        var sent = await host.PostLines(reports);
        Assert.All(sent.Codes, code => Assert.Equal("accepted", code));
        // A report that was refused, and one that differs from what was accepted.
        Assert.Equal(["CITY_UNKNOWN"], (await host.PostLines(Violation("far", Plate) with { City = "nowhere" })).Codes);
        Assert.Equal(["REPORT_CONFLICT"], (await host.PostLines(Violation("1", Plate) with { Category = "koap.590" })).Codes);
        await host.CaughtUp();
        var (figures, commitments) = (await Figures(host), await Hashes(host));

        var dry = (await Mask(host, isDryRun: true)).GetProperty("maskPerson");
        Assert.NotEmpty(await Holding(host, Plate));
        var masked = (await Mask(host)).GetProperty("maskPerson");

        Assert.True(masked.GetProperty("isComplete").GetBoolean());
        Assert.Equal(dry.GetProperty("things").GetInt32(), masked.GetProperty("things").GetInt32());
        Assert.Equal(Counts(dry).Where(c => !c.EndsWith(":0", StringComparison.Ordinal)), Counts(masked));
        Assert.Equal(["dead letters:2", "events:5", "originals:5"], Counts(masked));
        Assert.Empty(await Holding(host, Plate));
        Assert.Empty(await Holding(host, "clip-of-masked"));
        Assert.NotEmpty(await Holding(host, Other));
        await host.CaughtUp();
        Assert.Equal(figures, await Figures(host));
        await RebuildTests.EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        Assert.Equal(commitments, await Hashes(host));

        // The same reports again: duplicates, and nothing of them is kept.
        Assert.All((await host.PostLines(reports)).Codes, code => Assert.Equal("duplicate", code));
        Assert.Equal(["REPORT_CONFLICT"], (await host.PostLines(Violation("1", Plate) with { Category = "koap.591" })).Codes);
        Assert.Empty(await Holding(host, Plate));
        await host.Services.GetRequiredService<Reread>().Run(
            new(null, First, Last, Corrects: true), found => Assert.Fail(string.Join(", ", found.Fields)), Cancellation);

        var again = (await Mask(host)).GetProperty("maskPerson");
        Assert.Equal(0, again.GetProperty("things").GetInt32());
        Assert.Empty(Counts(again));
        await RecordsOf(host, sent.Id(), masked.GetProperty("maskingId").GetGuid());
    }

    [Fact]
    public async Task A_name_is_masked_in_descriptions_and_a_thing_by_its_id()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var sent = await host.PostLines(
            Incident("1", "Заявитель Иванов Иван, ул. Мира"), Incident("2", "Петров Пётр"), Incident("3", "nobody is named"));
        await host.Ask(
            """
            mutation { noteHazard(console: "c", key: "1", category: "weapon", by: "op", description: "Здесь живёт Иванов Иван.",
              place: { city: "karaganda", point: { longitude: 73.1, latitude: 49.8 } }) { id } }
            """);
        await host.Ask(
            """mutation ($id: UUID!) { withdrawIncident(id: $id, reasonCode: "said so by иван ИВАНОВ") { id } }""",
            new { id = sent.Id(1) });
        await host.CaughtUp();

        await Mask(host, "name: \"ИВАН иванов\"");
        Assert.Equal([null, "[masked]", "nobody is named"], await Said(host, sent));
        await Mask(host, $"things: [\"{sent.Id(2)}\"]");
        Assert.Equal([null, "[masked]", null], await Said(host, sent));

        Assert.Empty(await Holding(host, "Иванов"));
        Assert.DoesNotContain(await host.Query("select word from read.incident_word"), row => (string)row[0] is "иванов" or "nobody");
        await RebuildTests.EqualsItsRebuild(host);
        Assert.All((await host.PostLines(Incident("1", "Заявитель Иванов Иван, ул. Мира"))).Codes, c => Assert.Equal("duplicate", c));

        static async Task<IEnumerable<string?>> Said(RunningHost host, IntakeAnswer sent)
        {
            var said = new List<string?>();
            for (var i = 0; i < 3; i++)
            {
                var incident = (await host.Ask(
                    "query ($id: UUID!) { incident(id: $id) { description isMasked timeline { isMasked reasonCode } } }",
                    new { id = sent.Id(i) })).GetProperty("incident");
                var reasons = incident.GetProperty("timeline").EnumerateArray().Select(e => e.GetProperty("reasonCode").GetString());
                said.Add(incident.GetProperty("description").GetString() is { } text && reasons.All(r => r is null) ? text
                    : reasons.FirstOrDefault(r => r is not null));
                Assert.Equal(
                    incident.GetProperty("isMasked").GetBoolean(),
                    incident.GetProperty("timeline").EnumerateArray().Any(e => e.GetProperty("isMasked").GetBoolean()));
            }
            return said;
        }
    }

    [Fact]
    public async Task A_masking_that_is_interrupted_is_finished_by_another_host_before_the_next_one()
    {
        var database = await postgres.CreateDatabase();
        await using var host = await RunningHost.Start(
            database, services: s => s.AddSingleton<IPersonalDataHolder, FailingHolder>());
        await host.PostLines(Reports());
        await host.CaughtUp();
        // As if the host were killed after the events were masked, before the read models are rebuilt.
        Assert.Equal("INTERNAL", RunningHost.CodeOf(await host.Answer(Text("plate: \"731 мск 09\"", false))));
        Assert.Single(await host.Query("select from store.masking"));
        Assert.NotEmpty(await host.Query($"select from read.signal where plate = '{Plate}'"));

        await using var other = await RunningHost.Start(database, o => o.RunsDaemon = false);
        await using (await host.Services.GetRequiredService<MaskingLock>().TryTake(Cancellation))
            Assert.Equal("MASKING_UNFINISHED", RunningHost.CodeOf(await other.Answer(Text($"plate: \"{Other}\"", false))));
        await Mask(other, $"plate: \"{Other}\"");

        Assert.Empty(await host.Query("select from store.masking"));
        Assert.Empty(await Holding(host, Plate));
        Assert.Empty(await Holding(host, Other));
        await host.CaughtUp();
        await RebuildTests.EqualsItsRebuild(host);
        var completed = await host.Query("select data::text from store.mt_events where type = 'masking_completed' order by seq_id");
        Assert.Contains("{\"what\": \"events\", \"count\": 5}", Ordered((string)completed[0][0]), StringComparison.Ordinal);

        static string Ordered(string json) => json.Replace(
            "{\"count\": 5, \"what\": \"events\"}", "{\"what\": \"events\", \"count\": 5}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_mean_everybody_masks_nothing()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        await host.PostLines(Violation("1", Plate));
        foreach (var (person, code) in ((string, string)[])[
            ("plate: \"\"", "PLATE_MALFORMED"), ("plate: \".*\"", "PLATE_MALFORMED"), ("plate: \"%\"", "PLATE_MALFORMED"),
            ("name: \"Иванов\"", "BAD_INPUT"), ("things: []", "BAD_INPUT")])
            Assert.Equal(code, RunningHost.CodeOf(await host.Answer(Text(person, false))));
        Assert.NotEmpty(await Holding(host, Plate));
    }

    internal sealed record Sent(
        string Source, string Id, string Kind, string City, string Category, string OccurredAt, string? Plate = null, string? Phase = null,
        string? Description = null, MediaReference? Clip = null, MediaReference? Snapshot = null, string? Article = null,
        string? DeviceId = null);

    internal static Sent Violation(string id, string plate) => new(
        "recorders", id, "violation", "karaganda", "koap.592", "2026-01-05T10:00:00+05:00", plate,
        Snapshot: new($"https://media/{plate}/{id}.jpg", null), Article: "592", DeviceId: "rec-1");

    private static Sent[] Reports() =>
    [
        Violation("1", Plate), Violation("2", "731 мск 09"), Violation("3", Other), Violation("4", $"{Plate}1"),
        new(
            "cameras", "5", "alert", "karaganda", "fight", "2026-01-05T10:00:00+05:00", Plate,
            Clip: new("https://media/clip-of-masked.mp4", null), DeviceId: "cam-1"),
        new(
            "cameras", "5", "alert", "karaganda", "fight", "2026-01-05T10:05:00+05:00", Phase: "updated",
            Snapshot: new("https://media/clip-of-masked.jpg", null), DeviceId: "cam-1"),
        Incident("6", "авто 731-МСК-09 у дома\nугон"),
        Incident("7", "ничего"),
    ];

    private static Sent Incident(string id, string description) => new(
        "register", id, "incident", "karaganda", "theft", "2026-01-05T10:00:00+05:00", Description: description);

    internal static Task<JsonElement> Mask(RunningHost host, string? person = null, bool isDryRun = false) =>
        host.Ask(Text(person ?? "plate: \"731 мск-09\"", isDryRun));

    internal static string Text(string person, bool isDryRun) =>
        $$"""
          mutation { maskPerson(
              {{person}}, reasonCode: "subject-request", reference: "2026/17", isDryRun: {{(isDryRun ? "true" : "false")}}) {
              maskingId isComplete things counts { what count } } }
          """;

    internal static IEnumerable<string> Counts(JsonElement masking) => masking.GetProperty("counts").EnumerateArray()
        .Select(c => $"{c.GetProperty("what").GetString()}:{c.GetProperty("count").GetInt64()}").Order(StringComparer.Ordinal);

    /// <summary>The tables that hold a text, in any row, and inside the blocks of originals.</summary>
    internal static async Task<IReadOnlyList<string>> Holding(RunningHost host, string text)
    {
        var holding = new List<string>();
        foreach (var table in await host.Query(
            """
            select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname not in ('pg_catalog', 'information_schema') and tablename <> 'original'
            """))
        {
            // Bytes are shown as hexadecimal digits.
            var bytes = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
            var rows = await host.Query(
                $"select from {table[0]} t where t::text ~ '{text}([^0-9A-Z]|$)' or t::text ~ '{bytes}(2|5c|$)' limit 1");
            if (rows.Count > 0)
                holding.Add((string)table[0]);
        }
        foreach (var block in await host.Services.GetRequiredService<Originals>().Page(null, First, Last, null, Cancellation))
        {
            if (block.Reports.Any(r => Regex.IsMatch(Encoding.UTF8.GetString(r.Span), $"{text}([^0-9A-Z]|$)")))
                holding.Add("original");
        }
        return holding;
    }

    private static async Task<string> Figures(RunningHost host) => (await host.Ask(
        """
        { heatmap(bounds: { west: 72, south: 49, east: 75, north: 51 }, zoom: 10, from: "2026-01-01", until: "2026-02-01") {
              total cells { longitude latitude count } }
          kpis(from: "2026-01-01", until: "2026-02-01") { city counts { measure count } }
          trends: incidents(first: 9) { totalCount nodes { id version category occurredAt knownAt source sourceId } }
          violations(first: 9) { totalCount nodes { id version category occurredAt knownAt source sourceId } } }
        """)).GetRawText();

    // The hash of each commitment, with or without its salt before it.
    private static async Task<IEnumerable<string>> Hashes(RunningHost host) =>
        (await host.Query("select headers ->> 'commitment' from store.mt_events where type not in ('masking_begun', 'masking_completed') "
            + "order by seq_id"))
        .Select(row => Convert.ToHexString(Convert.FromBase64String((string)row[0])[^32..]));

    private static async Task RecordsOf(RunningHost host, Guid thing, Guid masking)
    {
        var violation = (await host.Ask(
            "query ($id: UUID!) { violation(id: $id) { plate isMasked timeline { isMasked data } } }", new { id = thing }))
            .GetProperty("violation");
        Assert.Null(violation.GetProperty("plate").GetString());
        Assert.True(violation.GetProperty("isMasked").GetBoolean());
        var entry = violation.GetProperty("timeline")[0];
        Assert.True(entry.GetProperty("isMasked").GetBoolean());
        Assert.Equal(
            ["plate", "snapshot"], entry.GetProperty("data").GetProperty("masked").EnumerateArray().Select(f => f.GetString()));
        var records = await host.Query($"select type, data::text from store.mt_events where stream_id = '{masking}' order by version");
        Assert.Equal(["masking_begun", "masking_completed"], records.Select(r => r[0]));
        Assert.Contains("\"by\": \"op\"", (string)records[0][1], StringComparison.Ordinal);
        Assert.Contains("\"reference\": \"2026/17\"", (string)records[0][1], StringComparison.Ordinal);
    }

    /// <summary>Fails each time: as if the host were killed there.</summary>
    private sealed class FailingHolder : IPersonalDataHolder
    {
        public string Name => "failing";

        public IReadOnlyList<string> Tables => [];

        public Task<long> Mask(PersonalDataScope scope, bool isDryRun, CancellationToken cancellation) =>
            isDryRun ? Task.FromResult(0L) : throw new InvalidOperationException("killed");
    }
}
