using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>One command of the simulation.</summary>
/// <param name="At">When the command is issued, which is the <c>now</c> of its decision.</param>
/// <param name="Command">An <see cref="Domain.ICommand{TState}"/>.</param>
/// <param name="Message">What a device sends then, or null where a person acts.</param>
internal sealed record SimulatedStep(Instant At, object Command, Func<SimulatedMessage>? Message = null);

/// <summary>What a simulated device publishes on the embedded broker.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Payload">The message, in the device's dialect.</param>
/// <param name="SaysAll">Whether it leads to what the command does; otherwise the command is issued too.</param>
internal sealed record SimulatedMessage(string Topic, byte[] Payload, bool SaysAll = true);

/// <summary>Publishes a message of a simulated device, and ends when the host has taken it.</summary>
/// <param name="message">The message.</param>
/// <param name="cancellation">Stops waiting.</param>
internal delegate Task SimulatedPublisher(SimulatedMessage message, CancellationToken cancellation);
