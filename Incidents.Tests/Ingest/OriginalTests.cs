using System.Text;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Xunit;
using static Incidents.Tests.Ingest.SampleReports;

namespace Incidents.Tests.Ingest;

/// <summary>Accepted reports are kept as they were received, for as long as is configured, and can be read again.</summary>
public sealed class OriginalTests(PostgresFixture postgres)
{
    private static readonly Instant Now = Instant.FromUtc(2026, 7, 3, 7, 0);
    private static readonly Instant Long = Instant.FromUtc(1900, 1, 1, 0, 0);
    private static readonly Instant Far = Instant.FromUtc(2100, 1, 1, 0, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_accepted_is_kept_byte_by_byte_and_nothing_else_is()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        // Blanks, an unknown field and its own notation are part of the original.
        var lines = Enumerable.Range(0, 1_200)
            .Select(i => Incident("karaganda", $"{i}", "Ақпан 🚓").Replace(",", " , ", StringComparison.Ordinal) + " ").ToArray();
        lines[7] = lines[7].Replace("{", "{\"unknown\":[1,{}],", StringComparison.Ordinal);
        var refused = """{"source":"x","id":"1"}""";
        var answer = await host.Post(string.Join('\n', [.. lines[..600], refused, .. lines[..3], .. lines[600..]]), "application/x-ndjson");
        Assert.Equal((1_200, 3, 1), (Count("accepted"), Count("duplicate"), Count("KIND_MISSING")));
        // A report that is sent alone takes another way into the store.
        var alone = Incident("temirtau", "alone");
        Assert.Equal(["accepted"], (await host.Post(alone)).Codes);

        var kept = await Kept(host);
        Assert.Equal(lines.Append(alone).Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        Assert.Equal([alone], await Kept(host, "temirtau"));
        var size = await host.Query("select sum(length(content))::bigint, sum(length)::bigint, count(*) from store.original");
        Assert.True((long)size[0][0] < (long)size[0][1] / 5, $"{size[0][0]} of {size[0][1]} bytes");
        Assert.InRange((long)size[0][2], 2, 20);

        int Count(string code) => answer.Codes.Count(c => c == code);
    }

    [Fact]
    public async Task Every_step_is_kept_also_one_that_arrives_as_a_letter()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        string[] steps =
        [
            Call("answered", ""","by":"op" """), Call("placed", ""), Call("ended", ""),
        ];
        foreach (var step in steps)
            Assert.Equal(["accepted"], (await host.Post(step)).Codes);
        var far = Incident("far", "1");
        Assert.Equal(["CITY_UNKNOWN"], (await host.Post(far)).Codes);
        Assert.Equal(steps, await Kept(host));

        await host.Services.GetRequiredService<CityCatalogue>().Declare(new("far", "Asia/Almaty", "far"), Cancellation);
        await host.Ask("""mutation { replayDeadLetters(code: CITY_UNKNOWN) { accepted } }""");

        Assert.Equal([.. steps, far], await Kept(host));

        static string Call(string phase, string more) =>
            $$"""{"source":"s","id":"1","kind":"sosCall","phase":"{{phase}}","city":"karaganda","occurredAt":"{{Then}}"{{more}}}""";
    }

    [Fact]
    public async Task Large_reports_make_blocks_of_their_own()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        var random = new Random(1);
        var lines = Enumerable.Range(0, 20).Select(i => Incident("karaganda", $"{i}").Replace(
            "{", $"{{\"unknown\":\"{Convert.ToBase64String(Bytes(random, 600_000))}\",", StringComparison.Ordinal)).ToArray();
        Assert.All((await host.Post(string.Join('\n', lines), "application/x-ndjson")).Codes, code => Assert.Equal("accepted", code));

        Assert.Equal(lines.Order(StringComparer.Ordinal), (await Kept(host)).Order(StringComparer.Ordinal));
        Assert.Empty(await host.Query($"select from store.original where length > {2 * OriginalBlocks.MostBytes}"));

