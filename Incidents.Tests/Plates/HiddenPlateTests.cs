using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Plates;

/// <summary>What is masked leaves every search; what is blocked is found by nobody until it is unblocked.</summary>
public sealed class HiddenPlateTests(PostgresFixture postgres)
{
    private const string Purpose = "query @purpose(reason: SUBJECT_REQUEST, reference: \"7\")";

    [Fact]
    public async Task A_masked_plate_is_in_no_table_and_no_search()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.PostLines(
            Reads.Violation("karaganda", 1, "734MSK09"), Reads.Alert("karaganda", 2, "734MSK09"), Reads.Alert("karaganda", 3, "735MSK09"));
        await host.CaughtUp();
        Assert.Equal([1, 2, 3], await Reads.Found(host, "karaganda", new { plate = "734MSK09", maxDistance = 1 }));

        await host.Ask(
            "mutation { maskPerson(plate: \"734MSK09\", reasonCode: \"subject-request\", reference: \"7\", isDryRun: false) { things } }");

        Assert.Equal([3], await Reads.Found(host, "karaganda", new { plate = "734MSK09", maxDistance = 1 }));
        Assert.Equal([3], await Reads.Found(host, "karaganda", new { pattern = "73?MSK*" }));
        Assert.Empty(await host.Query("select from read.plate where plate = '734MSK09' or look = '734MSK09'"));
        Assert.Empty(await host.Query("select from read.signal where plate = '734MSK09'"));
    }

    [Fact]
    public async Task A_blocked_plate_is_refused_by_name_and_left_out_of_what_finds_others()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.PostLines(
            Reads.At("karaganda", 1, "734BLK09", "2026-01-01T10:00:00", "r-1", 73, 49.8),
            Reads.At("karaganda", 2, "735BLK09", "2026-01-01T10:01:00", "r-1", 73, 49.8));
        await host.CaughtUp();
        await host.Ask("""mutation { blockPerson(plate: "734 blk 09", reasonCode: "dispute", reference: "7") { isBlocked } }""");

        foreach (var field in (string[])[
            "plateReads(filter: { plate: \"734-BLK-09\" }) { totalCount }",
            "plates(filter: { plate: \"734BLK09\", maxDistance: 2 }) { plate }",
            "plateTrack(plate: \"734BLК09\") { plate }", "search(filter: { text: \"734 BLK 09\" }) { plates { plate } }",
            "plateCompanions(plate: \"734BLK09\", from: \"2026-01-01\", until: \"2026-01-02\") { plate }"])
            Assert.Equal("PERSON_BLOCKED", RunningHost.CodeOf(await host.Answer($"{Purpose} {{ {field} }}")));
        var shown = (await host.Ask(
            $$"""
            {{Purpose}} {
              plates(filter: { pattern: "73?BLK09" }) { plate } near: plates(filter: { plate: "735BLK09", maxDistance: 2 }) { plate }
              plateReads(filter: { pattern: "73?BLK09" }) { totalCount nodes { plate } }
              plateCompanions(plate: "735BLK09", from: "2026-01-01", until: "2026-01-02", fewestDays: 1) {
                vehiclesCompared companions { plate } } }
            """)).GetRawText();
        Assert.DoesNotContain("734BLK09", shown, StringComparison.Ordinal);
        Assert.Contains("\"totalCount\":1", shown, StringComparison.Ordinal);
        Assert.Contains("\"vehiclesCompared\":1,\"companions\":[]", shown, StringComparison.Ordinal);

        await host.Ask("""mutation { unblockPerson(plate: "734BLK09", reasonCode: "settled", reference: "7") { isBlocked } }""");
        Assert.Contains(
            "734BLK09", (await host.Ask($"{Purpose} {{ plates(filter: {{ pattern: \"73?BLK09\" }}) {{ plate }} }}")).GetRawText(),
            StringComparison.Ordinal);
    }
}
