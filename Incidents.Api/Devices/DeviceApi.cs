using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections.Devices;
using NodaTime;

namespace Incidents.Api.Devices;

/// <summary>Devices.</summary>
[QueryType]
internal static class DeviceQueries
{
    /// <summary>Devices by city and id: those of the registry, and those that reports name without being in it.</summary>
    /// <param name="cities">City codes; default all.</param>
    /// <param name="kinds">Kinds; default all, also the unknown kind of unregistered ones.</param>
    /// <param name="registered">Only those that are (not) in the registry.</param>
    /// <param name="first">How many, 1 to 1000, default 50.</param>
    /// <param name="after">Where to go on.</param>
    public static async Task<Connection<KnownDevice>> Devices(
        [FromServices] DeviceReader reader, IEnumerable<string>? cities = null, IEnumerable<DeviceKind>? kinds = null,
        bool? registered = null, int? first = null, string? after = null, CancellationToken cancellation = default)
    {
        var page = Page.Of("devices", first, after);
        var rows = await reader.Read(
            cities?.ToArray(), kinds?.ToArray(), registered, page.Key<(string, string)>(), page.Limit, cancellation);
        return Connection.Of(rows, page, device => (device.City, device.DeviceId));
    }

    /// <summary>How many devices there are, by city and kind. Nothing here says whether they work: devices do not report that.</summary>
    /// <param name="cities">City codes; default all.</param>
    public static async Task<IEnumerable<DeviceCount>> DeviceCounts(
        [FromServices] DeviceReader reader, IEnumerable<string>? cities = null, CancellationToken cancellation = default) =>
        await reader.Count(cities?.ToArray(), cancellation);
}

/// <summary>One device of the registry after a command.</summary>
/// <param name="Id">The device's stream.</param>
/// <param name="Version">Number of its events.</param>
/// <param name="DeviceId">The id that its reports carry.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="Model">Maker and model, or null.</param>
/// <param name="Retired">Whether it was taken out of service.</param>
public sealed record DeviceFile(Guid Id, long Version, string DeviceId, DeviceKind Kind, Place Place, string? Model, bool Retired);

/// <summary>Mutations of devices.</summary>
[MutationType]
internal sealed class DeviceMutations(Commands commands, EventReader events, CommandInput input, IClock clock)
{
    /// <summary>Enters a device into the registry. The same values again change nothing.</summary>
    /// <param name="deviceId">The id that its reports carry.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="place">Where it is installed.</param>
    /// <param name="model">Maker and model.</param>
    /// <param name="installedAt">When it was installed, if not now.</param>
    public Task<DeviceFile> RegisterDevice(
        string deviceId, DeviceKind kind, Place place, string? model = null, Instant? installedAt = null,
        CancellationToken cancellation = default)
    {
        input.CheckPlace(place, "place");
        var at = input.Moment(installedAt ?? clock.GetCurrentInstant(), place.City, "installedAt")!.Value;
        return Send(new RegisterDevice(deviceId, kind, place, model, at), cancellation);
    }

    /// <summary>Moves a device within its city.</summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="place">Where it is installed from now on.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<DeviceFile> RelocateDevice(
        string city, string deviceId, Place place, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(new RelocateDevice(StreamOf(city, deviceId), place, input.Moment(occurredAt, city), expectedVersion), cancellation);

    /// <summary>Takes a device out of service for good.</summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<DeviceFile> RetireDevice(
        string city, string deviceId, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(new RetireDevice(StreamOf(city, deviceId), reasonCode, input.Moment(occurredAt, city), expectedVersion), cancellation);

    private static Guid StreamOf(string city, string deviceId)
    {
        CommandInput.Check(Texts.City.Check(city, "city") ?? Texts.DeviceId.Check(deviceId, "deviceId"));
        return Domain.Devices.RegisterDevice.Stream(city, deviceId);
    }

    private async Task<DeviceFile> Send(ICommand<Device> command, CancellationToken cancellation)
    {
        var id = await commands.Send(command, cancellation);
        var (device, version, _) = (await events.Open<Device>(id, null, cancellation))!;
        return new(id, version, device.DeviceId, device.Kind, device.Place, device.Model, device.Retired);
    }
}
