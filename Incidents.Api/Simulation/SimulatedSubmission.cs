using System.Globalization;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;

namespace Incidents.Api.Simulation;

/// <summary>Simulated steps on their way into the store: decided at their own moment, and the same event however often they are sent.</summary>
internal static class SimulatedSubmission
{
    /// <summary>The submission of a step.</summary>
    /// <exception cref="ArgumentException">The type of the command is not supported.</exception>
    public static Submission Of(SimulatedStep step) => step.Command switch
    {
        ICommand<Alert> command => Of(step, command),
        ICommand<SosCall> command => Of(step, command),
        ICommand<Violation> command => Of(step, command),
        ICommand<Incident> command => Of(step, command),
        ICommand<Device> command => Of(step, command),
        _ => throw new ArgumentException($"{step.Command.GetType()} is not a supported command.", nameof(step)),
    };

    private static Submission<TState> Of<TState>(SimulatedStep step, ICommand<TState> command) where TState : class, IState<TState> =>
        new(command)
        {
            DecidedAt = step.At,
            EventId = Identity.Event(command.StreamId, command.GetType().Name, step.At.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture)),
        };
}
