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

    /// <summary>Number of devices by city and kind. Whether they work is in `devices` and `deviceAvailability`.</summary>
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
    /// <param name="installedAt">
    /// When it was installed, if not at the beginning of the day that `details` gives, else now; of one that is only planned, when it was
    /// entered.
    /// </param>
    /// <param name="details">What else is known of it. With `plannedOn` and without `installedOn` it is only planned.</param>
    public Task<DeviceRow> RegisterDevice(
        string deviceId, DeviceKind kind, Place place, string? model = null, Instant? installedAt = null, DeviceDetails? details = null,
        CancellationToken cancellation = default)
    {
        input.CheckPlace(place, "place");
        CommandInput.Check(details?.Check("details."));
        // What was installed or accepted is where it is since that day, whenever it is entered; a day to come is refused as such.
        var now = clock.GetCurrentInstant();
        Instant? day = (details?.InstalledOn ?? details?.AcceptedOn) is { } on ? Instant.Min(now, input.StartOf(on, place.City)) : null;
        var at = input.Moment(installedAt ?? day ?? now, place.City, "installedAt")!.Value;
        return Send(new RegisterDevice(deviceId, kind, place, model, at, Details: details), cancellation);
    }

    /// <summary>Says more of a device, or puts it right: its model, view, owner, days and costs. What is null stays as it is.</summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="details">What is said.</param>
    /// <param name="model">Maker and model.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<DeviceRow> DescribeDevice(
        string city, string deviceId, DeviceDetails details, string? model = null, long? expectedVersion = null,
        Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Send(
            new DescribeDevice(StreamOf(city, deviceId), details, model, input.Moment(occurredAt, city), expectedVersion), cancellation);

    /// <summary>Enters a certificate of a device; one of the same number is replaced.</summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<DeviceRow> CertifyDevice(
        string city, string deviceId, DeviceCertificate certificate, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(new CertifyDevice(StreamOf(city, deviceId), certificate, input.Moment(occurredAt, city), expectedVersion), cancellation);

    /// <summary>Plans work on a device, or enters that it was done; work of the same number is replaced.</summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="number">The number of the order.</param>
    /// <param name="work">What is done, in a code or in words.</param>
    /// <param name="plannedOn">The day for which it is planned.</param>
    /// <param name="doneOn">The day on which it was done.</param>
    /// <param name="costTenge">What it costs, in tenge.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When it was entered, if not now.</param>
    public Task<DeviceRow> RecordMaintenance(
        string city, string deviceId, string number, string work, LocalDate? plannedOn = null, LocalDate? doneOn = null,
        long? costTenge = null, long? expectedVersion = null, Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Send(
            new RecordMaintenance(
                StreamOf(city, deviceId), new(number, work, plannedOn, doneOn, costTenge), input.Moment(occurredAt, city),
                expectedVersion),
            cancellation);

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
