using System.Text;
using Incidents.Api.Proofs.Verification;
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
