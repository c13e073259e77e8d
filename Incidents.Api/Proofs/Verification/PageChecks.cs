using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>Makes the pages of an export again from its entries and its receipt, and compares them with what the receipt says.</summary>
/// <remarks>
/// Whoever holds the key could sign pages that say something else than the entries that are proven. Each is made as a stream and hashed:
/// in memory are the items of evidence alone.
/// </remarks>
internal sealed class PageChecks(ExportReceipt receipt, IReadOnlyDictionary<string, ZipArchiveEntry> parts, Findings findings)
{
    private const int BytesOfBuffer = 1 << 20;

    /// <summary>Compares them.</summary>
    /// <param name="exhibits">The entries that take evidence in.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Compare(IReadOnlyList<ShownEntry> exhibits, CancellationToken cancellation)
    {
        var facts = new PageFacts(receipt.Case, receipt.Checkpoint, receipt.Entries, receipt.WithheldCount);
        var stated = receipt.Parts.DistinctBy(part => part.Name).ToDictionary(part => part.Name, StringComparer.Ordinal);
        var evidence = exhibits.Select(entry => ShownEvidence.Of(entry, stated.ContainsKey)).OfType<ShownEvidence>().ToList();
        foreach (var name in ExportPages.Names.Where(stated.ContainsKey))
        {
            using var hash = SHA256.Create();
            await using (var made = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write, leaveOpen: true))
                await ExportPages.Write(name, facts, Entries(cancellation), evidence, made, cancellation);
            if (Convert.ToHexStringLower(hash.Hash!) != stated[name].Sha256)
                findings.Add(ProofFault.PartDiffers, name, "It is signed, and it is not what the entries of this file give.");
        }
    }

    private async IAsyncEnumerable<ShownEntry> Entries([EnumeratorCancellation] CancellationToken cancellation)
    {
        var read = new List<ShownEntry>();
        var lines = VerifiedPart.Lines(line => read.Add(ShownEntry.Parse(line)));
        await using var stream = await parts[ExportNames.Entries].OpenAsync(cancellation);
        var buffer = new byte[BytesOfBuffer];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var length)
        {
            lines(buffer.AsMemory(0, length));
            foreach (var entry in read)
                yield return entry;
            read.Clear();
        }
        lines(default);
        foreach (var entry in read)
            yield return entry;
    }
}
