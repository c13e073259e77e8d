using GraphQL;
using Incidents.Api.GraphQL;
using NodaTime;

namespace Incidents.Api.Access.Keys;

/// <summary>Keys of devices.</summary>
[QueryType]
internal static class DeviceKeyQueries
{
    /// <summary>All keys of devices, the latest first, those that are revoked or have expired too. Their secrets are not kept.</summary>
    public static async Task<IEnumerable<DeviceKey>> DeviceKeys(
        [FromServices] DeviceKeys keys, CancellationToken cancellation = default) =>
        await keys.All(cancellation);
}

/// <summary>Making, rotating and revoking keys of devices.</summary>
[MutationType]
internal static class DeviceKeyMutations
{
    /// <summary>Makes a key. The result contains its secret, which is shown this once.</summary>
    /// <param name="source">The source whose reports it posts.</param>
    /// <param name="note">What it is for, in words.</param>
    /// <param name="deviceIds">The devices whose reports it posts; default all of the source.</param>
    /// <param name="cities">Codes of the cities whose reports it posts; default all.</param>
    /// <param name="perMinute">Number of requests a minute that it may send, 1 to 1,000,000; default 6,000.</param>
    /// <param name="expiresAt">When it expires; default never.</param>
    public static Task<IssuedKey> CreateDeviceKey(
        [FromServices] DeviceKeys keys, string source, string note, IEnumerable<string>? deviceIds = null,
        IEnumerable<string>? cities = null, int? perMinute = null, Instant? expiresAt = null, CancellationToken cancellation = default) =>
        keys.Create(
            new(source, note, deviceIds?.ToArray(), cities?.ToArray(), perMinute ?? Keys.DeviceKeys.DefaultPerMinute, expiresAt),
            cancellation);

    /// <summary>Makes the secret of a key anew. The result contains it, and it is shown this once.</summary>
    /// <param name="id">The key.</param>
    /// <param name="graceMinutes">Number of minutes for which the secret of before is accepted too, 0 to 43,200; default 60.</param>
    public static Task<IssuedKey> RotateDeviceKey(
        [FromServices] DeviceKeys keys, Guid id, int? graceMinutes = null, CancellationToken cancellation = default) =>
        keys.Rotate(id, Duration.FromMinutes(graceMinutes ?? 60), cancellation);

    /// <summary>Revokes a key for good. Every host refuses it within a few seconds.</summary>
    /// <param name="id">The key.</param>
    public static Task<DeviceKey> RevokeDeviceKey(
        [FromServices] DeviceKeys keys, Guid id, CancellationToken cancellation = default) =>
        keys.Revoke(id, cancellation);
}
