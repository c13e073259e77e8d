using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections;
using Incidents.Projections.Devices;
using NodaTime;

namespace Incidents.Api.Devices;

/// <summary>Devices.</summary>
[QueryType]
internal static class DeviceQueries
{
    /// <summary>Devices by city and id: those of the registry, and those that reports name without being in it.</summary>
    /// <param name="filter">Which devices; default all.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<DeviceRow>> Devices(
        [FromServices] DeviceReader reader, [Seen(RowClasses.Device)] RowSight sight, DeviceFilter? filter = null,
        int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null,
        CancellationToken cancellation = default)
    {
        var page = Page.Of("devices", first, after, last, before);
        filter ??= new();
        var rows = await reader.Read(filter, sight, page.Key<(string, string)>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(rows, page, device => (device.City, device.DeviceId), token => reader.Count(filter, token));
    }

    /// <summary>One device that the registry or a report names, or null. It comes from a read model, a moment after the events.</summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">The id that its reports carry.</param>
    public static Task<DeviceRow?> Device(
        [FromServices] DeviceReader reader, [Seen(RowClasses.Device)] RowSight sight, string city, string deviceId,
        CancellationToken cancellation = default) =>
        reader.Find(city, deviceId, sight, cancellation);

    /// <summary>Number of devices by city and kind. Whether they work is not in it: devices do not report that.</summary>
    /// <param name="cities">City codes; default all.</param>
    public static async Task<IEnumerable<DeviceCount>> DeviceCounts(
        [FromServices] DeviceReader reader, IEnumerable<string>? cities = null, CancellationToken cancellation = default) =>
        await reader.CountByKind(cities?.ToArray(), cancellation);
}

/// <summary>Mutations of devices.</summary>
[MutationType]
internal sealed class DeviceMutations(Commands commands, EventReader events, DeviceReader reader, CommandInput input, IClock clock)
{
    /// <summary>Enters a device into the registry. The same values again change nothing.</summary>
    /// <param name="deviceId">The id that its reports carry.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="place">Where it is installed.</param>
    /// <param name="model">Maker and model.</param>
    /// <param name="installedAt">When it was installed, if not now.</param>
    public Task<DeviceRow> RegisterDevice(
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
    public Task<DeviceRow> RelocateDevice(
        string city, string deviceId, Place place, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(new RelocateDevice(StreamOf(city, deviceId), place, input.Moment(occurredAt, city), expectedVersion), cancellation);

    /// <summary>Takes a device out of service for good.</summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<DeviceRow> RetireDevice(
        string city, string deviceId, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(new RetireDevice(StreamOf(city, deviceId), reasonCode, input.Moment(occurredAt, city), expectedVersion), cancellation);

    private static Guid StreamOf(string city, string deviceId)
    {
        CommandInput.Check(Texts.City.Check(city, "city") ?? Texts.DeviceId.Check(deviceId, "deviceId"));
        return Domain.Devices.RegisterDevice.Stream(city, deviceId);
    }

    private async Task<DeviceRow> Send(ICommand<Device> command, CancellationToken cancellation)
    {
        var id = await commands.Send(command, cancellation);
        var (device, version, _) = (await events.Open<Device>(id, null, cancellation))!;
        var row = await reader.Find(device.Place.City, device.DeviceId, RowSight.All, cancellation)
            ?? new(id, version, device.DeviceId, device.Kind, device.Place, device.Model, true, device.Retired, 0, null, null);
        return row.With(device, version);
    }
}
