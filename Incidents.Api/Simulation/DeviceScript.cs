using Incidents.Domain.Outages;

namespace Incidents.Api.Simulation;

/// <summary>Simulates devices that do not work: each day a camera of each town is silent for hours, and another one has a fault.</summary>
internal static class DeviceScript
{
    private static readonly DeviceFault[] Faults =
        [DeviceFault.Storage, DeviceFault.Tampering, DeviceFault.Storage, DeviceFault.Power, DeviceFault.Other];

    /// <summary>Adds the outages of a day. Each is over before the next day's can begin.</summary>
    public static void Play(DayScript day)
    {
        var random = day.Random;
        var begin = day.Town.Zone.AtStartOfDay(day.Day).ToInstant();
        var silent = random.Below(day.Town.Cameras.Count);
        var faulted = (silent + 1 + random.Below(Math.Max(1, day.Town.Cameras.Count - 1))) % day.Town.Cameras.Count;

        var camera = day.Town.Cameras[silent];
        var heard = begin + DayScript.Hours(random.Between(1, 12));
        var suspected = heard + DayScript.Minutes(random.Between(5, 30));
        var again = heard + DayScript.Hours(random.Between(3, 11));
        var patience = (suspected - heard).TotalSeconds;
        day.At(suspected, new SuspectDevice(camera.Id, camera.Place, day.Local(heard), patience));
        day.At(again, new HearDevice(camera.Id, camera.Place, day.Local(again)));

        var other = day.Town.Cameras[faulted];
        var fault = random.OneOf(Faults);
        var broke = begin + DayScript.Hours(random.Between(1, 8));
        var mended = broke + DayScript.Hours(random.Between(4, 15));
        day.At(broke + DayScript.Seconds(random.Between(0.5, 3)), new ReportDeviceFault(other.Id, other.Place, fault, day.Local(broke)));
        day.At(
            mended + DayScript.Seconds(random.Between(0.5, 3)),
            new ReportDeviceRecovery(other.Id, other.Place, fault, day.Local(mended)));
    }
}
