using System.Text;
using System.Text.Json;
using Incidents.Domain.Cases;
using Incidents.Domain.Proofs;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>What is in an export, and what is not.</summary>
public sealed class CaseExportTests(ExportedCase exported) : IClassFixture<ExportedCase>
{
    [Fact]
    public void The_timeline_opens_without_a_server_and_runs_nothing()
    {
        foreach (var language in (string[])["kk", "ru", "en"])
        {
            var page = Part(exported.Whole, $"timeline.{language}.html");
            Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b>at</b>", page, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; Көлік", page, StringComparison.Ordinal);
            Assert.DoesNotMatch("(src|href)=\"(?!evidence/[0-9a-f]{64})", page);
        }
        Assert.Contains("Тревога поступила", Part(exported.Whole, "timeline.ru.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_graph_names_the_evidence_by_its_hash()
    {
        using var graph = JsonDocument.Parse(Part(exported.Whole, "case.jsonld"));
        var nodes = graph.RootElement.GetProperty("@graph").EnumerateArray().ToList();

        Assert.Equal(2, nodes.Count(node => Type(node) == "uco-observable:File"));
        Assert.Equal(2, nodes.Count(node => Type(node) == "case-investigation:ProvenanceRecord"));
        Assert.Single(nodes, node => Type(node) == "case-investigation:Investigation");
        Assert.Single(nodes, node => Type(node) == "uco-core:Bundle");
        // Every reference leads to a node.
        var ids = nodes.Select(node => node.GetProperty("@id").GetString()).ToHashSet();
        Assert.All(
            nodes.Where(node => node.TryGetProperty("uco-core:object", out _))
                .SelectMany(node => node.GetProperty("uco-core:object").EnumerateArray()),
            reference => Assert.Contains(reference.GetProperty("@id").GetString(), ids));

        static string Type(JsonElement node) => node.GetProperty("@type").GetString()!;
    }

    [Fact]
    public void The_evidence_is_as_it_was_and_its_export_is_on_its_custody()
    {
        Assert.Equal(
            exported.Clip, Assert.Single(ExportedCase.Parts(exported.Whole), p => p.Name.StartsWith("evidence/")).Bytes);
        var steps = ExportedCase.Lines(ExportedCase.Parts(exported.Whole).Single(p => p.Name == "entries.ndjson").Bytes)
            .Where(line => line["type"]!.GetValue<string>() == "custody_recorded");
        // What is kept elsewhere does not leave with the export.
        Assert.Equal("EXPORTED", Assert.Single(steps)["content"]!["action"]!.GetValue<string>().ToUpperInvariant());
    }

    [Fact]
    public async Task An_export_waits_for_appends_that_are_under_way_so_that_its_own_custody_is_in_it()
    {
        var before = Exports(exported.Whole);
        // Drawn by an append that is not committed, in front of the custody of the next export.
        await exported.Host.Query("select nextval('store.mt_events_sequence')");
        var file = await exported.Export();

        Assert.True(Exports(file) > before);
        var recorded = await exported.Host.Query(
            $"select count(*)::int from store.mt_events where stream_id = '{exported.Case}' and type = 'custody_recorded'");
        Assert.Equal(recorded[0][0], Exports(file));
        Assert.Equal("", TamperTests.Text(await exported.Verify(file)));

        static int Exports(byte[] of) => ExportedCase.Lines(ExportedCase.Parts(of).Single(p => p.Name == "entries.ndjson").Bytes)
            .Count(line => line["type"]!.GetValue<string>() == "custody_recorded");
    }

    [Fact]
    public async Task Chosen_entries_are_proven_and_nothing_of_the_others_is_there_but_their_number()
    {
        var lines = ExportedCase.Lines(ExportedCase.Parts(exported.Whole).Single(p => p.Name == "entries.ndjson").Bytes);
        var chosen = lines.Where((_, i) => i is 3 or 8).Select(line => line["id"]!.GetValue<Guid>()).ToArray();
        var file = await exported.Export(chosen);
        var result = await exported.Verify(file);

        Assert.Empty(result.Findings.All);
        Assert.Equal(2, result.Entries);
        Assert.Equal(result.Receipt!.Entries - 2, result.Receipt.WithheldCount);
        foreach (var withheld in lines.Where(line => !chosen.Contains(line["id"]!.GetValue<Guid>())))
        {
            foreach (var (_, bytes) in ExportedCase.Parts(file))
            {
                var text = Encoding.UTF8.GetString(bytes);
                Assert.DoesNotContain(withheld["id"]!.GetValue<string>(), text, StringComparison.Ordinal);
                Assert.DoesNotContain(withheld["salt"]!.GetValue<string>(), text, StringComparison.Ordinal);
            }
        }
        // One of them taken away is not one that was withheld.
        var parts = ExportedCase.Parts(file).Select(p => p.Name != "entries.ndjson" ? p
            : (p.Name, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(p.Bytes).Split('\n')[0] + "\n")));
        Assert.Equal(ProofFault.EntryRemoved, Assert.Single((await exported.Verify(ExportedCase.Zip(parts))).Findings.All).Fault);
    }

    [Fact]
    public async Task An_entry_that_the_case_has_not_is_refused() => await Assert.ThrowsAsync<Incidents.Api.GraphQL.RefusedException>(
        () => exported.Export([Guid.NewGuid()]));

    [Fact]
    public async Task A_later_checkpoint_is_shown_to_continue_the_one_that_was_asked_for()
    {
        var first = (await exported.Verify(exported.Whole)).Checkpoint!;
        await exported.Do(new AddCaseItem(exported.Case, Guid.NewGuid(), CaseItemKind.Note, "A. Investigator", Note: "later"));
        var note = SignedNote.Parse(Part(exported.Whole, "checkpoint.txt"));

        Assert.Empty((await exported.Verify(await exported.Export(since: first), note)).Findings.All);
    }

    private static string Part(byte[] file, string name) =>
        Encoding.UTF8.GetString(ExportedCase.Parts(file).Single(p => p.Name == name).Bytes);
}
