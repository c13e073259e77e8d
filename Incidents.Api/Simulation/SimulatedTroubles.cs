using Incidents.Domain.Devices;
using Incidents.Domain.Outages;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>A time in which a simulated device does not work.</summary>
/// <param name="Device">The device.</param>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it is over.</param>
/// <param name="Fault">What the device reports; null where it says nothing.</param>
internal sealed record SimulatedTrouble(SimulatedDevice Device, Instant From, Instant Until, DeviceFault? Fault)
{
    /// <summary>How long before a silence the last is sent that comes before it.</summary>
    public static readonly Duration LongestWay = Duration.FromMinutes(2);

    /// <summary>Whether the device sends nothing at some moment of a time.</summary>
    public bool Silences(Instant from, Instant until) => Fault is null && from < Until && until >= From - LongestWay;
}

/// <summary>When simulated devices do not work. It follows from the seed, so that all who ask know the same.</summary>
/// <remarks>
/// The troubles of a town are told by the script, and so they are in the history: each day a camera falls silent until the next day,
/// and another one has a fault. Those of devices are small, and are told by nobody but the devices, in real time: a fault, or nothing for
/// the watch over silences to find.
/// </remarks>
internal sealed class SimulatedTroubles(IReadOnlyList<SimulatedTown> towns, long seed)
{
    /// <summary>Longest trouble of a device.</summary>
    public static readonly Duration Longest = Duration.FromHours(3);

    private const double PerDay = 0.05;
    private const long DaySeconds = 86_400;
    // So few could all be silent at once, and somebody has to speak.
    private const int FewestOfKind = 4;

    private static readonly DeviceFault[] Faults = [DeviceFault.Tampering, DeviceFault.Storage, DeviceFault.Power, DeviceFault.Network];
    private static readonly DeviceFault[] FaultsOfTown =
        [DeviceFault.Storage, DeviceFault.Tampering, DeviceFault.Storage, DeviceFault.Power, DeviceFault.Other];

    private readonly Dictionary<string, SimulatedTown> towns = towns.ToDictionary(town => town.Code);

    /// <summary>
    /// The camera that falls silent on a day, from the morning until the next day's is known; null where a town has too few.
    /// </summary>
    public SimulatedTrouble? SilenceOf(SimulatedTown town, LocalDate day)
    {
        var random = OfTown(town, day, 0, out var camera);
        if (camera is null)
            return null;
        var from = town.Zone.AtStartOfDay(day).ToInstant() + DayScript.Hours(random.Between(9, 12));
        return new(camera, from, from + DayScript.Hours(random.Between(28, 31)), null);
    }

    /// <summary>The camera that has a fault on a day, which is over on that day; null where a town has too few.</summary>
    public SimulatedTrouble? FaultOf(SimulatedTown town, LocalDate day)
    {
        var random = OfTown(town, day, 1, out var camera);
        if (camera is null || camera == SilenceOf(town, day)?.Device)
            return null;
        var from = town.Zone.AtStartOfDay(day).ToInstant() + DayScript.Hours(random.Between(1, 8));
        return new(camera, from, from + DayScript.Hours(random.Between(4, 15)), random.OneOf(FaultsOfTown));
    }

    /// <summary>The small trouble of a device that begins on a day of UTC, or null.</summary>
    /// <param name="device">The device.</param>
    /// <param name="day">Days since 1970.</param>
    public SimulatedTrouble? Of(SimulatedDevice device, long day)
    {
        var random = KeyedRandom.For(seed, 5, SimulatedTown.Number(device.Id), day);
        if (!random.Chance(PerDay))
            return null;
        var from = Instant.FromUnixTimeSeconds(day * DaySeconds + random.Below((int)DaySeconds));
        var length = Duration.FromMinutes(20 + random.Below(161));
        var trouble = new SimulatedTrouble(device, from, from + length, random.Chance(0.5) ? random.OneOf(Faults) : null);
        var isOneOfFew = trouble.Fault is null && towns[device.Place.City].Of(device.Kind).Count < FewestOfKind;
        return isOneOfFew || IsOfTown(device, trouble.From, trouble.Until) ? null : trouble;
    }

    /// <summary>Whether a device sends nothing at some moment of a time.</summary>
    public bool IsSilent(SimulatedDevice device, Instant from, Instant until)
    {
        for (var day = DayOf(from - Longest); day <= DayOf(until + SimulatedTrouble.LongestWay); day++)
        {
            if (Of(device, day)?.Silences(from, until) is true)
                return true;
        }
        return Days(device, from, until).Any(
            day => SilenceOf(towns[device.Place.City], day) is { } silence && silence.Device == device && silence.Silences(from, until));
    }

    /// <summary>The first of some devices, from a number on, that does its work for the whole of a time.</summary>
    public int AtWork(IReadOnlyList<SimulatedDevice> devices, int number, Instant from, Instant until)
    {
        for (var i = 0; i < devices.Count; i++)
        {
            if (!IsSilent(devices[(number + i) % devices.Count], from, until))
                return (number + i) % devices.Count;
        }
        return number;
    }

    private bool IsOfTown(SimulatedDevice device, Instant from, Instant until)
    {
        var town = towns[device.Place.City];
        return device.Kind is DeviceKind.Camera && Days(device, from, until)
            .SelectMany(day => (SimulatedTrouble?[])[SilenceOf(town, day), FaultOf(town, day)])
            .Any(trouble => trouble?.Device == device && from < trouble.Until && until > trouble.From);
    }

    // The silence of a day lasts until the next one.
    private IEnumerable<LocalDate> Days(SimulatedDevice device, Instant from, Instant until)
    {
        var zone = towns[device.Place.City].Zone;
        for (var day = from.InZone(zone).Date.PlusDays(-1); day <= until.InZone(zone).Date; day = day.PlusDays(1))
            yield return day;
    }

    // Every second camera on every second day, so that none falls silent again before it is heard.
    private KeyedRandom OfTown(SimulatedTown town, LocalDate day, int part, out SimulatedDevice? camera)
    {
        var days = Period.DaysBetween(new(1970, 1, 1), day);
        var random = KeyedRandom.For(seed, 6, SimulatedTown.Number(town.Code), days, part);
        var half = town.Cameras.Count / 2;
        camera = half == 0 ? null : town.Cameras[2 * random.Below(half) + days % 2];
        return random;
    }

    private static long DayOf(Instant at) => at.ToUnixTimeSeconds() / DaySeconds;
}
