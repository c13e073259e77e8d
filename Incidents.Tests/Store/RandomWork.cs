using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Plans;
using Incidents.Domain.Shifts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Domain.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Incidents.Tests.Store;

/// <summary>A seeded random life of who works on what, and of what happens beside it, through the command handlers.</summary>
internal sealed class RandomWork(RunningHost host, int seed)
{
    private static readonly string[] People = ["op", "other", "head"];

    private readonly Random random = new(seed);
    private readonly CommandStore commands = host.Services.GetRequiredService<CommandStore>();
    private readonly RandomOperations operations = new(host, seed);
    private readonly EventReader reader = host.Services.GetRequiredService<EventReader>();
    private readonly ResponsePlans plans = host.Services.GetRequiredService<ResponsePlans>();

    /// <summary>
    /// Somebody takes, releases, hands over or takes over something, and something happens to a unit, a hazard or municipal property;
    /// whether a rule refused the first.
    /// </summary>
    public async Task<bool> Step(IReadOnlyList<Guid> alerts, IReadOnlyList<Guid> calls, IReadOnlyList<Guid> violations,
        IReadOnlyList<Guid> incidents)
    {
        await operations.Step(incidents);
        return await Work(alerts, calls, violations, incidents);
    }

    private Task<bool> Work(IReadOnlyList<Guid> alerts, IReadOnlyList<Guid> calls, IReadOnlyList<Guid> violations,
        IReadOnlyList<Guid> incidents) => random.Next(7) switch
        {
            0 => Step<Alert>(alerts),
            1 => Step<SosCall>(calls),
            2 => Step<Violation>(violations),
            3 => Number(incidents),
            4 => Shift(alerts),
            5 => Plan(incidents),
            _ => Step<Incident>(incidents),
        };

    // Of two people in one town.
    private async Task<bool> Shift(IReadOnlyList<Guid> alerts)
    {
        var (by, other) = random.Next(2) == 0 ? (People[0], People[1]) : (People[1], People[0]);
        ShiftItem[] open = [.. alerts.TakeLast(2).Select(id => new ShiftItem(WorkKind.Alert, id, default))];
        ICommand<Shift> command = random.Next(4) switch
        {
            0 => new HandOverShift("karaganda", by, other, "all quiet", open),
            1 => new AcceptShift("karaganda", other, by),
            2 => new EndShift("karaganda", by, null, open),
            _ => new BeginShift("karaganda", by),
        };
        return (await commands.Decide(command, default)).Refusal is not null;
    }

    // A number, or none any more.
    private async Task<bool> Number(IReadOnlyList<Guid> incidents)
    {
        if (incidents.Count == 0)
            return true;
        var id = incidents[random.Next(incidents.Count)];
        var book = random.Next(2) == 0 ? RegistrationBook.Kui : RegistrationBook.Erdr;
        var number = random.Next(4) == 0 ? null : $"{random.NextInt64(100_000_000_000_000, 999_999_999_999_999)}";
        return (await commands.Decide(new NumberIncident(id, book, number, "op"), default)).Refusal is not null;
    }

    // A step of the plan that the incident has, or one that it has not.
    private async Task<bool> Plan(IReadOnlyList<Guid> incidents)
    {
        if (incidents.Count == 0)
            return true;
        var id = incidents[random.Next(incidents.Count)];
        var plan = (await reader.Open<Incident>(id, null, default))?.State.PlanOf(plans);
        var step = plan is null ? "talk" : plan.Steps[random.Next(Math.Min(2, plan.Steps.Count))].Code;
        ICommand<Incident> command = random.Next(3) == 0
            ? new UntickPlanStep(id, step, plans, "op", "mistake")
            : new TickPlanStep(id, step, plans, "op", random.Next(2) == 0 ? "seen" : null);
        return (await commands.Decide(command, default)).Refusal is not null;
    }

    // Of the last few things, so that several people meet at one.
    private async Task<bool> Step<TState>(IReadOnlyList<Guid> things) where TState : StreamState, IWorkedOn<TState>
    {
        if (things.Count == 0)
            return true;
        var id = things[Math.Max(0, things.Count - 1 - random.Next(3))];
        var by = People[random.Next(People.Length)];
        ICommand<TState> command = random.Next(5) switch
        {
            0 => new ReleaseWork<TState>(id, by, "done"),
            1 => new HandOverWork<TState>(id, by, People[random.Next(People.Length)]),
            2 => new TakeOverWork<TState>(id, by, "absent"),
            _ => new TakeWork<TState>(id, by),
        };
        return (await commands.Decide(command, default)).Refusal is not null;
    }
}
