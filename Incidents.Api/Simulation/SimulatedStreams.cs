using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;

namespace Incidents.Api.Simulation;

/// <summary>Decides steps against states kept in memory, so that a long history can be appended in bulk without reading it back.</summary>
internal sealed class SimulatedStreams(Cities cities)
{
    private readonly Dictionary<Guid, object> states = [];

    /// <summary>Decides one step and applies its events.</summary>
    /// <returns>The stream concerned and what was decided.</returns>
    /// <exception cref="ArgumentException">The step's command is of no slice known here.</exception>
    public (Guid StreamId, Decision Decision) Apply(SimulatedStep step) => step.Command switch
    {
        ICommand<Alert> command => Apply(step, command),
        ICommand<SosCall> command => Apply(step, command),
        ICommand<Violation> command => Apply(step, command),
        ICommand<Incident> command => Apply(step, command),
        ICommand<Device> command => Apply(step, command),
        _ => throw new ArgumentException($"{step.Command.GetType()} is no command.", nameof(step)),
    };

    private (Guid, Decision) Apply<TState>(SimulatedStep step, ICommand<TState> command) where TState : class, IState<TState>
    {
        var state = (TState?)states.GetValueOrDefault(command.StreamId);
        var decision = command.Decide(state, cities.Local(step.At, command.City ?? state?.Place.City));
        foreach (var @event in decision.Events)
            state = TState.Evolve(state, @event);
        if (state is not null)
            states[command.StreamId] = state;
        return (command.StreamId, decision);
    }
}
