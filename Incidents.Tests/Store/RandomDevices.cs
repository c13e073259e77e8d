using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Outages;
using Incidents.Domain.Plates;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Incidents.Tests.Store;

/// <summary>
/// What happens to the devices of a random history: papers, faults and silences in any order, and plates that they read. It is chosen
/// blindly too, and by a chance of its own, so that the rest of the history is the same with it and without.
/// </summary>
internal sealed class RandomDevices(RunningHost host, int seed)
{
    private readonly Random random = new(seed);
    private readonly CommandStore commands = host.Services.GetRequiredService<CommandStore>();
    private readonly Cities cities = host.Services.GetRequiredService<Cities>();

    /// <summary>Does one step.</summary>
    /// <param name="registered">Some registered devices.</param>
    /// <returns>Whether a rule refused it.</returns>
    public async Task<bool> Step(IReadOnlyList<Guid> registered)
    {
        var device = registered.Count == 0 ? Guid.Empty : registered[random.Next(registered.Count)];
        var now = host.Services.GetRequiredService<IClock>().GetCurrentInstant();
        var town = random.Next(2) == 0 ? "karaganda" : "temirtau";
        var at = cities.Local(now - Duration.FromMinutes(random.Next(60 * 24)), town);
        var (place, id, fault, number) = (new Place(town), $"cam-{random.Next(4)}", (DeviceFault)random.Next(5), $"{random.Next(40)}");
        var result = await (random.Next(10) switch
        {
            0 => Decide(new CertifyDevice(device, new(number, at.Date.PlusDays(random.Next(400))))),
            1 => Decide(new RecordMaintenance(device, new(number, "cleaning", at.Date))),
            2 => Decide(new DescribeDevice(device, new(Owner: number, AcceptedOn: at.Date))),
            3 or 4 => Decide(new ReportDeviceFault(id, place, fault, at)),
            5 => Decide(new ReportDeviceRecovery(id, place, random.Next(3) == 0 ? null : fault, at)),
            6 => Decide(new SuspectDevice(id, place, at, 240)),
            7 => Decide(new HearDevice(id, place, at)),
            8 => random.Next(2) == 0 ? Decide(new SuspectTown(place, 5, at, random.Next(2) == 0 ? null : ["cam-0", "cam-1"]))
                : Decide(new HearTown(place, at)),
            _ => Decide(new RecordPlateRead(new("gates", number), "123ABC09", random.NextDouble(), id, place, null, at)),
        });
        return result.Refusal is not null;
    }

    private Task<CommandResult> Decide<T>(ICommand<T> command) where T : StreamState, IState<T> => commands.Decide(command, default);
}
