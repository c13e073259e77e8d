using Incidents.Api.Data;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Targets;
using Incidents.Domain.Units;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates six towns as a sequence of commands.</summary>
/// <remarks>
/// The same seed gives the same commands on the same days, from whatever day the sequence is read. The source of every origin starts
/// with <see cref="DayScript.Source"/>.
/// </remarks>
internal sealed class Simulator
{
    /// <summary>Longest time from a day to its consequences; later ones are omitted.</summary>
    public static readonly Duration Horizon = Duration.FromDays(35);

    // The part of a day's random numbers that is of municipal property.
    private const int UpkeepPart = 7;

    // That of webs before cameras, and that of those who work, which is added to the part of each script.
    private const int WebPart = 11;
    private const int WorkPart = 100;

    private readonly SimulationPlan plan;
    private readonly Tariffs tariffs;
    private readonly ServiceTargets targets;
    private readonly long seed;

    /// <summary>Creates the towns; without <paramref name="targets"/> those of the program hold.</summary>
    /// <exception cref="ArgumentException">A town of the plan is not among the cities, or has no bounds or population.</exception>
    public Simulator(SimulationPlan plan, Cities cities, Tariffs tariffs, long seed, ServiceTargets? targets = null)
    {
        (this.plan, this.tariffs, this.seed) = (plan, tariffs, seed);
        this.targets = targets ?? Catalogues.ServiceTargets();
        var known = plan.Towns.Select(t => cities.Find(t.City) is { Bounds: not null, Population: > 0 } city
            ? city : throw new ArgumentException($"{t.City} is not a city with bounds and population.", nameof(plan))).ToArray();
        var residents = known.Select(c => (double)c.Population!.Value).ToArray();
        var (cameras, recorders, terminals) =
            (Apportioned(plan.Cameras, residents), Apportioned(plan.Recorders, residents), Apportioned(plan.SosTerminals, residents));
        Towns = [.. known.Select((city, i) => new SimulatedTown(
            city, DateTimeZoneProviders.Tzdb[city.Zone], plan.Towns[i], residents[i] / residents.Sum(),
            (cameras[i], recorders[i], terminals[i]), seed))];
        Troubles = new(Towns, seed);
    }

    /// <summary>The towns in the order of the plan.</summary>
    public IReadOnlyList<SimulatedTown> Towns { get; }

    /// <summary>When their devices do not work.</summary>
    public SimulatedTroubles Troubles { get; }

    /// <summary>The history before a moment, by time.</summary>
    /// <remarks>
    /// It starts at a local midnight with the registration of the devices. Consequences of earlier days are not part of it.
    /// </remarks>
    /// <param name="end">The end, exclusive.</param>
    /// <param name="days">Number of days, at least 1.</param>
    public IEnumerable<SimulatedStep> History(Instant end, int days = 120)
    {
        var begin = BeginOfHistory(end, days);
        return From(begin, begin).TakeWhile(step => step.At < end);
    }

    /// <summary>The local midnight that is a number of days before the day of <paramref name="end"/>.</summary>
    public Instant BeginOfHistory(Instant end, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        return Start(DayOf(end).PlusDays(-days));
    }

    /// <summary>The endless sequence of steps from a moment, by time, in a simulation that began at <paramref name="begin"/>.</summary>
    /// <remarks>It includes consequences of earlier days, so it equals the rest of the sequence from the beginning.</remarks>
    /// <param name="begin">A <see cref="BeginOfHistory"/>, when the devices are registered.</param>
    /// <param name="from">The first moment, not before <paramref name="begin"/>.</param>
    /// <param name="centre">Who works there, to be asked while the steps are read; a new one where nobody asks.</param>
    public IEnumerable<SimulatedStep> From(Instant begin, Instant from, SimulatedCentre? centre = null)
    {
        var first = LocalDate.Max(DayOf(begin), DayOf(from - Horizon).PlusDays(-1));
        var entered = from <= begin ? Devices(begin).Concat(Units(begin)) : [];
        var worked = (centre ?? Centre()).Work(Days(first), Start(first));
        return entered.Concat(worked.SkipWhile(step => step.At < from));
    }

    /// <summary>Those who work in the towns, for one reading of the steps.</summary>
    public SimulatedCentre Centre() => new(Towns, seed);

