using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>Checks what an export says of the logs before its own, and an earlier checkpoint that whoever checks has.</summary>
internal sealed class LogHistory(VerifyRequest request, Checkpoint checkpoint, ProofDocument proof, Findings findings)
{
    private const string Earlier = "earlier checkpoint";
    private const char Restored = '#';

    // Whose leaves are in the log.
    private readonly List<FormerLog> before = [];

    /// <summary>Names each restart, and what does not fit.</summary>
    public void Check()
    {
        CheckBefore();
        if (Given() is not { } earlier)
            return;
        if (earlier.Origin == checkpoint.Origin)
            CheckContinued(earlier, checkpoint, proof.Earlier);
        else if (before.Find(former => former.Named.Origin == earlier.Origin || former.Kept?.Origin == earlier.Origin) is { } former)
            CheckFormer(earlier, former);
        else
            findings.Add(
                ProofFault.OriginOther, Earlier,
                $"It is of the log {ExportFile.Shown(earlier.Origin)}; this one is {ExportFile.Shown(checkpoint.Origin)}.");
    }

    private void CheckBefore()
    {
        var tree = checkpoint;
        foreach (var former in proof.Before)
        {
            if (!IsLeaf(former.Named, 0, former.NamedProof, tree) || (former.Kept is { } kept && !IsLeaf(kept, 1, former.KeptProof, tree)))
            {
                findings.Add(ProofFault.OriginAltered, ExportNames.Proof, "The first leaves of the log do not name this checkpoint.");
                return;
            }
            before.Add(former);
            findings.Add(ProofFault.LogRestarted, ExportFile.Shown(tree.Origin), Restart(former));
            tree = former.End;
        }
        if (before.Count == 0 && checkpoint.Origin.Contains(Restored))
            findings.Add(ProofFault.OriginAltered, ExportNames.Proof, "The log began anew, and the file does not say after which.");
    }

    private static string Restart(FormerLog former)
    {
        var named = FormattableString.Invariant(
            $"It began anew, as after a restore: {former.Named.Size} leaves of {ExportFile.Shown(former.Named.Origin)} were signed before");
        return former.Kept is not { } kept ? named + "."
            : kept.Origin == former.Named.Origin
                ? named + FormattableString.Invariant($", and the database had {kept.Size} of them; what was in the others may be lost.")
                : named + FormattableString.Invariant($", and the database had {kept.Size} of {ExportFile.Shown(kept.Origin)}.");
    }

    private static bool IsLeaf(Checkpoint named, long index, byte[][] hashes, Checkpoint tree) => MerkleTree.IsIncluded(
        MerkleTree.LeafHash(ProofLeaf.Origin(named)), index, tree.Size, hashes, tree.Root);

    private Checkpoint? Given()
    {
        if (request.Earlier is not { } note)
            return null;
        if (Checkpoint.Parse(note.Text) is not { } earlier)
        {
            findings.Add(ProofFault.CheckpointUnreadable, Earlier, "It is no checkpoint.");
            return null;
        }
        if (note.Check(request.EarlierKey ?? request.Key, Ed25519.Check) is NoteCheck.Valid)
            return earlier;
        findings.Add(
            note.Check(request.EarlierKey ?? request.Key, Ed25519.Check) is NoteCheck.OtherKey
                ? ProofFault.KeyOther
                : ProofFault.SignatureInvalid,
            Earlier, "It is not signed by this key.");
        return null;
    }

    private void CheckFormer(Checkpoint earlier, FormerLog former)
    {
        var same = (former.Kept is null ? [former.Named] : (Checkpoint[])[former.Named, former.Kept])
            .FirstOrDefault(known => known.Origin == earlier.Origin && known.Size == earlier.Size);
        if (same is not null)
        {
            if (!same.Equals(earlier))
                findings.Add(ProofFault.TwoTrees, Earlier, $"Two trees of the size {earlier.Size} were signed.");
        }
        else if (earlier.Origin == former.End.Origin && earlier.Size < former.End.Size)
        {
            CheckContinued(earlier, former.End, former.Earlier);
        }
        else if (earlier.Origin == former.Named.Origin && earlier.Size > former.Named.Size)
        {
            findings.Add(
                ProofFault.NotConsistent, Earlier, $"The restart names {former.Named.Size} leaves, and {earlier.Size} were signed.");
        }
        else
        {
            findings.Add(
                ProofFault.ConsistencyUnknown, Earlier,
                $"The restored database had {former.End.Size} leaves of {ExportFile.Shown(former.End.Origin)}: the rest cannot be proven.");
        }
    }

    private void CheckContinued(Checkpoint earlier, Checkpoint later, IReadOnlyDictionary<long, (byte[] Root, byte[][] Proof)> proofs)
    {
        var (known, hashes) = proofs.TryGetValue(earlier.Size, out var given) ? given : (null, null);
        if (earlier.Size == later.Size)
        {
            if (!earlier.Equals(later))
                findings.Add(ProofFault.TwoTrees, Earlier, $"Two trees of the size {earlier.Size} were signed.");
        }
        else if (earlier.Size == 0)
        {
            // Every log continues the empty one.
        }
        else if (earlier.Size < later.Size && (request.Consistency ?? hashes) is { } consistency)
        {
            if (MerkleTree.IsContinued(earlier.Size, earlier.Root, later.Size, later.Root, consistency))
                return;
            // The proof holds for another tree of that size: both are signed, and only one can be the log.
            if (known is not null && MerkleTree.IsContinued(earlier.Size, known, later.Size, later.Root, hashes!))
                findings.Add(ProofFault.TwoTrees, Earlier, $"The log had another tree of the size {earlier.Size}.");
            else
                findings.Add(ProofFault.NotConsistent, Earlier, "The log of this file does not continue it.");
        }
        else
        {
            findings.Add(
                ProofFault.ConsistencyUnknown, Earlier,
                $"The file has no proof from size {earlier.Size} to {later.Size}; ask for it (consistencyProof).");
        }
    }
}
