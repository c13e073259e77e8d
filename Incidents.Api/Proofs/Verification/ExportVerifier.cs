using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>Checks an export with nothing but the file and a key: no database, no network.</summary>
/// <remarks>Parts are read once, as streams: memory is that of one line and of 8 bytes an entry, whatever the evidence is.</remarks>
internal sealed class ExportVerifier
{
    private readonly Findings findings = new();
    private readonly VerifyRequest request;
    private readonly Dictionary<string, ZipArchiveEntry> parts;
    private readonly CancellationToken cancellation;

    private ExportVerifier(ZipArchive archive, VerifyRequest request, CancellationToken cancellation)
    {
        (this.request, this.cancellation) = (request, cancellation);
        parts = ExportFile.Parts(archive, findings);
    }

    /// <summary>Checks a file.</summary>
    /// <param name="file">The file; one that can seek.</param>
    /// <param name="request">What it is checked against.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="ExportFileException">It cannot be read as an export at all.</exception>
    public static async Task<VerifyResult> Verify(Stream file, VerifyRequest request, CancellationToken cancellation)
    {
        try
        {
            var deflated = ZipLayout.Check(file);
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            // It has refused what would grow too large by now.
            var verifier = new ExportVerifier(archive, request, cancellation);
            foreach (var part in deflated)
                part.CheckEnd(file, cancellation);
            return await verifier.Verify();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new ExportFileException(ProofFault.FileTruncated, $"It cannot be read to its end: {e.Message}");
        }
    }

    private async Task<VerifyResult> Verify()
    {
        var note = await Note(ExportNames.Checkpoint);
        var checkpoint = note is null ? null : Checkpoint.Parse(note.Text);
        if (note is not null && checkpoint is null)
            findings.Add(ProofFault.PartUnreadable, ExportNames.Checkpoint, "It is no checkpoint.");
        var signed = await Note(ExportNames.Receipt);
        var receipt = signed is null ? null : ExportReceipt.Parse(signed.Text);
        if (signed is not null && receipt is null)
            findings.Add(ProofFault.PartUnreadable, ExportNames.Receipt, "It is no receipt.");
        var proof = await Proof();
        if (checkpoint is null || receipt is null || proof is null)
            return new(findings, receipt, checkpoint, 0, 0, 0, 0, []);

        CheckList(checkpoint, receipt, proof);
        new LogHistory(request, checkpoint, proof, findings).Check();
        var witnesses = CheckWitnesses(note!);
        var before = findings.Count;
        var entries = new EntryChecks(checkpoint, proof.List, receipt.Withheld, findings);
        var read = new List<ExportPart>();
        if (Find(ExportNames.Entries) is { } part)
        {
            var lines = VerifiedPart.Lines(entries.Take);
            if (await Read(part, lines) is { } whole)
                read.Add(whole);
            lines(default);
            entries.End();
        }
        var areEntriesWhole = findings.Count == before;
        foreach (var other in parts.Values.Where(IsHashed))
        {
            if (await Read(other, null) is { } whole)
                read.Add(whole);
        }
        CheckParts(receipt, read, areEntriesWhole);
        var evidence = CheckEvidence(receipt, entries.Evidence, read);
        // An entry that is wrong is named already, and its evidence with it.
        if (areEntriesWhole)
            CheckNamed(receipt, entries.Evidence);
        var areCompared = areEntriesWhole && await ComparePages(receipt, entries);
        return new(findings, receipt, checkpoint, entries.Lines, entries.Masked, entries.Uncommitted, evidence, witnesses)
        {
            ListIndex = proof.Index,
            ArePagesCompared = areCompared,
        };
    }

    private List<string> CheckWitnesses(SignedNote note)
    {
        var signed = new List<string>();
        foreach (var key in request.Witnesses ?? [])
        {
            var check = note.Check(key, Ed25519.Check);
            if (check is NoteCheck.Valid)
                signed.Add(key.Name);
            else
                findings.Add(
                    ProofFault.WitnessMissing, ExportFile.Shown(key.Name),
                    check is NoteCheck.OtherKey ? "It has not co-signed the checkpoint." : "Its signature does not fit the checkpoint.");
        }
        return signed;
    }

    private async Task<bool> ComparePages(ExportReceipt receipt, EntryChecks entries)
    {
        if (receipt.Pages != ExportPages.Form)
        {
            findings.Add(
                ProofFault.PagesNotCompared, "timeline.*.html, case.jsonld", "Another build made them: use the program of that build.");
            return false;
        }
        try
        {
            await new PageChecks(receipt, parts, findings).Compare(entries.Exhibits, cancellation);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or JsonException)
        {
            findings.Add(ProofFault.PartUnreadable, ExportNames.Entries, "An entry has content that no page can show.");
            return false;
        }
    }

    private static bool IsHashed(ZipArchiveEntry part) =>
        part.FullName is not (ExportNames.Receipt or ExportNames.Checkpoint or ExportNames.Entries);

    private ZipArchiveEntry? Find(string name)
    {
        if (parts.TryGetValue(name, out var part))
            return part;
        findings.Add(ProofFault.PartMissing, name, "The part is missing.");
        return null;
    }

