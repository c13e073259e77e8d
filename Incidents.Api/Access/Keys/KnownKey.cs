using System.Security.Claims;
using System.Security.Cryptography;
using Incidents.Api.Access.SignIn;
using Incidents.Domain;
using Incidents.Domain.Access;
using NodaTime;

namespace Incidents.Api.Access.Keys;

/// <summary>A key as it was read, with who it is and what it may post.</summary>
internal sealed class KnownKey
{
    private readonly KeptKey kept;
    private ClaimsPrincipal? principal;

    /// <summary>Keeps what was read.</summary>
    public KnownKey(KeptKey kept)
    {
        this.kept = kept;
        Rights = new([kept.Key.Source], kept.Key.DeviceIds, kept.Key.Cities);
    }

    /// <summary>The key.</summary>
    public DeviceKey Key => kept.Key;

    /// <summary>What it may post.</summary>
    public ReportRights Rights { get; }

    /// <summary>Why the key is not accepted with a secret, or null where it is.</summary>
    /// <remarks>Only who has the secret learns whether a key is revoked.</remarks>
    /// <param name="secret">The secret that was sent.</param>
    /// <param name="now">The present moment.</param>
    public RefusedSignIn? Fault(ReadOnlySpan<byte> secret, Instant now)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, hash);
        var isCurrent = CryptographicOperations.FixedTimeEquals(hash, kept.Sha256);
        var isFormer = kept.FormerSha256 is { } former && CryptographicOperations.FixedTimeEquals(hash, former);
        if (!isCurrent && !isFormer)
            return RefusedSignIn.Key(ErrorCode.KeyInvalid, "The key is not known.", "wrong secret of a key");
        return Key.RevokedAt is not null ? Refused("key revoked")
            : Key.ExpiresAt <= now ? Refused("key expired")
            : !isCurrent && Key.FormerSecretUntil <= now ? Refused("secret of a key from before its rotation")
            : null;

        static RefusedSignIn Refused(string reason) =>
            RefusedSignIn.Key(ErrorCode.KeyRevoked, "The key was revoked or has expired.", reason);
    }

    /// <summary>Who the key is.</summary>
    /// <param name="settings">Name the claims.</param>
    public ClaimsPrincipal Principal(AccessSettings settings) => principal ??= new(new ClaimsIdentity(
        [
            new("sub", Key.Id.ToString("N")), new("name", Key.Source),
            .. GrantClaims.Write([new(Role.Device, Key.Cities)]).Select(grant => new Claim(settings.RolesClaim, grant)),
        ],
        SignInSchemes.Key));
}
