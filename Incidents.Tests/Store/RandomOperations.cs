using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Hazards;
using Incidents.Domain.Units;
using Incidents.Domain.Upkeep;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Incidents.Tests.Store;

/// <summary>A seeded random life of units, hazards and tasks of municipal property, through the command handlers.</summary>
internal sealed class RandomOperations(RunningHost host, int seed)
{
    private static readonly string[] Cities = ["karaganda", "temirtau"];

    private readonly Random random = new(seed);
    private readonly CommandStore commands = host.Services.GetRequiredService<CommandStore>();
    private readonly UpkeepRules rules = host.Services.GetRequiredService<UpkeepRules>();
    private readonly IClock clock = host.Services.GetRequiredService<IClock>();
    private readonly List<(Guid Id, string City)> hazards = [];
    private readonly List<ObserveUpkeep> observed = [];
    private int next;

    /// <summary>Something happens; whether a rule refused it.</summary>
    public async Task<bool> Step(IReadOnlyList<Guid> incidents) => random.Next(3) switch
    {
        0 => await Unit(incidents),
        1 when random.Next(3) == 0 => await Hazard(),
        _ => await Upkeep(),
    };

    // A few call signs, so that units are described anew, and go on duty again.
    private async Task<bool> Unit(IReadOnlyList<Guid> incidents)
    {
        var (city, sign) = (Any(Cities), $"U-{random.Next(4)}");
        var id = Domain.Units.Unit.Stream(city, sign);
        var incident = incidents.Count == 0 ? Guid.Empty : incidents[random.Next(incidents.Count)];
        ICommand<Unit> command = random.Next(10) switch
        {
            0 or 1 => new BeginUnitDuty(id),
            2 => new EndUnitDuty(id),
            3 or 4 => new AcceptMission(id, incident, Now()),
            5 or 6 => new SetOut(id, incident, Now()),
            7 when random.Next(8) == 0 => new RetireUnit(id, "sold"),
            _ => new RegisterUnit(sign, random.Next(2) == 0 ? UnitKind.Patrol : UnitKind.Ambulance, new(city), null),
        };
        return await Refused(command);
    }

    private async Task<bool> Hazard()
    {
        if (hazards.Count > 0 && random.Next(2) == 0)
        {
            var (id, city) = hazards[random.Next(hazards.Count)];
            return await Refused(new LiftHazard(id, city, "op", "removed"));
        }
        var place = Place();
        var note = new NoteHazard(new("console", $"h{++next}"), "weapons", place, "a dog in the yard", "op");
        hazards.Add((note.StreamId, place.City));
        return await Refused(note);
    }

    private async Task<bool> Upkeep()
    {
        if (observed.Count < 2 || random.Next(4) == 0)
            return await Observe();
        var (on, other) = (observed[^random.Next(1, Math.Min(7, observed.Count + 1))], observed[^random.Next(1, observed.Count + 1)]);
        var id = on.StreamId;
        // The observation itself comes later than what was reported as done, as a report of its own.
        if (on.Assumed && random.Next(3) == 0)
        {
            var late = on with { Assumed = false, OccurredAt = on.OccurredAt.Plus(-Duration.FromMinutes(5)) };
            return await Refused(late, new("late"));
        }
        return await Refused(random.Next(8) switch
        {
            0 or 1 => new CompleteUpkeep(id, "brigade"),
            2 => new CheckUpkeep(id, true, "inspector"),
            3 => new CheckUpkeep(id, false, "inspector"),
            4 when random.Next(3) == 0 => new CancelUpkeep(id, "op", "nothing-there"),
            5 => new SeparateUpkeep(id, "op", From: (await Joined(id)) ?? other.StreamId),
            _ => (ICommand<UpkeepTask>)new JoinUpkeep(id, other.StreamId, null, "op"),
        });
    }

    // Of two kinds, so that some can be joined; one in four of what was done before it was observed.
    private async Task<bool> Observe()
    {
        var observe = new ObserveUpkeep(
            new("console", $"u{++next}"), random.Next(4) == 0 ? "light-out" : "snow-uncleared", null, "op", Place(), null, null, null,
            rules, Now(), Assumed: random.Next(4) == 0);
        observed.Add(observe);
        return await Refused(observe);
    }

    private async Task<Guid?> Joined(Guid id) =>
        (await host.Services.GetRequiredService<EventReader>().Open<UpkeepTask>(id, null, default))?.State.JoinedInto;

    // Far from one another, so that no rule joins them while the history is lived.
    private Place Place() => new(Any(Cities), null, new GeoPoint(73 + random.NextDouble(), 49.5 + random.NextDouble() / 2));

    private OffsetDateTime Now() => clock.GetCurrentInstant().WithOffset(Offset.FromHours(5));

    private async Task<bool> Refused<TState>(ICommand<TState> command, CommandRequest? request = null)
        where TState : StreamState, IState<TState> =>
        (await commands.Decide(command, default, request)).Refusal is not null;

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
