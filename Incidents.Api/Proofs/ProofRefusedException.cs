using Incidents.Domain;

namespace Incidents.Api.Proofs;

/// <summary>The log cannot be written or asked.</summary>
/// <param name="refusal">Why.</param>
/// <param name="inner">What caused it, or null.</param>
internal class ProofRefusedException(Refusal refusal, Exception? inner = null) : Exception(refusal.Message, inner)
{
    private const string GoOn = "It signs nothing until somebody decides with the command proof-key (docs/proof.md).";

    /// <summary>Why.</summary>
    public Refusal Refusal => refusal;

    /// <summary>This host has no key.</summary>
    public static ProofRefusedException Off { get; } = new(new(
        ErrorCode.ProofsOff, "This host keeps no log of commitments: it has neither a data folder nor Proofs:KeyFile."));

    /// <summary>The log is signed with another key.</summary>
    /// <param name="verifierKey">The key that signs it.</param>
    public static ProofRefusedException OtherKey(string verifierKey) => new(new(
        ErrorCode.ProofKeyOther, $"The log is signed with {verifierKey}, and this host has another key. {GoOn}"));

    /// <summary>The file of the key is missing, and the database has a log.</summary>
    /// <param name="file">The file.</param>
    /// <param name="verifierKey">The key that signs the log.</param>
    public static ProofRefusedException KeyMissing(string file, string verifierKey) => new(new(
        ErrorCode.ProofKeyMissing,
        $"The log is signed with {verifierKey}, and {file} is missing: put it back with its file .checkpoint. {GoOn}"));

    /// <summary>What was signed last is missing beside the key.</summary>
    /// <param name="origin">The log.</param>
    public static ProofRefusedException RecordMissing(string origin) => new(new(
        ErrorCode.ProofRecordMissing,
        $"What was signed last of {origin} is missing beside the key: hosts of one database share both files. {GoOn}"));

    /// <summary>The log is not what was signed, and nothing says that the database was restored.</summary>
    /// <param name="origin">The log.</param>
    /// <param name="size">Number of leaves that were signed.</param>
    public static ProofRefusedException OtherTree(string origin, long size) => new(new(
        ErrorCode.ProofTreeOther, $"The first {size} leaves of {origin} are not those that were signed, without a restore. {GoOn}"));
}
