using System.Text;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Api.Proofs.Verification;
using Incidents.Projections;
using Incidents.Tests.Postgres;
using Incidents.Tests.Proofs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>Cases that were merged, split, and merged again: their timeline, their chart and their exported file agree.</summary>
public sealed class PartsExportTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_entry_of_the_timeline_of_a_merged_or_split_case_can_be_chosen_for_its_export()
    {
        using var folder = new TemporaryFolder();
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
        {
            ["Proofs:KeyFile"] = Path.Combine(folder.Path, "key"),
            ["Proofs:Interval"] = "00:00:00",
            ["Evidence:Folder"] = Path.Combine(folder.Path, "evidence"),
        });
        var (city, elsewhere) = (await host.NewCity(), await host.NewCity());
        var caller = new CaseCaller(host, "investigator", city, towns: elsewhere);
        var (whole, other) = (await caller.Open(), await caller.Open("Other"));
        var reports = await host.PostLines(
            Plates.Reads.Violation(city, 1, "100AAA09"), Plates.Reads.Violation(city, 2, "200AAA09"),
            Plates.Reads.Violation(elsewhere, 3, "300AAA09"));
        await host.CaughtUp();
        await Attach(whole, 0);
        await Attach(whole, 1);
        await Attach(other, 2);
        await caller.Do("addCaseNote", $"id: \"{other}\", key: \"1\", note: \"of the other\"");
        await caller.Do("mergeCase", $"id: \"{other}\", otherCaseId: \"{whole}\", reason: \"one matter\"");
        var part = (await caller.Do(
            "splitCase",
            $"id: \"{whole}\", key: \"part\", itemIds: [\"{reports.Id(0)}\", \"{reports.Id(2)}\"], title: \"Part\", reason: \"x\""))
            .GetProperty("id").GetGuid();

        await Agrees(whole, ["200AAA09"], ["100AAA09", "300AAA09"]);
        await Agrees(part, ["100AAA09", "300AAA09"], ["200AAA09"]);

        // The case that it was split off from becomes part of it: its events are there once.
        await caller.Do("mergeCase", $"id: \"{whole}\", otherCaseId: \"{part}\", reason: \"again\"");
        await Agrees(part, ["100AAA09", "200AAA09", "300AAA09"], []);

        // Of another town nothing is shown, and its entries are withheld.
        var file = await Export(part, null, RowSight.Of([new([city], false, false)]));
        var result = await Verify(file);
        Assert.Empty(result.Findings.All);
        Assert.Equal(1, result.Receipt!.WithheldCount);
        Assert.DoesNotContain("300AAA09", Text(file), StringComparison.Ordinal);
        Assert.Contains("200AAA09", Text(file), StringComparison.Ordinal);

        async Task Agrees(Guid id, string[] plates, string[] others)
        {
            await host.CaughtUp();
            var read = await caller.Read(id, "timeline(first: 1000) { nodes { id } } links { nodes { label } }");
            var nodes = read.GetProperty("timeline").GetProperty("nodes").EnumerateArray().ToArray();
            Guid[] entries = [.. nodes.Select(node => node.GetProperty("id").GetGuid())];
            Assert.Equal(entries.Length, entries.Distinct().Count());
            var labels = read.GetProperty("links").GetRawText();
            var chosen = await Export(id, entries, RowSight.All);
            var result = await Verify(chosen);
            Assert.Empty(result.Findings.All);
            Assert.Equal(entries.Length, result.Entries);
            Assert.Equal(0, (await Verify(await Export(id, null, RowSight.All))).Receipt!.WithheldCount);
            var text = Text(chosen);
            foreach (var plate in plates)
            {
                Assert.Contains(plate, text, StringComparison.Ordinal);
                Assert.Contains(plate, labels, StringComparison.Ordinal);
            }

            foreach (var plate in others)
            {
                Assert.DoesNotContain(plate, text, StringComparison.Ordinal);
                Assert.DoesNotContain(plate, labels, StringComparison.Ordinal);
            }
        }

        Task Attach(Guid id, int report) => caller.Do(
            "attachToCase", $"id: \"{id}\", kind: VIOLATION, thingId: \"{reports.Id(report)}\", reason: \"same car\"");

        async Task<byte[]> Export(Guid id, Guid[]? entries, RowSight sight)
        {
            using var to = new MemoryStream();
            await host.Services.GetRequiredService<CaseExports>().Write(
                new(id, "A. Investigator", "court, case 2026-1", entries, sight), to, Cancellation);
            return to.ToArray();
        }

        Task<VerifyResult> Verify(byte[] exported) => ExportedCase.Verify(
            exported, new VerifyRequest(host.Services.GetRequiredService<ProofLog>().Key.Verifier, null));

        static string Text(byte[] exported) => string.Concat(
            ExportedCase.Parts(exported).Where(p => p.Name != "README.txt").Select(p => Encoding.UTF8.GetString(p.Bytes)));
    }
}
