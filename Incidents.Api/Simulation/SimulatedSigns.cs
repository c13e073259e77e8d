using Incidents.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Simulation;

/// <summary>
/// What simulated devices say of themselves in real time: every five minutes that they are there, now and then a fault and its end, and now
/// and then nothing.
/// </summary>
/// <remarks>The same seed gives the same faults and silences on the same days.</remarks>
/// <param name="towns">The towns with their devices.</param>
/// <param name="seed">The seed of the simulation.</param>
internal sealed class SimulatedSigns(IReadOnlyList<SimulatedTown> towns, long seed)
{
    /// <summary>Longest fault or silence.</summary>
    public static readonly Duration LongestTrouble = Duration.FromHours(3);

    /// <summary>Time between two signs of a device.</summary>
    public static readonly Duration Period = Duration.FromMinutes(5);

    private const int PeriodSeconds = 300;
    private const double TroublesPerDay = 0.05;
    private const long DaySeconds = 86_400;
    private static readonly string[] Faults = ["tampering", "storage", "power", "network"];

    private readonly SimulatedDevice[] devices = [.. towns.SelectMany(town => town.AllDevices)];
    private readonly Dictionary<long, List<Trouble>> days = [];

    /// <summary>The beginnings and ends of faults after a moment and up to another, by time.</summary>
    public IEnumerable<SimulatedMessage> FaultsBetween(Instant after, Instant until) =>
        from trouble in Troubles(after - LongestTrouble, until)
        where trouble.Fault is not null
        from step in ((Instant At, bool IsFaulty)[])[(trouble.From, true), (trouble.Until, false)]
        where step.At > after && step.At <= until
        orderby step.At
        select OfFault(devices[trouble.Device], trouble.Fault!, step.IsFaulty, step.At);

    /// <summary>The signs of life after a moment and up to another, by time; a device that is silent has none.</summary>
    public IEnumerable<SimulatedMessage> HeartbeatsBetween(Instant after, Instant until)
    {
        var silences = Troubles(after - LongestTrouble, until).Where(trouble => trouble.Fault is null).ToLookup(trouble => trouble.Device);
        for (var second = after.ToUnixTimeSeconds() + 1; second <= until.ToUnixTimeSeconds(); second++)
        {
            var at = Instant.FromUnixTimeSeconds(second);
            for (var device = (int)(second % PeriodSeconds); device < devices.Length; device += PeriodSeconds)
            {
                if (!silences[device].Any(silence => at >= silence.From && at < silence.Until))
                    yield return OfSign(devices[device], "heartbeat", null, at);
            }
        }
    }

    private static SimulatedMessage OfFault(SimulatedDevice device, string fault, bool isFaulty, Instant at) =>
        OfSign(device, isFaulty ? "faulted" : "recovered", fault, at);

    private static SimulatedMessage OfSign(SimulatedDevice device, string phase, string? fault, Instant at)
    {
        var time = InstantPattern.ExtendedIso.Format(at);
        return device.Kind is DeviceKind.SosTerminal
            ? SimulatedMessages.Of(
                device.Place.City, $"sos/{device.Id}",
                new { @event = phase is "heartbeat" ? phase : "fault", reason = fault, state = phase is "faulted", at = time })
            : SimulatedMessages.Of(
                device.Place.City, $"reports/{device.Id}",
                new { id = device.Id, kind = RegisterDevice.Kind, phase, reason = fault, occurredAt = time });
    }

    private IEnumerable<Trouble> Troubles(Instant from, Instant until)
    {
        var (first, last) = (from.ToUnixTimeSeconds() / DaySeconds, until.ToUnixTimeSeconds() / DaySeconds);
        foreach (var gone in days.Keys.Where(day => day < first).ToList())
            days.Remove(gone);
        for (var day = first; day <= last; day++)
        {
            if (!days.TryGetValue(day, out var troubles))
                days[day] = troubles = Begun(day);
            foreach (var trouble in troubles)
                yield return trouble;
        }
    }

    private List<Trouble> Begun(long day)
    {
        var troubles = new List<Trouble>();
        for (var device = 0; device < devices.Length; device++)
        {
            var random = KeyedRandom.For(seed, 5, device, day);
            if (!random.Chance(TroublesPerDay))
                continue;
            var from = Instant.FromUnixTimeSeconds(day * DaySeconds + random.Below((int)DaySeconds));
            var length = Duration.FromMinutes(20 + random.Below(161));
            troubles.Add(new(device, from, from + length, random.Chance(0.5) ? random.OneOf(Faults) : null));
        }
        return troubles;
    }

    private sealed record Trouble(int Device, Instant From, Instant Until, string? Fault);
}
