using Incidents.Api.PersonalData;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.PersonalData;

/// <summary>What has been kept for as long as is configured is masked, and counts as before.</summary>
public sealed class RetentionTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_older_than_its_retention_is_masked_once_and_an_old_report_stays_a_duplicate()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 7, 3, 7, 0));
        var database = await postgres.CreateDatabase();
        await using var host = await RunningHost.Start(
            database, clock: clock, settings: new Dictionary<string, string?> { ["Retention:ViolationPlates"] = "30.00:00:00" });
        var retention = host.Services.GetRequiredService<Retention>();
        var old = MaskingTests.Violation("old", "733OLD09");
        await host.PostLines(old, MaskingTests.Violation("far", "733OLD09") with { City = "nowhere" });
        clock.AdvanceDays(20);
        await host.PostLines(MaskingTests.Violation("new", "733NEW09"));
        await host.CaughtUp();

        Assert.Equal(0, await retention.Execute(Cancellation));
        clock.AdvanceDays(11);
        // A second host takes part in nothing while the first one masks.
        await using var other = await RunningHost.Start(
            database, o => o.RunsDaemon = false, clock,
            settings: new Dictionary<string, string?> { ["Retention:ViolationPlates"] = "30.00:00:00" });
        var masked = await Task.WhenAll(
            retention.Execute(Cancellation), other.Services.GetRequiredService<Retention>().Execute(Cancellation));
        Assert.Equal(1, masked.Sum());
        Assert.Equal(0, await retention.Execute(Cancellation));

        Assert.Equal([null, "733NEW09"], await Plates(host));
        // The picture has a rule of its own, and its address contains the plate in this test.
        Assert.Equal(["duplicate"], (await host.PostLines(old)).Codes);
        await host.CaughtUp();
        await RebuildTests.EqualsItsRebuild(host);
        var kept = await host.Query("select convert_from(bytes, 'UTF8') from ingest.dead_letter");
        Assert.DoesNotContain("\"plate\"", (string)kept[0][0], StringComparison.Ordinal);
        var rules = (await host.Ask("{ retentionRules { name keptDays masked } }")).GetProperty("retentionRules");
        Assert.Equal((30, 1), (rules[0].GetProperty("keptDays").GetDouble(), rules[0].GetProperty("masked").GetInt64()));
        Assert.Null(rules[1].GetProperty("keptDays").GetString());
        Assert.Single(await host.Query("select from store.mt_events where type = 'retention_executed'"));
    }

    [Fact]
    public async Task A_blocked_plate_is_shown_as_masked_until_it_is_unblocked_and_the_person_is_told_what_is_held()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.PostLines(MaskingTests.Violation("1", "734BLK09"), MaskingTests.Violation("2", "735BLK09"));
        await host.CaughtUp();

        await host.Ask("""mutation { blockPerson(plate: "734 blk 09", reasonCode: "dispute", reference: "7") { isBlocked } }""");
        Assert.Equal([null, "735BLK09"], await Plates(host));
        Assert.DoesNotContain("734BLK09", await Everything(host), StringComparison.Ordinal);
        Assert.Equal(
            "PERSON_BLOCKED",
            RunningHost.CodeOf(await host.Answer(
                """
                query @purpose(reason: SUBJECT_REQUEST, reference: "7") { violations(filter: { plates: ["734-BLK-09"] }) { totalCount } }
                """)));
        var report = (await host.Ask(
            """
            { personReport(reference: "7", plate: "734BLK09") {
                isBlocked totalCount events { kind type source fields } elsewhere { what count } } }
            """)).GetProperty("personReport");
        Assert.True(report.GetProperty("isBlocked").GetBoolean());
        Assert.Equal(1, report.GetProperty("totalCount").GetInt32());
        Assert.Equal("violation", report.GetProperty("events")[0].GetProperty("kind").GetString());
        Assert.Equal(
            ["plate", "snapshot"], report.GetProperty("events")[0].GetProperty("fields").EnumerateArray().Select(f => f.GetString()));
        Assert.Contains("\"originals\",\"count\":1", report.GetRawText(), StringComparison.Ordinal);

        await host.Ask("""mutation { unblockPerson(plate: "734BLK09", reasonCode: "settled", reference: "7") { isBlocked } }""");
        Assert.Equal(["734BLK09", "735BLK09"], await Plates(host));
        Assert.Empty(await host.Query("select from store.mt_events where type like 'person_%' and data::text like '%BLK%'"));
    }

    private static async Task<IEnumerable<string?>> Plates(RunningHost host) =>
        (await host.Ask("{ violations(first: 9) { nodes { plate sourceId } } }"))
        .GetProperty("violations").GetProperty("nodes").EnumerateArray()
        .OrderBy(n => n.GetProperty("sourceId").GetString() is "old" or "1" ? 0 : 1).Select(n => n.GetProperty("plate").GetString());

    private static async Task<string> Everything(RunningHost host) => (await host.Ask(
        "{ violations(first: 9) { nodes { plate isMasked timeline { isMasked data } } } }")).GetRawText();
}
