using System.Text;
using System.Text.Json.Nodes;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.Verification;
using Incidents.Domain.Proofs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>An export that is as it was is proven, and whatever is changed in it is named.</summary>
public sealed class TamperTests(ExportedCase exported) : IClassFixture<ExportedCase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_as_it_was_is_proven()
    {
        var result = await exported.Verify(exported.Whole, exported.Before);

        Assert.Equal("", Text(result));
        Assert.Equal(result.Receipt!.Entries, result.Entries);
        Assert.Equal((0, 0, 1), (result.Masked, result.Uncommitted, result.Evidence));
        Assert.Equal(["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], result.Receipt.Absent);
        Assert.Equal("court, case 2026-1", result.Receipt.Purpose);
    }

    [Fact]
    public async Task An_altered_content_is_named()
    {
        var file = exported.WithLines(lines =>
        {
            lines[5]["content"]!["by"] = "Somebody else";
            return lines;
        });

        Assert.Equal("ENTRY_ALTERED entry 5", Text(await exported.Verify(file)));
    }

    [Fact]
    public async Task An_altered_content_with_a_commitment_of_its_own_is_named()
    {
        var file = exported.WithLines(lines =>
        {
            lines[5]["commitment"] = lines[6]["commitment"]!.DeepClone();
            return lines;
        });

        Assert.Equal("ENTRY_ALTERED entry 5", Text(await exported.Verify(file)));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("stream")]
    public async Task An_altered_identity_is_named(string field)
    {
        var file = exported.WithLines(lines =>
        {
            lines[5][field] = Guid.NewGuid();
            return lines;
        });

        Assert.Equal("ENTRY_ALTERED entry 5", Text(await exported.Verify(file)));
    }

    [Fact]
    public async Task A_content_in_another_notation_is_named()
    {
        var file = exported.With("entries.ndjson", bytes =>
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\"note\":\"note 3\"", "\"note\": \"note 3\"")));

        Assert.Matches("^ENTRY_ALTERED entry [0-9]+$", Text(await exported.Verify(file)));
    }

    [Fact]
    public async Task Swapped_salts_are_named()
    {
        var file = exported.WithLines(lines =>
        {
            (lines[4]["salt"], lines[7]["salt"]) = (lines[7]["salt"]!.DeepClone(), lines[4]["salt"]!.DeepClone());
            return lines;
        });

        Assert.Equal("SALT_SWAPPED entry 4\nSALT_SWAPPED entry 7", Text(await exported.Verify(file)));
    }

    [Fact]
    public async Task A_dropped_entry_is_named() => Assert.Equal(
        "ENTRY_REMOVED entry 3", Text(await exported.Verify(exported.WithLines(lines => lines.Where((_, i) => i != 3)))));

    [Fact]
    public async Task The_last_entry_dropped_is_named()
    {
        var last = (await exported.Verify(exported.Whole)).Entries - 1;

        Assert.Equal(
            FormattableString.Invariant($"ENTRY_REMOVED entry {last}"),
            Text(await exported.Verify(exported.WithLines(lines => lines.SkipLast(1)))));
    }

    [Fact]
    public async Task A_dropped_entry_whose_followers_were_renumbered_is_named()
    {
        var file = exported.WithLines(lines => lines.Where((_, i) => i != 3).Select((line, i) =>
        {
            line["position"] = i;
            return line;
        }));

        Assert.Equal("ENTRY_REMOVED entry 3", Text(await exported.Verify(file)));
    }

    // One that is made up, and a copy under another id.
    [Theory]
    [InlineData(true, false, "ENTRY_ADDED entry 5")]
    [InlineData(true, true, "ENTRY_ADDED entry 6")]
    [InlineData(false, false, "ENTRY_ADDED entry 5")]
    [InlineData(false, true, "ENTRY_ADDED entry 5")]
    public async Task An_added_entry_is_named(bool isMadeUp, bool isRenumbered, string named)
    {
        var file = exported.WithLines(lines =>
        {
            var added = lines[5].DeepClone().AsObject();
            added["id"] = Guid.NewGuid();
            if (isMadeUp)
                added["commitment"] = Convert.ToBase64String(MerkleTree.LeafHash([1]));
            List<JsonObject> all = [.. lines.Take(6), added, .. lines.Skip(6)];
            foreach (var (i, line) in all.Index().Where(_ => isRenumbered))
                line["position"] = i;
            return all;
        });

        Assert.Equal(named, Text(await exported.Verify(file)));
    }

    [Fact]
    public async Task An_entry_twice_is_named() => Assert.Equal(
        "ENTRY_ADDED entry 5",
        Text(await exported.Verify(exported.WithLines(lines => [.. lines.Take(6), lines[5].DeepClone().AsObject(), .. lines.Skip(6)]))));

    [Fact]
    public async Task Reordered_entries_are_named()
    {
        var file = exported.WithLines(lines => [.. lines.Take(4), lines[5], lines[4], .. lines.Skip(6)]);

        Assert.Equal("ENTRY_REORDERED entry 4", Text(await exported.Verify(file)));
    }

    [Fact]
    public async Task Reordered_entries_that_were_renumbered_are_named()
    {
        var file = exported.WithLines(lines =>
        {
            (lines[4]["position"], lines[5]["position"]) = (5, 4);
            return [.. lines.Take(4), lines[5], lines[4], .. lines.Skip(6)];
        });

        Assert.StartsWith("ENTRY_REORDERED entry 4", Text(await exported.Verify(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_proof_in_the_log_is_named()
    {
        var file = exported.WithLines(lines =>
        {
            lines[2]["proof"]![0] = lines[3]["commitment"]!.DeepClone();
            return lines;
        });

        Assert.Equal("ENTRY_UNPROVEN entry 2", Text(await exported.Verify(file)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(10_000)]
    public async Task A_truncated_file_is_named(int dropped)
    {
        var refused = await Assert.ThrowsAsync<ExportFileException>(() => exported.Verify(exported.Whole[..^dropped]));

        Assert.Equal(ProofFault.FileTruncated, refused.Fault);
    }

    [Fact]
    public async Task Altered_missing_and_added_evidence_is_named()
    {
        var name = Assert.Single(ExportedCase.Parts(exported.Whole), p => p.Name.StartsWith("evidence/")).Name;
        Assert.EndsWith(".mp4", name, StringComparison.Ordinal);
        var altered = exported.With(name, bytes =>
        {
            bytes[50_000]++;
            return bytes;
        });
        var missing = ExportedCase.Zip(ExportedCase.Parts(exported.Whole).Where(p => p.Name != name));
        var other = "evidence/" + new string('b', 64);
        var added = ExportedCase.Zip(ExportedCase.Parts(exported.Whole).Append((other, [1])));

        Assert.Equal($"EVIDENCE_ALTERED {name}", Text(await exported.Verify(altered)));
        Assert.Equal($"EVIDENCE_MISSING {name}", Text(await exported.Verify(missing)));
        Assert.Equal($"EVIDENCE_ADDED {other}", Text(await exported.Verify(added)));
    }

    [Theory]
    [InlineData("case.jsonld", "PART_ALTERED")]
    [InlineData("README.txt", "PART_ALTERED")]
    [InlineData("timeline.kk.html", "PART_ALTERED")]
    [InlineData("receipt.txt", "SIGNATURE_INVALID")]
    public async Task Another_part_that_was_changed_is_named(string part, string code)
    {
        var file = exported.With(part, bytes => Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(bytes).Replace("case", "ease").Replace("html", "htmI")));

        Assert.Contains($"{code} {part}", Text(await exported.Verify(file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entries.ndjson")]
    [InlineData("receipt.txt")]
    [InlineData("checkpoint.txt")]
    [InlineData("proof.json")]
    [InlineData("timeline.en.html")]
    public async Task A_part_that_is_missing_is_named(string part) => Assert.Contains(
        $"PART_MISSING {part}",
        Text(await exported.Verify(ExportedCase.Zip(ExportedCase.Parts(exported.Whole).Where(p => p.Name != part)))),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_export_signed_again_with_another_key_is_named()
    {
        var other = ProofKey.Open(Path.Combine(exported.Folder, "other"), exported.Key.Name);
        var file = ExportedCase.Zip(ExportedCase.Parts(exported.Whole).Select(p => p.Name is "receipt.txt" or "checkpoint.txt"
            ? (p.Name, Encoding.UTF8.GetBytes(other.Sign(SignedNote.Parse(Encoding.UTF8.GetString(p.Bytes))!.Text).ToString()))
            : p));

        Assert.Equal("KEY_OTHER checkpoint.txt\nKEY_OTHER receipt.txt", Text(await exported.Verify(file)));
        Assert.Equal("", Text(await ExportedCase.Verify(file, new VerifyRequest(other.Verifier))));
    }

    [Fact]
    public async Task A_signature_of_another_text_is_named()
    {
        var file = exported.With("checkpoint.txt", bytes =>
        {
            var note = SignedNote.Parse(Encoding.UTF8.GetString(bytes))!;
            return Encoding.UTF8.GetBytes((note with { Text = note.Text.Replace("incidents/", "incident/") }).ToString());
        });

        Assert.Contains("SIGNATURE_INVALID checkpoint.txt", Text(await exported.Verify(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_trees_of_one_size_are_named()
    {
        var checkpoint = (await exported.Verify(exported.Whole)).Checkpoint!;
        var key = exported.Host.Services.GetRequiredService<ProofLog>().Key;
        var same = key.Sign((checkpoint with { Root = MerkleTree.EmptyRoot }).Text);
        var before = Checkpoint.Parse(exported.Before.Text)!;
        var earlier = key.Sign((before with { Root = MerkleTree.EmptyRoot }).Text);

        Assert.Equal("TWO_TREES earlier checkpoint", Text(await exported.Verify(exported.Whole, same)));
        Assert.Equal("TWO_TREES earlier checkpoint", Text(await exported.Verify(exported.Whole, earlier)));
    }

    [Fact]
    public async Task A_log_that_does_not_continue_the_earlier_checkpoint_is_named()
    {
        var key = exported.Host.Services.GetRequiredService<ProofLog>().Key;
        var before = Checkpoint.Parse(exported.Before.Text)!;
        // One that the file has no proof from.
        var unknown = key.Sign((before with { Size = before.Size + 1 }).Text);
        var consistency = new[] { MerkleTree.EmptyRoot, MerkleTree.EmptyRoot };

        Assert.Equal("CONSISTENCY_UNKNOWN earlier checkpoint", Text(await exported.Verify(exported.Whole, unknown)));
        Assert.Equal(
            "NOT_CONSISTENT earlier checkpoint",
            Text(await ExportedCase.Verify(exported.Whole, new VerifyRequest(exported.Key, unknown, consistency))));
        var other = key.Sign((before with { Origin = "others" }).Text);
        Assert.Equal("ORIGIN_OTHER earlier checkpoint", Text(await exported.Verify(exported.Whole, other)));
        var theirs = ProofKey.Open(Path.Combine(exported.Folder, "theirs"), null).Sign(before.Text);
        Assert.Equal("KEY_OTHER earlier checkpoint", Text(await exported.Verify(exported.Whole, theirs)));
    }

    [Fact]
    public async Task A_list_with_another_number_is_named()
    {
        var file = exported.With("proof.json", bytes =>
        {
            var proof = JsonNode.Parse(bytes)!;
            proof["list"]!["count"] = 3;
            return Encoding.UTF8.GetBytes(proof.ToJsonString());
        });

        Assert.Contains("LIST_ALTERED proof.json", Text(await exported.Verify(file)), StringComparison.Ordinal);
    }

    internal static string Text(VerifyResult result) =>
        string.Join('\n', result.Findings.All.Select(finding => $"{finding.Fault.Text()} {finding.Where}"));
}
