using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Units;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Those who work in the towns: it gives the steps of the days the units and persons that are there at the time.</summary>
/// <remarks>
/// The scripts say that some unit is sent (<see cref="Any"/>), and that some person has taken a thing. Here it is decided which unit that
/// is: the nearest one of the right kind that is on duty and free. Shifts begin, and are handed over with what is open. All of this follows
/// from the steps and the seed. A reading that begins later has forgotten nothing that still matters: each day other units are on duty, and
/// no mission lasts so long.
/// </remarks>
internal sealed class SimulatedCentre
{
    /// <summary>What the name of a unit begins with that is not chosen yet; the rest tells the units of an incident apart.</summary>
    public const string Any = "?";

    private readonly SimulatedAgenda agenda = new();
    private readonly Dictionary<Guid, (string City, string Category, GeoPoint Point)> incidents = [];
    private readonly Dictionary<string, SimulatedTown> towns;
    private readonly SimulatedFleet fleet;
    private readonly SimulatedShifts shifts;
    private readonly long seed;

    /// <summary>Lets the towns' crews work.</summary>
    public SimulatedCentre(IReadOnlyList<SimulatedTown> towns, long seed)
    {
        this.seed = seed;
        this.towns = towns.ToDictionary(town => town.Code);
        fleet = new(towns);
        shifts = new(towns, agenda, seed);
    }

    /// <summary>Where the units on duty are, as far as the steps have been read.</summary>
    /// <param name="now">The moment.</param>
    public IEnumerable<(Guid Unit, GeoPoint Point)> Positions(Instant now) => fleet.Positions(now);

    /// <summary>The steps, with what those who work do besides, by time.</summary>
    /// <param name="steps">The steps of the days, by time.</param>
    /// <param name="begin">Before the first of them.</param>
    public IEnumerable<SimulatedStep> Work(IEnumerable<SimulatedStep> steps, Instant begin)
    {
        shifts.Begin(begin);
        foreach (var step in steps)
        {
            foreach (var due in agenda.Until(step.At))
                yield return due;
            var worked = step.Command switch
            {
                RegisterIncident command => Opened(step, command.StreamId, command.Category, command.Place),
                OpenIncident command => Opened(step, command.StreamId, command.Category, command.Place),
                AssignUnit command => Sent(step, command),
                RecordArrival c => Of(step, fleet.Arrived(c.StreamId, c.Unit, step.At), unit => c with { Unit = unit }),
                ReleaseUnit c => Of(step, fleet.End(c.StreamId, c.Unit, step.At), unit => c with { Unit = unit }),
                CancelUnit c => Of(step, fleet.End(c.StreamId, c.Unit, step.At), unit => c with { Unit = unit }),
                CloseIncident command => Closed(step, command.StreamId),
                TakeWork<Incident> command => Taken(step, WorkKind.Incident, command.StreamId, command.By),
                TakeWork<Alert> command => Taken(step, WorkKind.Alert, command.StreamId, command.By),
                ReleaseWork<Incident> command => step with { Command = command with { By = shifts.Released(command.StreamId) } },
                ReleaseWork<Alert> command => step with { Command = command with { By = shifts.Released(command.StreamId) } },
                AcknowledgeAlert command => step with { Command = command with { By = shifts.Of(command.StreamId) ?? command.By } },
                DismissAlert command => Over(step, command.StreamId, command with { By = shifts.Of(command.StreamId) ?? command.By }),
                WithdrawIncident command => Over(step, command.StreamId, command),
                JudgeAlert command => step with { Command = command with { By = shifts.Of(command.StreamId) ?? command.By } },
                _ => step,
            };
            if (worked is not null)
                yield return worked;
        }
    }

    // What a unit would have done that nobody could send is left out.
    private static SimulatedStep? Of(SimulatedStep step, string? unit, Func<string, object> command) =>
        unit is null ? null : step with { Command = command(unit) };

    private SimulatedStep Opened(SimulatedStep step, Guid incident, string category, Place place)
    {
        incidents[incident] = (place.City, category, place.Point!.Value);
        return step;
    }

    private SimulatedStep Closed(SimulatedStep step, Guid incident)
    {
        incidents.Remove(incident);
        return step;
    }

    private SimulatedStep Taken(SimulatedStep step, WorkKind kind, Guid thing, string by)
    {
        shifts.Taken(kind, thing, by, step.At);
        return step;
    }

    private SimulatedStep Over(SimulatedStep step, Guid thing, object command)
    {
        shifts.Over(thing);
        return step with { Command = command };
    }

    // The unit reads it within seconds, and sets out.
    private SimulatedStep? Sent(SimulatedStep step, AssignUnit command)
    {
        var (city, category, point) = incidents[command.StreamId];
        if (fleet.Send(city, command.StreamId, command.Unit, category, point, step.At) is not { } unit)
            return null;
        var random = KeyedRandom.For(seed, 10, SimulatedTown.Number(unit.CallSign), step.At.ToUnixTimeTicks());
        var sent = step.At.InZone(towns[city].Zone).ToOffsetDateTime();
        var accepted = Cities.Microseconds(step.At + DayScript.Seconds(random.Between(3, 14)));
        var setOut = Cities.Microseconds(accepted + DayScript.Seconds(random.Between(4, 30)));
        agenda.Add(accepted, new AcceptMission(unit.Id, command.StreamId, sent));
        agenda.Add(setOut, new SetOut(unit.Id, command.StreamId, sent));
        return step with { Command = command with { Unit = unit.CallSign } };
    }
}
