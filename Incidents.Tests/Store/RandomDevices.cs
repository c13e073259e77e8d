using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Outages;
using Incidents.Domain.Plates;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Incidents.Tests.Store;

/// <summary>What happens to devices in a <see cref="RandomHistory"/>: their papers, silences and faults in any order, and plates read.</summary>
internal sealed class RandomDevices(RunningHost host, Random random)
{
    private readonly CommandStore commands = host.Services.GetRequiredService<CommandStore>();
    private readonly OffsetDateTime now =
        host.Services.GetRequiredService<IClock>().GetCurrentInstant().WithOffset(Offset.FromHours(5));

    /// <summary>Lets one thing happen, or be refused.</summary>
    /// <param name="device">A device of the registry, for its papers.</param>
    /// <param name="city">A town, of whose devices the others are.</param>
    public Task<CommandResult> Live(Guid device, string city)
    {
        var (id, place) = ("cam-" + random.Next(9), new Place(city));
        var at = now.Minus(Duration.FromMinutes(random.Next(60 * 24)));
        var fault = (DeviceFault)random.Next(5);
        return random.Next(10) switch
        {
            0 => Decide(new DescribeDevice(
                device, new DeviceDetails(random.Next(360), Owner: random.Next(2) == 0 ? null : "city", CostTenge: random.Next(1_000_000)))),
            1 => Decide(new CertifyDevice(device, new("KZ-" + random.Next(3), Day(2027), null, random.Next(2) == 0 ? null : "issuer"))),
            2 => Decide(new RecordMaintenance(device, new("M-" + random.Next(3), "clean", Day(2026), random.Next(2) == 0 ? null : Day(2025)))),
            3 => Decide(new SuspectDevice(id, place, at, 600)),
            4 => Decide(new HearDevice(id, place, at)),
            5 => Decide(new SuspectTown(place, 3, at, random.Next(2) == 0 ? null : ["cam-1", "cam-2", "cam-3"])),
            6 => Decide(new HearTown(place, at)),
            7 => Decide(new ReportDeviceFault(id, place, fault, at)),
            8 => Decide(new ReportDeviceRecovery(id, place, random.Next(3) == 0 ? null : fault, at)),
            _ => Decide(new RecordPlateRead(
                new("gates", "read-" + random.Next(500)), $"{random.Next(100, 999)}ABC09", 0.5 + random.NextDouble() / 2, id, place, null, at)),
        };
    }

    private LocalDate Day(int year) => new(year, random.Next(1, 13), random.Next(1, 28));

    private Task<CommandResult> Decide<T>(ICommand<T> command) where T : StreamState, IState<T> => commands.Decide(command, default);
}
