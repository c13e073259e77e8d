using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs;

/// <summary>A witness that co-signs checkpoints.</summary>
/// <param name="Address">Where it is asked: the prefix of <c>add-checkpoint</c>.</param>
/// <param name="Key">Its key.</param>
internal sealed record Witness(Uri Address, VerifierKey Key)
{
    /// <summary>The witnesses of a setting.</summary>
    /// <param name="setting">As <see cref="ProofSettings.Witnesses"/> has it; null for none.</param>
    /// <exception cref="FormatException">It is not of that form; the message says what is wrong.</exception>
    public static IReadOnlyList<Witness> Parse(string? setting) =>
        [.. (setting ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];

    private static Witness One(string text)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var address, var key]
            || !Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            throw new FormatException(
                $"Proofs:Witnesses is a list of an https address (http on this machine only), a blank and a verifier key, not '{text}'.");
        }
        return VerifierKey.Parse(key) is { Kind: SignatureKind.Cosignature } verifier
            ? new(uri, verifier)
            : throw new FormatException($"The verifier key of the witness {address} is not one that co-signs (kind 4).");
    }
}

/// <summary>What a witness has done last.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">The size that it has co-signed last; 0 for none.</param>
/// <param name="CosignedAt">When; null for never.</param>
/// <param name="Failure">Why it has not co-signed since; null where it has.</param>
internal sealed record WitnessState(string Name, long Size, NodaTime.Instant? CosignedAt, string? Failure);
