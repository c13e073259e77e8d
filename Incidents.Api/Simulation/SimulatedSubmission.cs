using System.Globalization;
using Incidents.Api.Store;
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
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>
/// Simulated steps on their way into the store: decided at their own moment, and the same event however often they are sent.
/// </summary>
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
        ICommand<DeviceOutages> command => Of(step, command),
        ICommand<UpkeepTask> command => Of(step, command),
        ICommand<Unit> command => Of(step, command),
        ICommand<Shift> command => Of(step, command),
        ICommand<Escalations> command => Of(step, command),
        _ => throw new ArgumentException($"{step.Command.GetType()} is not a supported command.", nameof(step)),
    };

    private static Submission<TState> Of<TState>(SimulatedStep step, ICommand<TState> command) where TState : StreamState, IState<TState> =>
        new(new ScriptedCommand<TState>(command))
        {
            DecidedAt = step.At,
            EventId = Identity.Event(
                command.StreamId, command.GetType().Name, step.At.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture)),
        };

    /// <summary>A command that is decided without the other stream that it may depend on.</summary>
    /// <remarks>
    /// The script knows that the other incident of a merge exists. Its opening is sent at the same time, and may be committed later; so
    /// what the decision leads to on the other is left out. Nobody was sent to the one that goes.
    /// </remarks>
    private sealed record ScriptedCommand<TState>(ICommand<TState> Command) : ICommand<TState> where TState : StreamState, IState<TState>
    {
        /// <inheritdoc/>
        public Guid StreamId => Command.StreamId;

        /// <inheritdoc/>
        public string? City => Command.City;

        /// <inheritdoc/>
        public Decision Decide(TState? state, OffsetDateTime now)
        {
            var decision = Command.Decide(state, now);
            return decision.Elsewhere is null ? decision : Decision.Of(decision.Events);
        }
    }
}
