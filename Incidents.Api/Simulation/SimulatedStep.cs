using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>One step of the simulated life of the towns.</summary>
/// <param name="At">When the command is issued: the <c>now</c> of its decision.</param>
/// <param name="Command">An <see cref="Domain.ICommand{TState}"/> of the domain.</param>
internal sealed record SimulatedStep(Instant At, object Command);
