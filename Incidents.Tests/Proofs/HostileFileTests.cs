using System.Text;
using System.Text.Json.Nodes;
using Incidents.Api.GraphQL;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Api.Proofs.Verification;
using Incidents.Domain;
using Incidents.Domain.Proofs;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>A file that is no export, or is made to harm who checks it, is refused; and no change of a byte goes unnoticed.</summary>
public sealed class HostileFileTests(ExportedCase exported) : IClassFixture<ExportedCase>
{
    [Fact]
    public async Task Names_that_lead_elsewhere_or_come_twice_are_refused()
    {
        var parts = ExportedCase.Parts(exported.Whole);
        var file = ExportedCase.Zip([.. parts, ("../../etc/passwd", [1]), ("/etc/passwd", [1]), ("evidence/..\\x", [1]), parts[0]]);
        var result = TamperTests.Text(await exported.Verify(file));

        Assert.Contains("NAME_UNSAFE ../../etc/passwd", result, StringComparison.Ordinal);
        Assert.Contains("NAME_UNSAFE /etc/passwd", result, StringComparison.Ordinal);
        Assert.Contains("NAME_UNSAFE evidence/..\\x", result, StringComparison.Ordinal);
        Assert.Contains("NAME_TWICE entries.ndjson", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_unpack_to_far_more_than_it_is_is_refused()
    {
        var file = exported.With("timeline.en.html", _ => new byte[40_000_000]);

        Assert.Equal(ProofFault.FileTooLarge, (await Assert.ThrowsAsync<ExportFileException>(() => exported.Verify(file))).Fault);
    }

    [Fact]
    public async Task More_parts_than_an_export_has_are_refused()
    {
        var file = ExportedCase.Zip(Enumerable.Range(0, ExportFile.MostParts + 1).Select(i => ($"{i}", Array.Empty<byte>())));

        Assert.Equal(ProofFault.FileTooLarge, (await Assert.ThrowsAsync<ExportFileException>(() => exported.Verify(file))).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no archive")]
    public async Task What_is_no_ZIP_file_is_refused(string text) => Assert.Equal(
        ProofFault.FileTruncated,
        (await Assert.ThrowsAsync<ExportFileException>(() => exported.Verify(Encoding.UTF8.GetBytes(text)))).Fault);

    [Theory]
    [InlineData("before")]
    [InlineData("behind")]
    [InlineData("comment")]
    [InlineData("between parts and directory")]
    [InlineData("between parts")]
    [InlineData("in the directory")]
    [InlineData("another name in a head")]
    [InlineData("another length in a head")]
    [InlineData("two ends")]
    [InlineData("behind the data of a part")]
    public async Task Bytes_that_two_readers_could_take_for_two_files_are_refused(string where)
    {
        var file = Irregular(exported.Whole, where);

        Assert.Equal(
            ProofFault.FileIrregular, (await Assert.ThrowsAsync<ExportFileException>(() => exported.Verify(file))).Fault);
    }

    [Fact]
    public async Task Nothing_where_something_must_be_is_named()
    {
        var noType = exported.WithLines(lines =>
        {
            lines[5]["type"] = null;
            return lines;
        });
        var noFormer = exported.With("proof.json", bytes => Json(bytes, proof => proof["before"] = JsonNode.Parse(
            """[{"named":null,"namedProof":[],"earlier":[]}]""")));

        Assert.Contains("ENTRY_UNREADABLE", TamperTests.Text(await exported.Verify(noType)), StringComparison.Ordinal);
        Assert.Equal("PART_UNREADABLE proof.json", TamperTests.Text(await exported.Verify(noFormer)));
    }

    [Fact]
    public async Task A_list_that_claims_to_be_endless_is_not_searched_without_end()
    {
        var parts = ExportedCase.Parts(exported.WithLines(lines =>
        {
            lines[5]["listProof"] = new JsonArray();
            return lines;
        }));
        var file = ExportedCase.Zip(parts.ConvertAll(part => part.Name == "proof.json"
            ? (part.Name, Json(part.Bytes, proof => proof["list"]!["count"] = 9_000_000_000_000_000_000)) : part));

        Assert.Contains("LIST_ALTERED", TamperTests.Text(await exported.Verify(file)), StringComparison.Ordinal);
    }

    private static byte[] Json(byte[] bytes, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(bytes)!;
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    [Fact]
    public async Task Thousands_of_lines_that_do_not_fit_are_counted_and_the_first_ones_named()
    {
        var file = exported.WithLines(lines => [.. lines, .. Enumerable.Range(0, 3_000).Select(i =>
        {
            var other = lines[i % lines.Count].DeepClone().AsObject();
            other["commitment"] = Convert.ToBase64String(MerkleTree.LeafHash(BitConverter.GetBytes(i)));
            return other;
        })]);
        var result = await exported.Verify(file);

        Assert.Equal((3_000, 1_000), (result.Findings.Count, result.Findings.All.Count));
        Assert.All(result.Findings.All, finding => Assert.Equal(ProofFault.EntryAdded, finding.Fault));
    }

    [Fact]
    public void More_evidence_than_a_receipt_can_name_is_refused_and_what_is_not_refused_can_be_read()
    {
        var (most, tooMany) = (0, 20_000);
        while (tooMany - most > 1)
        {
            var middle = (most + tooMany) / 2;
            (most, tooMany) = IsRefused(PlanOf(middle)) ? (most, middle) : (middle, tooMany);
        }
        Assert.InRange(most, 4_000, 7_000);
        var hash = new string('f', 64);
        var parts = Enumerable.Range(0, most).Select(i => new ExportPart($"evidence/{i:x64}.abcdefgh", 99_999_999_999, hash));
        var receipt = new ExportReceipt(
            Guid.NewGuid(), "2026-01-01T00:00:00Z", new('\u0431', 200), new('\u0431', 500), new("incidents/0", 9, new byte[32]), 99_999,
            [], hash, [], [], [.. parts]);
        var note = ProofKey.Open(Path.Combine(exported.Folder, "receipts"), null).Sign(receipt.Text).ToString();

        Assert.Equal(most, ExportReceipt.Parse(SignedNote.Parse(note)!.Text)!.Parts.Count);
    }

    [Fact]
    public async Task An_export_that_does_not_fit_on_the_disk_is_refused_before_its_first_byte()
    {
        await using var file = new FileStream(Path.Combine(exported.Folder, "none.zip"), FileMode.Create);

        Assert.Equal(
            ErrorCode.ExportNoSpace,
            Assert.Throws<RefusedException>(() => PlanOf(1).CheckSpace(file, _ => (60 << 20, 1L << 40))).Refusal.Code);
        PlanOf(1).CheckSpace(file, _ => (200 << 20, 1L << 40));
    }

    private static ExportPlan PlanOf(int parts) => new([], Enumerable.Range(0, parts).ToDictionary(i => $"{i}", _ => 1L), 0, 0);

    private static bool IsRefused(ExportPlan plan)
    {
        try
        {
            plan.CheckReceipt();
            return false;
        }
        catch (RefusedException e) when (e.Refusal.Code == ErrorCode.ExportTooLarge)
        {
            return true;
        }
    }

    // The end has the place of the directory 6 bytes from its own end, and its length before it.
    private static byte[] Irregular(byte[] whole, string where)
    {
        var directory = (int)BitConverter.ToUInt32(whole, whole.Length - 6);
        var changed = (byte[])whole.Clone();
        switch (where)
        {
            case "before":
                return [0, .. whole];
            case "behind":
                return [.. whole, 0];
            case "comment":
                changed[^2] = 1;
                return [.. changed, 0];
            case "between parts and directory":
                BitConverter.TryWriteBytes(changed.AsSpan(changed.Length - 6), directory + 1);
                return [.. changed[..directory], 0, .. changed[directory..]];
            case "between parts":
                // The second part begins one byte later than the first one ends.
                var second = directory + 46 + BitConverter.ToUInt16(whole, directory + 28);
                BitConverter.TryWriteBytes(changed.AsSpan(second + 42), BitConverter.ToInt32(whole, second + 42) + 1);
                return changed;
            case "behind the data of a part":
                return Padded(whole, directory);
            case "in the directory":
                BitConverter.TryWriteBytes(changed.AsSpan(changed.Length - 10), whole.Length - 22 - directory + 1);
                return [.. changed[..^22], 0, .. changed[^22..]];
            case "two ends":
                // Some programs read the long end, and some the short one.
                var (end64, locator) = (new byte[56], new byte[20]);
                BitConverter.TryWriteBytes(end64, 0x06064b50);
                BitConverter.TryWriteBytes(end64.AsSpan(4), 44L);
                BitConverter.TryWriteBytes(end64.AsSpan(24), (long)BitConverter.ToUInt16(whole, whole.Length - 12));
                BitConverter.TryWriteBytes(end64.AsSpan(32), (long)BitConverter.ToUInt16(whole, whole.Length - 12));
                BitConverter.TryWriteBytes(end64.AsSpan(40), (long)BitConverter.ToUInt32(whole, whole.Length - 10));
                BitConverter.TryWriteBytes(end64.AsSpan(48), (long)directory);
                BitConverter.TryWriteBytes(locator, 0x07064b50);
                BitConverter.TryWriteBytes(locator.AsSpan(8), (long)whole.Length - 22);
                BitConverter.TryWriteBytes(locator.AsSpan(16), 1);
                BitConverter.TryWriteBytes(changed.AsSpan(changed.Length - 6), directory - 1);
                return [.. changed[..^22], .. end64, .. locator, .. changed[^22..]];
            case "another name in a head":
                changed[30]++;
                return changed;
            default:
                changed[22]++;
                return changed;
        }
    }

    // One byte more in the first part: behind its compressed data, and counted as its own in both places that say its length.
    private static byte[] Padded(byte[] whole, int directory)
    {
        const int Deflated = 8;
        Assert.Equal(Deflated, BitConverter.ToUInt16(whole, 8));
        var length = BitConverter.ToInt32(whole, 18);
        var end = 30 + BitConverter.ToUInt16(whole, 26) + BitConverter.ToUInt16(whole, 28) + length;
        byte[] padded = [.. whole[..end], 0, .. whole[end..]];
        directory++;
        BitConverter.TryWriteBytes(padded.AsSpan(18), length + 1);
        BitConverter.TryWriteBytes(padded.AsSpan(directory + 20), length + 1);
        BitConverter.TryWriteBytes(padded.AsSpan(padded.Length - 6), directory);
        for (var at = Next(directory); at < padded.Length - 22; at = Next(at))
            BitConverter.TryWriteBytes(padded.AsSpan(at + 42), BitConverter.ToInt32(padded, at + 42) + 1);
        return padded;

        int Next(int at) => at + 46 + BitConverter.ToUInt16(padded, at + 28) + BitConverter.ToUInt16(padded, at + 30);
    }

    [Fact]
    public async Task Random_bytes_changed_anywhere_are_always_noticed()
    {
        var random = new Random(TestScale.Seed);
        var whole = exported.Whole;
        for (var i = 0; i < TestScale.Of(100, 2_000); i++)
        {
            var file = ExportedCase.Parts(whole);
            var part = file[random.Next(file.Count)];
            part.Bytes[random.Next(part.Bytes.Length)] ^= (byte)(1 << random.Next(8));
            var result = await exported.Verify(ExportedCase.Zip(file));
            // The signatures of a note may be written in several ways, and the text stays the same.
            Assert.True(result.Findings.Count > 0 || part.Name is "receipt.txt" or "checkpoint.txt", part.Name);
        }
        Assert.Equal("", TamperTests.Text(await exported.Verify(whole)));
    }
}
