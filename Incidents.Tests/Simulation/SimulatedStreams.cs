using Incidents.Api.Simulation;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Outages;
using Incidents.Domain.Shifts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Targets;
using Incidents.Domain.Units;
using Incidents.Domain.Upkeep;
using Incidents.Domain.Violations;

namespace Incidents.Tests.Simulation;

/// <summary>Decides steps with states in memory, so that a long history can be appended without being read.</summary>
internal sealed class SimulatedStreams(Cities cities)
{
    private readonly Dictionary<Guid, object> states = [];

    /// <summary>Decides one step and applies its events.</summary>
    /// <returns>The stream and the decision.</returns>
    /// <exception cref="ArgumentException">The type of the command is not supported.</exception>
    public (Guid StreamId, Decision Decision) Apply(SimulatedStep step) => step.Command switch
    {
        ICommand<Alert> command => Apply(step, command),
        ICommand<SosCall> command => Apply(step, command),
        ICommand<Violation> command => Apply(step, command),
        ICommand<Incident> command => Apply(step, command),
        ICommand<Device> command => Apply(step, command),
        ICommand<DeviceOutages> command => Apply(step, command),
        ICommand<UpkeepTask> command => Apply(step, command),
        ICommand<Unit> command => Apply(step, command),
        ICommand<Shift> command => Apply(step, command),
        ICommand<Escalations> command => Apply(step, command),
        _ => throw new ArgumentException($"{step.Command.GetType()} is not a supported command.", nameof(step)),
    };

    private (Guid, Decision) Apply<TState>(SimulatedStep step, ICommand<TState> command) where TState : StreamState, IState<TState>
    {
        var state = (TState?)states.GetValueOrDefault(command.StreamId);
        var decision = command.Decide(state, cities.Local(step.At, command.City ?? state?.Place.City));
        foreach (var @event in decision.Events)
            state = StreamState.After(state, @event);
        if (state is not null)
            states[command.StreamId] = state;
        return (command.StreamId, decision);
    }
}