        static byte[] Bytes(Random random, int count)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }
    }

    [Fact]
    public async Task Originals_are_deleted_when_their_time_is_over()
    {
        var clock = new FakeClock(Now);
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), clock: clock,
            settings: new Dictionary<string, string?> { ["Originals:Retention"] = "30.00:00:00" });
        var retention = host.Services.GetRequiredService<OriginalRetention>();
        await host.PostLines(Report("karaganda", "old"));
        clock.AdvanceDays(20);
        await host.PostLines(Report("karaganda", "new"));

        clock.AdvanceDays(9);
        Assert.Equal(0, await retention.DeleteWhatIsOver(Cancellation));
        clock.AdvanceDays(2);
        Assert.Equal(1, await retention.DeleteWhatIsOver(Cancellation));
        Assert.Contains("\"new\"", Assert.Single(await Kept(host)), StringComparison.Ordinal);
    }

    // A zone that was wrong: the same local time is another moment once it is right.
    [Fact]
    public async Task A_mended_reading_is_listed_and_begins_nothing()
    {
        var database = await postgres.CreateDatabase();
        await using (var host = await RunningHost.Start(database))
        {
            await host.Services.GetRequiredService<CityCatalogue>().Declare(new("far", "Europe/London", "far"), Cancellation);
            var sent = await host.PostLines(Local("far", "1"), Local("karaganda", "2"), Local("far", "3"));
            Assert.Equal(["accepted", "accepted", "accepted"], sent.Codes);
            Assert.Equal(new RereadSummary(3, 3, 0, 0), await Reread(host, []));
            await host.Query("update store.city set city = jsonb_set(city, '{zone}', '\"Asia/Almaty\"') where code = 'far'");
        }
        await using var mended = await RunningHost.Start(database);
        var events = (await mended.Query("select count(*) from store.mt_events"))[0][0];

        var found = new List<RereadDifference>();
        Assert.Equal(new RereadSummary(3, 1, 2, 0), await Reread(mended, found));
        Assert.All(found, difference => Assert.Equal(["occurredAt"], difference.Fields));
        Assert.Equal(new RereadSummary(2, 0, 2, 0), await Reread(mended, [], "far"));
        Assert.Equal(new RereadSummary(1, 1, 0, 0), await Reread(mended, [], "karaganda"));
        Assert.Equal(events, (await mended.Query("select count(*) from store.mt_events"))[0][0]);

        static object Local(string city, string id) =>
            new { source = city, id, kind = "alert", city, category = "fight", deviceId = "cam", occurredAt = "2026-01-05T10:00:00" };
    }

    [Fact]
    public async Task A_report_whose_event_is_not_there_today_is_listed_and_begins_nothing()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        await host.PostLines(Report("karaganda", "1"));
        // As if an adapter had given it another id.
        await Keep(host, Incident("karaganda", "other"));

        var found = new List<RereadDifference>();
        Assert.Equal(new RereadSummary(2, 1, 1, 0), await Reread(host, found));
        Assert.Equal("ORIGINAL_UNKNOWN", Assert.Single(found).Refusal!.Code.Text());
        Assert.Equal(1L, (await host.Query("select count(*) from store.mt_events"))[0][0]);
    }

    [Fact]
    public async Task What_is_read_differently_today_is_corrected_from_today_on()
    {
        var clock = new FakeClock(Now);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var city = await host.NewCity();
        var published = await host.PostLines(Report(city, "1"), Report(city, "2"), Report(city, "3"));
        await host.Ask(
            """mutation ($id: UUID!) { categoriseIncident(id: $id, category: "robbery", by: "op") { id } }""",
            new { id = published.Id(1) });
        clock.AdvanceDays(2);
        // As if a mended adapter read the category of all three as burglary, and the district of the third differently, too.
        await host.Query("delete from store.original");
        var mended = Enumerable.Range(1, 3).Select(i => Incident(city, $"{i}").Replace("theft", "burglary", StringComparison.Ordinal))
            .ToArray();
        foreach (var original in mended[..2])
            await Keep(host, original);
        await Keep(host, mended[2].Replace("{", """{"district":"d",""", StringComparison.Ordinal));

        var found = new List<RereadDifference>();
        Assert.Equal(new RereadSummary(3, 0, 3, 2), await Reread(host, found, corrects: true));
        Assert.Equal([true, false, true], found.Select(f => f.IsCorrected));
        Assert.Equal("NOT_CORRECTED", found[1].Refusal!.Code.Text());
        Assert.Equal(new RereadSummary(3, 0, 3, 0), await Reread(host, [], corrects: true));

        await host.CaughtUp();
        Assert.Equal(["burglary", "burglary", "robbery"], await Categories(host, city));
        Assert.Equal(
            "d", (await host.Ask("query ($id: UUID!) { incident(id: $id) { place { district } } }", new { id = published.Id(2) }))
                .GetProperty("incident").GetProperty("place").GetProperty("district").GetString());
        Assert.Equal(["robbery:1", "theft:2"], await Counts(host, city, "2026-07-03"));
        Assert.Equal(["burglary:2", "robbery:1"], await Counts(host, city, "2026-07-05"));
        await RebuildTests.EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
    }

    private static async Task<IEnumerable<string?>> Categories(RunningHost host, string city) =>
        (await host.Ask(
            "query ($c: [String!]!) { incidents(filter: { cities: $c }, first: 9) { nodes { category } } }", new { c = new[] { city } }))
            .GetProperty("incidents").GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("category").GetString()).Order();

    private static async Task<IEnumerable<string>> Counts(RunningHost host, string city, string knownAt)
    {
        var data = await host.Ask(
            """
            query ($c: [String!]!, $knownAt: Date!) {
              trend(from: "2026-01-01", until: "2026-02-01", grain: MONTH, splitBy: CATEGORY, asKnownOn: $knownAt, filter: { cities: $c }) {
                series { key total } } }
            """,
            new { c = new[] { city }, knownAt });
        return data.GetProperty("trend").GetProperty("series").EnumerateArray()
            .Where(s => s.GetProperty("total").GetInt64() > 0)
            .Select(s => $"{s.GetProperty("key").GetString()}:{s.GetProperty("total").GetInt64()}").Order(StringComparer.Ordinal);
    }

    private static async Task Keep(RunningHost host, string report)
    {
        await using var command = host.Database.CreateCommand(OriginalBlocks.Insert("now()", 1));
        foreach (var value in OriginalBlocks.Columns([new("any", Encoding.UTF8.GetBytes(report))]))
            command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static Task<RereadSummary> Reread(
        RunningHost host, List<RereadDifference> found, string? sender = null, bool corrects = false) =>
        host.Services.GetRequiredService<Reread>().Run(new(sender, Long, Far, corrects), found.Add, Cancellation);

    private static async Task<List<string>> Kept(RunningHost host, string? sender = null)
    {
        var originals = host.Services.GetRequiredService<Originals>();
        var kept = new List<string>();
        OriginalBlock? last = null;
        while (await originals.Page(sender, Long, Far, last, Cancellation) is { Count: > 0 } page)
        {
            kept.AddRange(page.SelectMany(block => block.Reports).Select(bytes => Encoding.UTF8.GetString(bytes.Span)));
            last = page[^1];
        }
        return kept;
    }
}
