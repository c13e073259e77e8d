using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>One command of the simulation.</summary>
/// <param name="At">When the command is issued, which is the <c>now</c> of its decision.</param>
/// <param name="Command">An <see cref="Domain.ICommand{TState}"/>.</param>
internal sealed record SimulatedStep(Instant At, object Command);
