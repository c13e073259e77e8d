using Incidents.Domain;
using Incidents.Domain.Targets;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Everything that begins in one town on one day, with its consequences on this and later days.</summary>
internal sealed class DayScript(SimulatedTown town, SimulatedTroubles troubles, LocalDate day, KeyedRandom random, Instant end)
{
    /// <summary>Prefix of all simulated sources, by which simulated data are recognised.</summary>
    public const string Source = "simulator";

    private int things;

    public SimulatedTown Town => town;
    public LocalDate Day => day;
    public KeyedRandom Random => random;

    /// <summary>Random numbers of those who work, so that how they work changes nothing of what happens.</summary>
    public required KeyedRandom Work { get; init; }

    /// <summary>The targets of service.</summary>
    public required ServiceTargets Targets { get; init; }

    /// <summary>What the keys of this script begin with, where another one of the day uses the same system.</summary>
    public string Mark { get; init; } = "";

    /// <summary>The steps so far, in the order of the calls.</summary>
    public List<SimulatedStep> Steps { get; } = [];

    /// <summary>The next origin: unique in the simulation, and the same each time the day is simulated.</summary>
    public Origin NextOrigin(string system = Source) =>
        new(system, $"{town.Code}-{day.Year:0000}{day.Month:00}{day.Day:00}-{Mark}{++things}");

    /// <summary>Issues a command, unless it is after the end of the simulated period.</summary>
    /// <param name="at">When.</param>
    /// <param name="command">The command.</param>
    /// <param name="message">What a device sends then, or null where a person acts.</param>
    public void At(Instant at, object command, Func<SimulatedMessage>? message = null)
    {
        if (at < end)
            Steps.Add(new(Cities.Microseconds(at), command, message));
    }

    /// <summary>The first of some devices, from a number on, that is not silent while something is before it.</summary>
    /// <param name="devices">The devices.</param>
    /// <param name="number">Where to begin.</param>
    /// <param name="moment">When it happens.</param>
    /// <param name="longest">How long it tells of it at most.</param>
    public int AtWork(IReadOnlyList<SimulatedDevice> devices, int number, Instant moment, Duration longest) =>
        troubles.AtWork(devices, number, moment, moment + longest);

    /// <summary>Whether a device is not silent while something is before it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="moment">When it happens.</param>
    /// <param name="longest">How long it tells of it at most.</param>
    public bool IsAtWork(SimulatedDevice device, Instant moment, Duration longest) =>
        !troubles.IsSilent(device, moment, moment + longest);

    /// <summary>The instant in local time.</summary>
    public OffsetDateTime Local(Instant instant) => Cities.Microseconds(instant).InZone(town.Zone).ToOffsetDateTime();

    /// <summary>Random moments of the day with a rhythm.</summary>
    /// <param name="perDay">Expected number on an average day.</param>
    /// <param name="rhythm">Distribution over the hours and the days of the week.</param>
    public IEnumerable<Instant> Moments(double perDay, Rhythm rhythm)
    {
        var count = random.Poisson(perDay * rhythm.Share(day.DayOfWeek));
        for (var i = 0; i < count; i++)
            yield return Cities.Microseconds(Cities.Resolve(day + rhythm.Time(random), town.Zone).ToInstant());
    }

    /// <summary>A random operator of the centre who is on shift.</summary>
    public string Operator(Instant at)
    {
        var onShift = town.Crew.OperatorsOf(town.Crew.ShiftAt(at));
        return onShift[random.Below(24) % onShift.Count];
    }

    /// <summary>The same, by the random numbers of those who work.</summary>
    public string Colleague(Instant at) => Work.OneOf(town.Crew.OperatorsOf(town.Crew.ShiftAt(at)));

    /// <summary>A unit that is chosen when it is sent: see <see cref="SimulatedCentre"/>.</summary>
    public string Unit() => $"{SimulatedCentre.Any}{1 + random.Below(30):00}";

    public static Duration Seconds(double seconds) => Duration.FromNanoseconds((long)(seconds * 1e6) * 1000);

    public static Duration Minutes(double minutes) => Seconds(minutes * 60);

    public static Duration Hours(double hours) => Seconds(hours * 3600);
}