    /// <summary>The registration of all units at one moment.</summary>
    public IEnumerable<SimulatedStep> Units(Instant at) =>
        from town in Towns
        from unit in town.Crew.Units
        select new SimulatedStep(Cities.Microseconds(at), new RegisterUnit(unit.CallSign, unit.Kind, unit.Place, null));

    // The registration of all devices at one moment.
    private IEnumerable<SimulatedStep> Devices(Instant at)
    {
        var (random, late) = (KeyedRandom.For(seed, 3), KeyedRandom.For(seed, 8));
        foreach (var town in Towns)
        {
            foreach (var device in town.AllDevices)
            {
                var installed = at - Duration.FromDays(30 + random.Below(700)) - DayScript.Minutes(random.Below(600));
                var local = Cities.Microseconds(installed).InZone(town.Zone).ToOffsetDateTime();
                var (cost, upkeep) = Costs(device.Kind);
                var details = new DeviceDetails(
                    PlannedOn: local.Date.PlusDays(-late.Below(90)), InstalledOn: local.Date,
                    AcceptedOn: local.Date.PlusDays(3 + late.Below(20)),
                    CostTenge: cost, YearlyUpkeepTenge: upkeep);
                yield return new(
                    Cities.Microseconds(at),
                    new RegisterDevice(device.Id, device.Kind, device.Place, device.Model, local, Details: details));
            }
        }
    }

    // Invented, of the order that the programme's budget leaves for one.
    private static (long Cost, long YearlyUpkeep) Costs(DeviceKind kind) => kind switch
    {
        DeviceKind.Camera => (1_100_000, 90_000),
        DeviceKind.SosTerminal => (2_400_000, 150_000),
        _ => (6_500_000, 400_000),
    };

    // Consequences occur on later days too, so the steps of a day wait in a queue until no earlier step can follow.
    private IEnumerable<SimulatedStep> Days(LocalDate first)
    {
        var waiting = new PriorityQueue<SimulatedStep, (Instant At, long Number)>();
        var number = 0L;
        for (var day = first; ; day = day.PlusDays(1))
        {
            foreach (var step in Towns.SelectMany((town, i) => Begun(town, i, day)))
                waiting.Enqueue(step, (step.At, number++));
            var next = Start(day.PlusDays(1));
            while (waiting.TryPeek(out _, out var earliest) && earliest.At < next)
                yield return waiting.Dequeue();
        }
    }

    private List<SimulatedStep> Begun(SimulatedTown town, int number, LocalDate day)
    {
        var daysSinceEpoch = Period.DaysBetween(new(1970, 1, 1), day);
        var end = town.Zone.AtStartOfDay(day).ToInstant() + Horizon;
        DayScript Script(int part, string mark = "") => new(town, Troubles, day, KeyedRandom.For(seed, daysSinceEpoch, number, part), end)
        {
            Work = KeyedRandom.For(seed, daysSinceEpoch, number, WorkPart + part),
            Targets = targets,
            Mark = mark,
        };

        var script = Script(0);
        AlertScript.Play(script, plan);
        SosCallScript.Play(script, plan);
        ViolationScript.Play(script, plan, tariffs);
        CrimeScript.Play(script, plan);
        // By random numbers of its own, so that it changes nothing of the rest.
        var devices = Script(1);
        DeviceScript.Play(devices, Troubles);
        var upkeep = Script(UpkeepPart);
        UpkeepScript.Play(upkeep, KeyedRandom.For(seed, daysSinceEpoch, UpkeepPart), UpkeepCatalogue.Rules);
        var webs = Script(WebPart, "web-");
        WebScript.Play(webs, seed);
        return [.. script.Steps, .. devices.Steps, .. upkeep.Steps, .. webs.Steps];
    }

    private Instant Start(LocalDate day) => Towns.Min(t => t.Zone.AtStartOfDay(day).ToInstant());

    private LocalDate DayOf(Instant instant) => Towns.Min(t => instant.InZone(t.Zone).Date);

    // Largest remainders, and at least one each.
    private static int[] Apportioned(int total, double[] weights)
    {
        var exact = weights.Select(w => total * w / weights.Sum()).ToArray();
        var counts = exact.Select(e => Math.Max(1, (int)e)).ToArray();
        foreach (var i in Enumerable.Range(0, weights.Length).OrderByDescending(i => exact[i] - counts[i]).Take(total - counts.Sum()))
            counts[i]++;
        return counts;
    }
}
