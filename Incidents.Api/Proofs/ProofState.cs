using Incidents.Domain;

namespace Incidents.Api.Proofs;

/// <summary>Whether this host could sign when it last tried.</summary>
internal sealed class ProofState
{
    private volatile Refusal? refused;

    /// <summary>Why it could not; null where it could, or has not tried yet.</summary>
    public Refusal? Refused => refused;

    /// <summary>Keeps what the last try gave.</summary>
    public void Note(Refusal? refusal) => refused = refusal;
}
