using System.Diagnostics;
using System.Text.Json;
using Incidents.Api.Import;
using Incidents.Domain;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>
/// Registers imported into the real host: what GraphQL tells are the file's own totals, which were taken from the files by a few lines of
/// Python. <c>./test --long</c> adds what takes a minute or more.
/// </summary>
public sealed class ImportTotalsTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // 194,825 rows of +1, of which 2,454 of the 2,565 rows of -1 withdraw one; the other 111 match nothing. The batches up to December
    // 2016 hold 100,363 and 1,208 of them.
    [Fact, Trait("category", "slow")]
    public async Task St_Louis_as_known_at_the_end_of_2016_differs_from_as_known_now()
    {
        Assert.SkipUnless(TestScale.IsLong, TestScale.OnlyLong);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        for (var time = 0; time < TestScale.Of(1, 2); time++)
        {
            var summary = await Import(host, "crime/stlouis_2015_2018_wgs84.csv.gz", "st-louis");
            Assert.Equal(time == 0 ? (194_825, 0, 2_454, 111) : (0, 194_825 + 2_565, 0, 0),
                (summary.Accepted, summary.Duplicate, summary.Withdrawn, summary.WithdrawnUnmatched));
            await host.CaughtUp();

            Assert.Equal(194_825 - 2_454, await Total(host, "st-louis"));
            Assert.Equal(100_363 - 1_208, await Total(host, "st-louis", "2016-12-31"));
            Assert.Equal(111, await Total(host, "st-louis", measure: "UNMATCHED_WITHDRAWALS"));
            Assert.Equal(
                (194_825, 2_454), (await Registered(host, "st-louis"), await Registered(host, "st-louis", "statuses: [WITHDRAWN]")));
        }
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        if (TestScale.IsLong)
            await RebuildTests.EqualsItsRebuild(host);
    }

    [Fact]
    public async Task Chicago_has_148_525_incidents_also_after_a_second_import()
    {
        Assert.SkipUnless(TestScale.IsLong, TestScale.OnlyLong);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        for (var time = 0; time < 2; time++)
        {
            var summary = await Import(host, "crime/chicago_aggravated_assaults.csv.gz", "chicago");
            Assert.Equal(time == 0 ? (148_525, 111, 0) : (0, 148_636, 0), (summary.Accepted, summary.Duplicate, summary.RefusedRows));
            await host.CaughtUp();
            Assert.Equal((148_525, 148_525), (await Total(host, "chicago"), await Registered(host, "chicago")));
        }
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        await RebuildTests.EqualsItsRebuild(host);
    }

    // The first run of the command is killed when so many events are committed: of St. Louis so late that withdrawals are among them.
    [Theory, Trait("category", "crash")]
    [InlineData("calls/montgomery_pa_911_calls.zip", "montgomery", 5_000, 99_492, 99_492, 99_492, 0)]
    [InlineData("crime/chicago_aggravated_assaults.csv.gz", "chicago", 60_000, 148_636, 148_525, 148_525, 0)]
    [InlineData("crime/stlouis_2015_2018_wgs84.csv.gz", "st-louis", 80_000, 197_390, 194_825, 192_371, 111)]
    public async Task An_import_killed_in_the_middle_and_run_again_has_every_row_once(
        string data, string map, int events, int rows, int registered, int total, int unmatched)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        Assert.SkipUnless(TestScale.IsLong, TestScale.OnlyLong);
        var file = ImportOf.SharedData(data);
        using var folder = new TemporaryFolder();
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());

        using (var killed = Run(host, file, map, folder.Path))
        {
            await RunningHost.Until(
                async () => killed.HasExited || (long)(await host.Query("select count(*) from store.mt_events"))[0][0] > events,
                $"{events} events to be committed");
            Assert.False(killed.HasExited,
                killed.HasExited ? $"The import ended before the kill: {await killed.StandardError.ReadToEndAsync(Cancellation)}" : "");
            killed.Kill();
            await killed.WaitForExitAsync(Cancellation);
        }
        using (var again = Run(host, file, map, folder.Path))
        {
            var output = await again.StandardOutput.ReadToEndAsync(Cancellation);
            var errors = await again.StandardError.ReadToEndAsync(Cancellation);
            await again.WaitForExitAsync(Cancellation);
            Assert.True(again.ExitCode == 0, errors);
            var summary = JsonDocument.Parse(output).RootElement.GetProperty("summary");
            int Told(string name) => summary.GetProperty(name).GetInt32();
            Assert.Equal(rows, Told("accepted") + Told("duplicate") + Told("withdrawn") + Told("withdrawnUnmatched"));
            Assert.InRange(Told("duplicate"), events, rows - 1);
        }

        await host.CaughtUp();
        Assert.Equal((total, registered), (await Total(host, map), await Registered(host, map)));
        Assert.Equal(unmatched, await Total(host, map, measure: "UNMATCHED_WITHDRAWALS"));
        if (map == "montgomery")
        {
            var byCategory = await host.Ask(
                """
                { trend(from: "2015-01-01", until: "2030-01-01", grain: MONTH, splitBy: CATEGORY, filter: { cities: ["montgomery"] }) {
                  series { key total } } }
                """);
            Assert.Equal(["ems", "fire", "traffic"],
                byCategory.GetProperty("trend").GetProperty("series").EnumerateArray().Select(s => s.GetProperty("key").GetString()));
        }
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
    }


    private static Process Run(RunningHost host, string file, string map, string folder)
    {
        var start =
            new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["ConnectionStrings__Incidents"] = host.ConnectionString;
        foreach (var argument in (string[])[HostProcess.Program, "import", file, "--map", map, "--json", "--quiet"])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<ImportSummary> Import(RunningHost host, string file, string map)
    {
        using var folder = new TemporaryFolder();
        var rules = MapFile.Load(map, ImportRun.ShippedMaps);
        using var rejects = new RejectsFile(Path.Combine(folder.Path, "rejects.csv"));
        using var data = DataFile.Open(ImportOf.SharedData(file), rules.Layout);
        var (sink, batch) = await ImportOf.Batch(host, rules, ImportOf.SharedData(file));
        var importer = new Importer(sink, rejects, new());
        var summary = await importer.Run(data.Rows, rules, host.Services.GetRequiredService<Cities>(), Cancellation);
        await batch.End(Cancellation);
        return summary;
    }

    private static async Task<long> Total(RunningHost host, string city, string? knownAt = null, string measure = "INCIDENTS")
    {
        var data = await host.Ask(
            """
            query ($city: String!, $knownAt: Date, $measure: CountMeasure!) {
              kpis(from: "1890-01-01", until: "2030-01-01", asKnownOn: $knownAt,
                  filter: { cities: [$city] }) { city counts { measure count } }
              trend(from: "1990-01-01", until: "2030-01-01", grain: MONTH, asKnownOn: $knownAt,
                  filter: { cities: [$city], measure: $measure }) {
                series { total } }
            }
            """,
            new { city, knownAt, measure });
        return data.GetProperty("kpis").EnumerateArray().Single(k => k.GetProperty("city").GetString() == city).GetProperty("counts")
            .EnumerateArray()
            .Single(c => c.GetProperty("measure").GetString() == measure).GetProperty("count").GetInt64();
    }

    private static async Task<long> Registered(RunningHost host, string city, string filter = "")
    {
        var data = await host.Ask($$"""{ incidents(filter: { cities: ["{{city}}"] {{filter}} }, first: 1) { totalCount } }""");
        return data.GetProperty("incidents").GetProperty("totalCount").GetInt64();
    }
}
