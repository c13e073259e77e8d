using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Shifts;
using Incidents.Domain.Units;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>The shifts of operators and units, and who has taken what.</summary>
internal sealed class SimulatedShifts(IReadOnlyList<SimulatedTown> towns, SimulatedAgenda agenda, long seed)
{
    // Before the first of the next shift is there.
    private static readonly Duration Before = Duration.FromMinutes(15);

    private readonly Dictionary<Guid, (WorkKind Kind, string By, Instant At)> taken = [];
    private readonly HashSet<Guid> over = [];

    /// <summary>Those who are on shift when the simulation begins.</summary>
    public void Begin(Instant at)
    {
        foreach (var town in towns)
        {
            var (crew, shift) = (town.Crew, town.Crew.ShiftAt(at));
            foreach (var person in crew.OperatorsOf(shift))
                agenda.Add(at, new BeginShift(town.Code, person));
            foreach (var unit in crew.UnitsOf(shift))
                agenda.Add(at, new BeginUnitDuty(unit.Id));
            Await(town, shift + 1);
        }
    }

    /// <summary>A person has taken something.</summary>
    public void Taken(WorkKind kind, Guid thing, string by, Instant at) => taken[thing] = (kind, by, at);

    /// <summary>Who has it, or null.</summary>
    public string? Of(Guid thing) => taken.TryGetValue(thing, out var work) ? work.By : null;

    /// <summary>Nothing is left to do about it: it is not handed over any more.</summary>
    public void Over(Guid thing)
    {
        if (taken.ContainsKey(thing))
            over.Add(thing);
    }

    /// <summary>Who has it releases it.</summary>
    /// <returns>Who that is.</returns>
    public string Released(Guid thing)
    {
        taken.Remove(thing, out var work);
        over.Remove(thing);
        return work.By;
    }

    private void Await(SimulatedTown town, long shift) => agenda.Add(town.Crew.BeginOf(shift) - Before, () =>
    {
        Change(town, shift);
        Await(town, shift + 1);
        return [];
    });

    // Who comes begins; who goes hands over to them, and they accept it.
    private void Change(SimulatedTown town, long shift)
    {
        var (crew, begin, random) = (town.Crew, town.Crew.BeginOf(shift), Random(town, shift));
        foreach (var (goes, comes) in crew.OperatorsOf(shift - 1).Zip(crew.OperatorsOf(shift)))
        {
            agenda.Add(Later(begin, -random.Between(120, 720)), new BeginShift(town.Code, comes));
            var told = Later(begin, random.Between(10, 120));
            agenda.Add(told, () => [new(told, new HandOverShift(town.Code, goes, comes, null, Open(town, goes)))]);
            var accepted = Later(told, random.Between(10, 90));
            agenda.Add(accepted, () => Accepted(town, goes, comes, accepted));
        }
        if (!SimulatedCrew.IsOfMorning(shift))
            return;
        foreach (var unit in crew.UnitsOf(shift))
            agenda.Add(Later(begin, -random.Between(60, 600)), new BeginUnitDuty(unit.Id));
        foreach (var unit in crew.UnitsOf(shift - 1))
            agenda.Add(Later(begin, random.Between(5, 300)), new EndUnitDuty(unit.Id));
    }

    private IEnumerable<SimulatedStep> Accepted(SimulatedTown town, string goes, string comes, Instant at)
    {
        yield return new(at, new AcceptShift(town.Code, goes, comes));
        foreach (var (thing, kind, since) in Held(goes))
        {
            taken[thing] = (kind, comes, since);
            yield return new(at, kind is WorkKind.Alert
                ? new HandOverWork<Alert>(thing, goes, comes) : new HandOverWork<Incident>(thing, goes, comes));
        }
    }

    private ShiftItem[] Open(SimulatedTown town, string person) =>
        [.. Held(person).Select(work => new ShiftItem(work.Kind, work.Thing, work.At.InZone(town.Zone).ToOffsetDateTime()))];

    private (Guid Thing, WorkKind Kind, Instant At)[] Held(string person) =>
    [
        .. taken.Where(work => work.Value.By == person && !over.Contains(work.Key))
            .Select(work => (work.Key, work.Value.Kind, work.Value.At))
            .OrderBy(work => work.At).ThenBy(work => work.Key),
    ];

    private KeyedRandom Random(SimulatedTown town, long shift) => KeyedRandom.For(seed, 12, SimulatedTown.Number(town.Code), shift);

    private static Instant Later(Instant at, double seconds) => Cities.Microseconds(at + DayScript.Seconds(seconds));
}
