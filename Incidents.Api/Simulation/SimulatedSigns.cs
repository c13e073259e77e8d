using Incidents.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Simulation;

/// <summary>
/// What simulated devices say of themselves in real time: every five minutes that they are there, now and then a fault and its end, and now
/// and then nothing.
/// </summary>
/// <param name="towns">The towns with their devices.</param>
/// <param name="troubles">When these do not work.</param>
internal sealed class SimulatedSigns(IReadOnlyList<SimulatedTown> towns, SimulatedTroubles troubles)
{
    /// <summary>Time between two signs of a device.</summary>
    public static readonly Duration Period = Duration.FromMinutes(5);

    private const int PeriodSeconds = 300;
    private const long DaySeconds = 86_400;

    private readonly SimulatedDevice[] devices = [.. towns.SelectMany(town => town.AllDevices)];
    private readonly Dictionary<long, List<SimulatedTrouble>> days = [];

    /// <summary>The beginnings and ends of small faults after a moment and up to another, by time.</summary>
    public IEnumerable<SimulatedMessage> FaultsBetween(Instant after, Instant until) =>
        from trouble in Small(after, until)
        where trouble.Fault is not null
        from step in ((Instant At, bool IsFaulty)[])[(trouble.From, true), (trouble.Until, false)]
        where step.At > after && step.At <= until
        orderby step.At
        select SimulatedMessages.OfFault(trouble.Device, trouble.Fault!.Value, step.IsFaulty, step.At);

    /// <summary>The signs of life after a moment and up to another, by time; a device that is silent has none.</summary>
    public IEnumerable<SimulatedMessage> HeartbeatsBetween(Instant after, Instant until)
    {
        var silences = Small(after, until).Concat(OfTowns(after, until)).Where(trouble => trouble.Fault is null)
            .ToLookup(trouble => trouble.Device.Id);
        for (var second = after.ToUnixTimeSeconds() + 1; second <= until.ToUnixTimeSeconds(); second++)
        {
            var at = Instant.FromUnixTimeSeconds(second);
            for (var device = (int)(second % PeriodSeconds); device < devices.Length; device += PeriodSeconds)
            {
                if (!silences[devices[device].Id].Any(silence => silence.Silences(at, at)))
                    yield return OfLife(devices[device], at);
            }
        }
    }

    private static SimulatedMessage OfLife(SimulatedDevice device, Instant at)
    {
        var time = InstantPattern.ExtendedIso.Format(at);
        return device.Kind is DeviceKind.SosTerminal
            ? SimulatedMessages.Of(device.Place.City, $"sos/{device.Id}", new { @event = "heartbeat", at = time })
            : SimulatedMessages.Of(
                device.Place.City, $"reports/{device.Id}",
                new { id = device.Id, kind = RegisterDevice.Kind, phase = "heartbeat", occurredAt = time });
    }

    private IEnumerable<SimulatedTrouble> OfTowns(Instant from, Instant until)
    {
        foreach (var town in towns)
        {
            var last = until.InZone(town.Zone).Date;
            for (var day = from.InZone(town.Zone).Date.PlusDays(-1); day <= last; day = day.PlusDays(1))
            {
                if (troubles.SilenceOf(town, day) is { } silence)
                    yield return silence;
            }
        }
    }

    private IEnumerable<SimulatedTrouble> Small(Instant from, Instant until)
    {
        var (first, last) = (DayOf(from - SimulatedTroubles.Longest), DayOf(until + SimulatedTrouble.LongestWay));
        foreach (var gone in days.Keys.Where(day => day < first).ToList())
            days.Remove(gone);
        for (var day = first; day <= last; day++)
        {
            if (!days.TryGetValue(day, out var known))
                days[day] = known = [.. devices.Select(device => troubles.Of(device, day)).OfType<SimulatedTrouble>()];
            foreach (var trouble in known)
                yield return trouble;
        }
    }

    private static long DayOf(Instant at) => at.ToUnixTimeSeconds() / DaySeconds;
}