    private async Task<SignedNote?> Note(string name)
    {
        if (Find(name) is not { } part)
            return null;
        if (SignedNote.Parse(Encoding.UTF8.GetString(await VerifiedPart.Whole(part, cancellation))) is not { } note)
        {
            findings.Add(ProofFault.PartUnreadable, name, "It is no signed note.");
            return null;
        }
        switch (note.Check(request.Key, Ed25519.Check))
        {
            case NoteCheck.OtherKey:
                findings.Add(ProofFault.KeyOther, name, $"It is not signed by {request.Key.Name}, but by {Signers(note)}.");
                break;
            case NoteCheck.Invalid:
                findings.Add(ProofFault.SignatureInvalid, name, "Its signature does not fit its text.");
                break;
        }
        return note;
    }

    private static string Signers(SignedNote note) => ExportFile.Shown(
        string.Join(", ", note.Signatures.Take(3).Select(s => FormattableString.Invariant($"{s.Name} ({s.KeyId:x8})"))));

    private async Task<ProofDocument?> Proof()
    {
        if (Find(ExportNames.Proof) is not { } part)
            return null;
        var proof = ProofDocument.Parse(await VerifiedPart.Whole(part, cancellation));
        if (proof is null)
            findings.Add(ProofFault.PartUnreadable, ExportNames.Proof, "It is no proof.");
        return proof;
    }

    private void CheckList(Checkpoint checkpoint, ExportReceipt receipt, ProofDocument proof)
    {
        var list = proof.List;
        var leaf = MerkleTree.LeafHash(ProofLeaf.Case(list.Case, list.Count, list.Root));
        if (!MerkleTree.IsIncluded(leaf, proof.Index, checkpoint.Size, proof.Proof, checkpoint.Root))
            findings.Add(ProofFault.ListAltered, ExportNames.Proof, "The list of the case is not in the log of the checkpoint.");
        if (!receipt.Checkpoint.Equals(checkpoint) || receipt.Case != list.Case || receipt.Entries != list.Count)
            findings.Add(ProofFault.ReceiptDiffers, ExportNames.Receipt, "It is of another checkpoint, case or number of entries.");
    }

    // The receipt names the parts; an entry that is wrong is named already, and its part with it.
    private void CheckParts(ExportReceipt receipt, List<ExportPart> read, bool areEntriesWhole)
    {
        var expected = new Dictionary<string, ExportPart>(StringComparer.Ordinal);
        foreach (var part in receipt.Parts)
            expected[part.Name] = part;
        foreach (var part in read.Where(part => areEntriesWhole || part.Name != ExportNames.Entries))
        {
            if (!expected.TryGetValue(part.Name, out var known))
                findings.Add(Fault(part.Name, ProofFault.PartAdded, ProofFault.EvidenceAdded), part.Name, "The receipt does not have it.");
            else if (known != part)
                findings.Add(Fault(part.Name, ProofFault.PartAltered, ProofFault.EvidenceAltered), part.Name, "Its bytes are others.");
        }
        foreach (var part in receipt.Parts.Where(part => !parts.ContainsKey(part.Name) && !IsRequired(part.Name)))
        {
            findings.Add(
                Fault(part.Name, ProofFault.PartMissing, ProofFault.EvidenceMissing), ExportFile.Shown(part.Name),
                "The receipt has it, and the file has not.");
        }
    }

    private static bool IsRequired(string name) => name is ExportNames.Entries or ExportNames.Proof;

    private int CheckEvidence(ExportReceipt receipt, HashSet<string> named, List<ExportPart> read)
    {
        var known = receipt.Parts.Select(part => part.Name).ToHashSet(StringComparer.Ordinal);
        var evidence = read.Where(part => IsEvidence(part.Name)).ToList();
        foreach (var part in evidence.Where(part => known.Contains(part.Name)))
        {
            var sha256 = part.Name.Substring(ExportNames.Evidence.Length, 64);
            if (!named.Contains(sha256))
                findings.Add(ProofFault.EvidenceAdded, part.Name, "No entry of the file names it.");
            else if (part.Sha256 != sha256 && receipt.Parts.Any(p => p == part))
                findings.Add(ProofFault.EvidenceAltered, part.Name, "Its bytes are not those that its entry names.");
        }
        return evidence.Count;
    }

    // Evidence that an entry names is in the file, or the receipt says that it is not.
    private void CheckNamed(ExportReceipt receipt, HashSet<string> named)
    {
        var said = receipt.Parts.Where(part => IsEvidence(part.Name) && part.Name.Length >= ExportNames.Evidence.Length + 64)
            .Select(part => part.Name.Substring(ExportNames.Evidence.Length, 64)).Concat(receipt.Absent).ToHashSet(StringComparer.Ordinal);
        foreach (var hash in named.Where(hash => !said.Contains(hash)))
            findings.Add(ProofFault.EvidenceMissing, hash, "An entry names it, and the receipt does not say where it is.");
    }

    private static bool IsEvidence(string name) => name.StartsWith(ExportNames.Evidence, StringComparison.Ordinal);

    private static ProofFault Fault(string name, ProofFault part, ProofFault evidence) => IsEvidence(name) ? evidence : part;

    private async Task<ExportPart?> Read(ZipArchiveEntry part, Action<ReadOnlyMemory<byte>>? take)
    {
        try
        {
            return await VerifiedPart.Read(part, take, cancellation);
        }
        catch (InvalidDataException e)
        {
            findings.Add(
                Fault(part.FullName, ProofFault.PartUnreadable, ProofFault.EvidenceAltered), part.FullName,
                $"It cannot be read: {e.Message}");
            return null;
        }
    }
}
