using NodaTime;

namespace Incidents.Api.Access.Keys;

/// <summary>A key by which devices or their system post reports.</summary>
/// <param name="Id">Its id, the first part of what is sent.</param>
/// <param name="Note">What it is for, in words.</param>
/// <param name="Source">The source whose reports it posts.</param>
/// <param name="DeviceIds">The devices whose reports it posts; null for all of the source.</param>
/// <param name="Cities">Codes of the cities whose reports it posts; null for all.</param>
/// <param name="PerMinute">Number of requests a minute that it may send.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ExpiresAt">When it expires, or null.</param>
/// <param name="RotatedAt">When its secret was made anew, or null.</param>
/// <param name="FormerSecretUntil">Until when the secret of before is accepted too, or null.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
/// <param name="RevokedBy">Who revoked it, or null.</param>
public sealed record DeviceKey(
    Guid Id, string Note, string Source, IReadOnlyList<string>? DeviceIds, IReadOnlyList<string>? Cities, int PerMinute, Instant CreatedAt,
    string CreatedBy, Instant? ExpiresAt, Instant? RotatedAt, Instant? FormerSecretUntil, Instant? RevokedAt, string? RevokedBy);

/// <summary>A key with its secret, which is shown this once: only its hash is kept.</summary>
/// <param name="Key">The key.</param>
/// <param name="Authorization">The header `Authorization` that its requests have.</param>
public sealed record IssuedKey(DeviceKey Key, string Authorization);

/// <summary>A key with the hashes of its secrets.</summary>
/// <param name="Key">The key.</param>
/// <param name="Sha256">SHA-256 of the secret.</param>
/// <param name="FormerSha256">SHA-256 of the secret before, or null.</param>
internal sealed record KeptKey(DeviceKey Key, byte[] Sha256, byte[]? FormerSha256);
