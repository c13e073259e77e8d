using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>What begins in one town on one day, with all its consequences, which may reach into later days.</summary>
internal sealed class DayScript(SimulatedTown town, LocalDate day, KeyedRandom random, Instant end)
{
    /// <summary>Whatever sends reports is called so, here with a suffix: simulated things are known by it everywhere.</summary>
    public const string Source = "simulator";

    private int things;

    public SimulatedTown Town => town;
    public LocalDate Day => day;
    public KeyedRandom Random => random;

    /// <summary>The steps so far, in the order of writing.</summary>
    public List<SimulatedStep> Steps { get; } = [];

    /// <summary>The next thing's id: unique within the simulation, the same whenever this day is drawn again.</summary>
    public Origin NextOrigin(string system = Source) => new(system, $"{town.Code}-{day.Year:0000}{day.Month:00}{day.Day:00}-{++things}");

    /// <summary>Issues a command. What would come later than the simulation looks ahead stays undone.</summary>
    public void At(Instant at, object command)
    {
        if (at < end)
            Steps.Add(new(Cities.Microseconds(at), command));
    }

    /// <summary>The instant as the town's clocks show it.</summary>
    public OffsetDateTime Local(Instant instant) => Cities.Microseconds(instant).InZone(town.Zone).ToOffsetDateTime();

    /// <summary>Moments of this day at which things of this rhythm begin, so many on an average day.</summary>
    public IEnumerable<Instant> Moments(double perDay, Rhythm rhythm)
    {
        var count = random.Poisson(perDay * rhythm.Share(day.DayOfWeek));
        for (var i = 0; i < count; i++)
            yield return Cities.Microseconds(Cities.Resolve(day + rhythm.Time(random), town.Zone).ToInstant());
    }

    /// <summary>An operator of the centre.</summary>
    public string Operator() => $"{Source}.operator-{1 + random.Below(24):00}";

    /// <summary>A unit of the town.</summary>
    public string Unit() => $"{Source}.{town.Code}-{1 + random.Below(30):00}";

    public static Duration Seconds(double seconds) => Duration.FromNanoseconds((long)(seconds * 1e6) * 1000);

    public static Duration Minutes(double minutes) => Seconds(minutes * 60);

    public static Duration Hours(double hours) => Seconds(hours * 3600);
}
