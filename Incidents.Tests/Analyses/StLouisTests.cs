using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Incidents.Api.Import;
using Incidents.Domain;
using Incidents.Tests.Import;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Analyses;

/// <summary>
/// A register that reports late and withdraws: St. Louis' robberies in the batches of 2015. The numbers were counted from the file by a few
/// lines of Python: of those that occurred up to June, 826 stood when June's batch was known, 822 of them with a place; the batches up to
/// December add nine and withdraw six, and leave 829 and 823.
/// </summary>
public sealed class StLouisTests(PostgresFixture postgres)
{
    private const string Asked =
        """bounds: { west: -90.35, south: 38.5, east: -90.15, north: 38.8 }, from: "2015-01-01", until: "2015-07-01" """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Late_and_withdrawn_records_change_past_figures_only_under_a_later_known_at()
    {
        var file = ImportOf.SharedData("crime/stlouis_2015_2018_wgs84.csv.gz");
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        Assert.Equal(898, await Import(host, file, month => month <= 6));
        var june = await Figures(host, "\"2015-06-30\"");
        Assert.Equal((822, 826, 822 * 821 / 2), Totals(june));
        Assert.Equal(june, await Figures(host, "null"));

        Assert.Equal(1_922 - 898, await Import(host, file, month => month > 6));

        Assert.Equal(june, await Figures(host, "\"2015-06-30\""));
        var december = await Figures(host, "\"2015-12-31\"");
        Assert.Equal((823, 829, 823 * 822 / 2), Totals(december));
        Assert.NotEqual(june, december);
        Assert.Equal(december, await Figures(host, "null"));
    }

    // Everything but what says as of when, and where the ledger stood.
    private static async Task<string> Figures(RunningHost host, string knownAt)
    {
        var data = await host.Ask(
            $$"""
              {
                hotSpots({{Asked}}, zoom: 14, asKnownOn: {{knownAt}}, empty: true) {
                    basis { count } columns { x y count z p q class } classes { class cells } }
                hourByWeekday(from: "2015-01-01", until: "2015-07-01", asKnownOn: {{knownAt}}) { basis { count } hours { count } }
                comparison(until: "2015-07-01", asKnownOn: {{knownAt}}) { series { changes { count before p } } }
                density({{Asked}}, zoom: 12, bandwidthMetres: 500, asKnownOn: {{knownAt}}) { columns { x y perSquareKm } }
              }
              """);
        var jobs = await host.Ask(
            $$"""
              mutation {
                nearRepeats: startNearRepeats({{Asked}}, permutations: 9, asKnownOn: {{knownAt}}, waitSeconds: 8) {
                    state nearRepeats { pairs entries { space time count simulatedMean p } } }
                emergingHotSpots: startEmergingHotSpots({{Asked}}, zoom: 13, asKnownOn: {{knownAt}}, waitSeconds: 8) {
                    state emergingHotSpots { patterns { pattern side cells } cells { x y count lastZ } } }
              }
              """);
        foreach (var job in (string[])["nearRepeats", "emergingHotSpots"])
            Assert.Equal("DONE", jobs.GetProperty(job).GetProperty("state").GetString());
        return $"[{data.GetRawText()},{jobs.GetRawText()}]";
    }

    private static (int Placed, int Counted, int Pairs) Totals(string figures)
    {
        var parts = JsonDocument.Parse(figures).RootElement;
        var (data, jobs) = (parts[0], parts[1]);
        return (
            Counted(data.GetProperty("hotSpots")), Counted(data.GetProperty("hourByWeekday")),
            jobs.GetProperty("nearRepeats").GetProperty("nearRepeats").GetProperty("pairs").GetInt32());

        static int Counted(JsonElement answer) => answer.GetProperty("basis").GetProperty("count").GetInt32();
    }

    /// <summary>Imports the robberies of 2015's batches in some months; answers how many rows.</summary>
    private static async Task<long> Import(RunningHost host, string file, Func<int, bool> month)
    {
        using var folder = new TemporaryFolder();
        var slice = Path.Combine(folder.Path, "robberies.csv");
        using (var rows = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)))
        await using (var writer = new StreamWriter(slice))
        {
            await writer.WriteLineAsync(await rows.ReadLineAsync(Cancellation));
            while (await rows.ReadLineAsync(Cancellation) is { } row)
            {
                // batch_file, batch_line, complaint, coded_month, date, three flags, count, crime_code: none of them is quoted.
                var fields = row.Split(',', 11);
                if (fields[3].StartsWith("2015-", StringComparison.Ordinal)
                    && month(int.Parse(fields[3][5..], CultureInfo.InvariantCulture))
                    && int.Parse(fields[9], CultureInfo.InvariantCulture) is >= 30_000 and <= 39_999)
                    await writer.WriteLineAsync(row);
            }
        }

        var rules = MapFile.Load("st-louis", ImportRun.ShippedMaps);
        using var rejects = new RejectsFile(Path.Combine(folder.Path, "rejects.csv"));
        using var data = DataFile.Open(slice, rules.Layout);
        var (sink, batch) = await ImportOf.Batch(host, rules, slice);
        var summary = await new Importer(sink, rejects, new())
            .Run(data.Rows, rules, host.Services.GetRequiredService<Cities>(), Cancellation);
        await batch.End(Cancellation);
        Assert.Equal(0, summary.RefusedRows);
        await host.CaughtUp();
        return summary.Rows;
    }
}
