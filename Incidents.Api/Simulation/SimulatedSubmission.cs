using System.Globalization;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>The submission of a simulated step: decided at the time of the step, and the same event each time it is sent.</summary>
internal sealed class SimulatedSubmission<TState> : Submission where TState : class, IState<TState>
{
    private readonly ICommand<TState> command;
    private readonly Instant at;

    /// <summary>The submission of a command that is issued at a moment.</summary>
    public SimulatedSubmission(ICommand<TState> command, Instant at) => (this.command, this.at, StreamId) = (command, at, command.StreamId);

    /// <inheritdoc/>
    public override long? ExpectedVersion => null;

    /// <inheritdoc/>
    public override Decision Decide(StreamPage streams, Cities cities, Instant now)
    {
        var state = streams.State<TState>(StreamId);
        return command.Decide(state, cities.Local(at, state?.Place.City ?? command.City));
    }
}

/// <summary>Makes submissions of steps.</summary>
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

    private static SimulatedSubmission<TState> Of<TState>(SimulatedStep step, ICommand<TState> command)
        where TState : class, IState<TState> =>
        new(command, step.At)
        {
            EventId = Identity.Event(
                command.StreamId, command.GetType().Name, step.At.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture)),
        };
}
