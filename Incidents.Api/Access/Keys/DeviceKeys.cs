using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;

namespace Incidents.Api.Access.Keys;

/// <summary>Makes, rotates and revokes the keys of devices, and knows those that are valid.</summary>
/// <remarks>
/// A host reads all keys anew after two seconds, so that what another one revoked is refused soon. While the store is away, it uses what
/// it read for five minutes.
/// </remarks>
internal sealed class DeviceKeys(DeviceKeyStore store, IAccessLog log, TimeProvider time) : IDisposable
{
    /// <summary>Number of requests a minute of a key where none is given.</summary>
    public const int DefaultPerMinute = 6_000;

    private const int BytesOfSecret = 32;
    private const int MostPerMinute = 1_000_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsableWhileAway = TimeSpan.FromMinutes(5);
    private static readonly Duration LongestGrace = Duration.FromDays(30);

    private readonly SemaphoreSlim reading = new(1);
    private volatile Snapshot? snapshot;

    /// <inheritdoc/>
    public void Dispose() => reading.Dispose();

    /// <summary>The key of an id, or null.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask<KnownKey?> Find(Guid id, CancellationToken cancellation)
    {
        var current = snapshot;
        if (current is null || time.GetUtcNow() - current.At >= Fresh)
            current = await Read(current, cancellation);
        return current.Keys.GetValueOrDefault(id);
    }

    /// <summary>All keys, the latest first.</summary>
    public async Task<IReadOnlyList<DeviceKey>> All(CancellationToken cancellation) =>
        [.. (await store.All(cancellation)).Select(kept => kept.Key)];

    /// <summary>Makes a key.</summary>
    /// <exception cref="RefusedException">A value is not valid, or the access log cannot be written.</exception>
    public async Task<IssuedKey> Create(NewKey wanted, CancellationToken cancellation)
    {
        var now = Now();
        CommandInput.Check(
            Texts.Source.Check(wanted.Source, "source") ?? Texts.Reason.Check(wanted.Note, "note")
            ?? wanted.DeviceIds?.Select(device => Texts.DeviceId.Check(device, "deviceIds")).FirstOrDefault(fault => fault is not null)
            ?? wanted.Cities?.Select(city => Texts.City.Check(city, "cities")).FirstOrDefault(fault => fault is not null));
        if (wanted.PerMinute is < 1 or > MostPerMinute)
            throw RefusedException.BadInput("perMinute", $"A key may send from 1 to {MostPerMinute} requests a minute.");
        if (wanted.ExpiresAt <= now)
            throw RefusedException.BadInput("expiresAt", "A key expires in the future.");
        var secret = RandomNumberGenerator.GetBytes(BytesOfSecret);
        var key = new DeviceKey(
            Guid.NewGuid(), wanted.Note, wanted.Source, wanted.DeviceIds, wanted.Cities, wanted.PerMinute, now, Callers.Current.Name,
            wanted.ExpiresAt, null, null, null, null);
        await Note("made", key.Id, key.Source, cancellation);
        await store.Add(new(key, SHA256.HashData(secret), null), cancellation);
        snapshot = null;
        return new(key, Authorization(key.Id, secret));
    }

    /// <summary>Gives a key another secret.</summary>
    /// <param name="id">The key.</param>
    /// <param name="grace">How long the secret of before is accepted too.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="RefusedException">There is no such key, or the access log cannot be written.</exception>
    public async Task<IssuedKey> Rotate(Guid id, Duration grace, CancellationToken cancellation)
    {
        if (grace < Duration.Zero || grace > LongestGrace)
            throw RefusedException.BadInput("graceMinutes", "The secret of before is accepted for 0 to 43,200 minutes.");
        var key = await Valid(id, cancellation);
        var (secret, now) = (RandomNumberGenerator.GetBytes(BytesOfSecret), Now());
        await Note("rotated", id, key.Source, cancellation);
        if (!await store.Rotate(id, SHA256.HashData(secret), now, now + grace, cancellation))
            throw NoSuchKey();
        snapshot = null;
        return new(key with { RotatedAt = now, FormerSecretUntil = now + grace }, Authorization(id, secret));
    }

    /// <summary>Revokes a key for good.</summary>
    /// <exception cref="RefusedException">There is no such key, or the access log cannot be written.</exception>
    public async Task<DeviceKey> Revoke(Guid id, CancellationToken cancellation)
    {
        var key = await Valid(id, cancellation);
        var (now, by) = (Now(), Callers.Current.Name);
        await Note("revoked", id, key.Source, cancellation);
        if (!await store.Revoke(id, by, now, cancellation))
            throw NoSuchKey();
        snapshot = null;
        return key with { RevokedAt = now, RevokedBy = by };
    }

    private static string Authorization(Guid id, byte[] secret) => $"{DeviceKeyHandler.Prefix}{id:N}.{WebEncoders.Base64UrlEncode(secret)}";

    private static RefusedException NoSuchKey() => new(new(ErrorCode.NotFound, "There is no such key, or it is revoked already.", "id"));

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    private async Task<DeviceKey> Valid(Guid id, CancellationToken cancellation) =>
        (await All(cancellation)).FirstOrDefault(key => key.Id == id && key.RevokedAt is null) ?? throw NoSuchKey();

    private async Task Note(string change, Guid id, string source, CancellationToken cancellation)
    {
        try
        {
            await log.Write(
                AccessEntry.OfCurrent(
                    AccessKind.KeyChanged,
                    new JsonObject { ["change"] = change, ["key"] = id.ToString("N"), ["source"] = source }),
                cancellation);
        }
        catch (AccessLogException e)
        {
            throw new RefusedException(new(ErrorCode.AccessLogAway, e.Message));
        }
    }

    private async Task<Snapshot> Read(Snapshot? current, CancellationToken cancellation)
    {
        // One request reads; the others use what is known.
        if (current is not null && !reading.Wait(0, CancellationToken.None))
            return current;
        if (current is null)
            await reading.WaitAsync(cancellation);
        try
        {
            if (snapshot is { } read && !ReferenceEquals(read, current))
                return read;
            var now = time.GetUtcNow();
            try
            {
                var keys = await store.All(cancellation);
                return snapshot = new(keys.ToFrozenDictionary(kept => kept.Key.Id, kept => new KnownKey(kept)), now);
            }
            catch (Exception e) when (StoreFault.IsAway(e) && current is not null && now - current.At < UsableWhileAway)
            {
                return current;
            }
        }
        finally
        {
            reading.Release();
        }
    }

    private sealed record Snapshot(FrozenDictionary<Guid, KnownKey> Keys, DateTimeOffset At);
}

/// <summary>A key to be made.</summary>
/// <param name="Source">The source whose reports it posts.</param>
/// <param name="Note">What it is for, in words.</param>
/// <param name="DeviceIds">The devices, or null for all of the source.</param>
/// <param name="Cities">City codes, or null for all.</param>
/// <param name="PerMinute">Number of requests a minute.</param>
/// <param name="ExpiresAt">When it expires, or null.</param>
internal sealed record NewKey(
    string Source, string Note, IReadOnlyList<string>? DeviceIds, IReadOnlyList<string>? Cities, int PerMinute, Instant? ExpiresAt);
