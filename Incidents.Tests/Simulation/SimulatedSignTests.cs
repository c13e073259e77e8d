using Incidents.Api.Data;
using Incidents.Api.Ingest;
using Incidents.Api.Simulation;
using Incidents.Domain.Devices;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Simulation;

/// <summary>What simulated devices say of themselves, as the adapters read it.</summary>
public class SimulatedSignTests
{
    private static readonly Instant Begin = Instant.FromUtc(2026, 11, 23, 0, 0);
    private static readonly Simulator Simulator = new(SimulationPlan.Load(), Catalogues.Cities(), SimulatedHistory.Tariffs, 1);
    private static readonly SimulatedDevice[] Devices = [.. Simulator.Towns.SelectMany(town => town.AllDevices)];

    [Fact]
    public void Every_device_says_once_in_five_minutes_that_it_is_there_unless_it_is_silent()
    {
        var signs = Signs();
        var heard = Read(signs.HeartbeatsBetween(Begin, Begin + SimulatedSigns.Period));

        Assert.All(heard, report => Assert.Equal(("device", "heartbeat", "simulator"), (report.Kind, report.Phase, report.Source)));
        Assert.Distinct(heard.Select(report => report.DeviceId));
        // Half of one in twenty a day, for 100 minutes: 0.17 % are silent.
        Assert.InRange(heard.Count, (int)(Devices.Length * 0.98), Devices.Length - 1);
        Assert.Subset(
            Devices.Select(device => (device.Place.City, device.Id)).ToHashSet(), heard.Select(r => (r.City!, r.DeviceId!)).ToHashSet());
    }

    [Fact]
    public void In_six_hours_some_devices_fall_silent_and_speak_again()
    {
        var silent = new Dictionary<string, int>();
        var signs = Signs();
        for (var begin = Begin; begin < Begin + Duration.FromHours(6); begin += SimulatedSigns.Period)
        {
            var heard = signs.HeartbeatsBetween(begin, begin + SimulatedSigns.Period).Select(m => m.Topic.Split('/')[^1]).ToHashSet();
            foreach (var device in Devices.Where(device => !heard.Contains(device.Id)))
                silent[device.Id] = silent.GetValueOrDefault(device.Id) + 1;
        }

        // In each town the script's camera of the day before, and from nine o'clock here, after four hours, that of the day.
        var ofTowns = Simulator.Towns.SelectMany(town => (SimulatedTrouble?[])
            [Simulator.Troubles.SilenceOf(town, new(2026, 11, 22)), Simulator.Troubles.SilenceOf(town, new(2026, 11, 23))])
            .Select(silence => silence!.Device.Id).ToHashSet();
        Assert.InRange(ofTowns.Count(silent.Remove), 6, 12);
        // 2.5 % begin in a day, for 100 minutes: of six hours, 0.8 % are silent at some time. Two of a device may be one after the other.
        Assert.InRange(silent.Count, Devices.Length * 0.004, Devices.Length * 0.012);
        Assert.All(silent.Values, missing => Assert.InRange(missing, 1, 2 * 36));
    }

    [Fact]
    public void Faults_begin_and_end_once_with_the_same_reason()
    {
        var signs = Signs();
        var until = Begin + Duration.FromHours(24);
        var reports = Read(signs.FaultsBetween(Begin, until));

        var began = reports.Where(r => r.Phase is "faulted").ToList();
        Assert.InRange(began.Count, Devices.Length * 0.015, Devices.Length * 0.035);
        Assert.Equal(["network", "power", "storage", "tampering"], began.Select(r => r.Reason).Distinct().Order());
        // 33 terminals have one in forty days each, about.
        Assert.Contains(
            Read(Signs().FaultsBetween(Begin, Begin + Duration.FromDays(7))),
            r => Devices.Single(device => device.Id == r.DeviceId).Kind is DeviceKind.SosTerminal);
        var later = Read(signs.FaultsBetween(until, until + SimulatedTroubles.Longest));
        Assert.DoesNotContain(began, fault => !reports.Concat(later).Any(
            r => r.Phase is "recovered" && (r.DeviceId, r.Reason) == (fault.DeviceId, fault.Reason)));
        // In parts it is the same.
        var between = Begin + Duration.FromHours(7);
        var parts = Read(Signs().FaultsBetween(Begin, between)).Concat(Read(Signs().FaultsBetween(between, until)));
        Assert.Equal(reports.Select(r => (r.DeviceId, r.Phase, r.OccurredAt)), parts.Select(r => (r.DeviceId, r.Phase, r.OccurredAt)));
    }

    private static SimulatedSigns Signs() => new(Simulator.Towns, Simulator.Troubles);

    private static List<Report> Read(IEnumerable<SimulatedMessage> messages) => [.. messages.Select(SimulatedReports.Read)];
}
