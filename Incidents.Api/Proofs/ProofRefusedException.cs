using Incidents.Domain;

namespace Incidents.Api.Proofs;

/// <summary>The log cannot be written or asked.</summary>
/// <param name="refusal">Why.</param>
internal sealed class ProofRefusedException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>Why.</summary>
    public Refusal Refusal => refusal;

    /// <summary>This host has no key.</summary>
    public static ProofRefusedException Off { get; } = new(new(
        ErrorCode.ProofsOff, "This host keeps no log of commitments: it has neither a data folder nor Proofs:KeyFile."));

    /// <summary>The log is signed with another key.</summary>
    /// <param name="verifierKey">The key that signs it.</param>
    public static ProofRefusedException OtherKey(string verifierKey) => new(new(
        ErrorCode.ProofKeyOther, $"The log is signed with {verifierKey}; this host has another key, and signs nothing (docs/proof.md)."));
}
