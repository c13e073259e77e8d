using System.Security.Cryptography;
using System.Text;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Domain.Proofs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>What is signed and does not follow from the entries is named, even where the holder of the key has signed it.</summary>
public sealed class PageTamperTests(ExportedCase exported) : IClassFixture<ExportedCase>
{
    [Theory]
    [InlineData("timeline.ru.html", "note 3", "note 4")]
    [InlineData("timeline.en.html", "<td>5</td>", "<td>6</td>")]
    [InlineData("case.jsonld", "clip.mp4", "clap.mp4")]
    public async Task A_page_that_was_signed_and_is_not_what_the_entries_give_is_named(string part, string before, string after)
    {
        var file = Signed(receipt => receipt, (name, text) => name == part ? text.Replace(before, after) : text);

        Assert.Equal($"PART_DIFFERS {part}", TamperTests.Text(await exported.Verify(file)));
    }

    [Fact]
    public async Task An_export_signed_again_as_it_was_is_proven() =>
        Assert.Equal("", TamperTests.Text(await exported.Verify(Signed(receipt => receipt, (_, text) => text))));

    [Fact]
    public async Task A_receipt_that_names_a_part_twice_is_none()
    {
        // One line fits the file, the other what the entries give.
        var file = Signed(receipt => receipt, (_, text) => text, receipt => receipt with { Parts = [.. receipt.Parts, receipt.Parts[0]] });

        Assert.Equal("PART_UNREADABLE receipt.txt", TamperTests.Text(await exported.Verify(file)));
    }

    [Fact]
    public async Task Evidence_that_an_entry_names_and_the_receipt_does_not_is_named()
    {
        var file = Signed(receipt => receipt with { Absent = [] }, (_, text) => text);

        Assert.Equal($"EVIDENCE_MISSING {new string('a', 64)}", TamperTests.Text(await exported.Verify(file)));
    }

    [Fact]
    public async Task Pages_of_another_build_are_said_not_to_be_compared()
    {
        var file = Signed(receipt => receipt with { Pages = new('0', 64) }, (_, text) => text);
        var result = await exported.Verify(file);

        Assert.Equal(ProofFault.PagesNotCompared, Assert.Single(result.Findings.All).Fault);
        Assert.True(result.IsProven);
        Assert.False(result.ArePagesCompared);
    }

    [Fact]
    public async Task A_witness_that_was_asked_for_and_has_not_co_signed_is_named()
    {
        var witness = VerifierKey.Of("witness.example", SignatureKind.Cosignature, Ed25519.PublicKeyOf(new byte[32]));
        var result = await ExportedCase.Verify(exported.Whole, new(exported.Key, Witnesses: [witness]));

        Assert.Equal("WITNESS_MISSING witness.example", TamperTests.Text(result));
        Assert.Empty(result.Witnesses);
    }

    [Fact]
    public void The_form_of_the_pages_is_the_same_each_time_and_each_word_is_in_it()
    {
        Assert.Equal(64, ExportPages.Form.Length);
        Assert.All(
            ExportNames.Languages,
            language => Assert.Contains("alert_raised ", TimelineWords.Of(language).AllOfEvents, StringComparison.Ordinal));
    }

    [Fact]
    public void No_part_has_lengths_behind_it_or_further_fields_so_that_the_browser_reads_the_file_too()
    {
        Assert.Equal(0, exported.Whole[6] & 0x08);
        Assert.Equal((0, 0), (exported.Whole[28], exported.Whole[29]));
    }

    // As the holder of the key could do it.
    private byte[] Signed(
        Func<ExportReceipt, ExportReceipt> change, Func<string, string, string> changeText, Func<ExportReceipt, ExportReceipt>? last = null)
    {
        var parts = ExportedCase.Parts(exported.Whole).ConvertAll(part => part.Name.EndsWith(".html") || part.Name == "case.jsonld"
            ? (part.Name, Bytes: Encoding.UTF8.GetBytes(changeText(part.Name, Encoding.UTF8.GetString(part.Bytes))))
            : part);
        var text = Encoding.UTF8.GetString(parts.Single(p => p.Name == "receipt.txt").Bytes);
        var receipt = ExportReceipt.Parse(SignedNote.Parse(text)!.Text)!;
        receipt = change(receipt) with
        {
            Parts = [.. receipt.Parts.Select(of => parts.Single(p => p.Name == of.Name).Bytes is var bytes
                ? new ExportPart(of.Name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)))
                : of)],
        };
        receipt = last?.Invoke(receipt) ?? receipt;
        var note = Encoding.UTF8.GetBytes(exported.Host.Services.GetRequiredService<ProofLog>().Key.Sign(receipt.Text).ToString());
        return ExportedCase.Zip(parts.Select(part => part.Name == "receipt.txt" ? (part.Name, note) : part));
    }
}
