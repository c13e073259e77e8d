using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>What those who work will do, by time.</summary>
internal sealed class SimulatedAgenda
{
    private readonly PriorityQueue<Func<IEnumerable<SimulatedStep>>, (Instant At, long Number)> waiting = new();
    private long number;

    /// <summary>Adds a command.</summary>
    public void Add(Instant at, object command) => Add(at, () => [new(at, command)]);

    /// <summary>Adds something that is decided when it is due.</summary>
    public void Add(Instant at, Func<IEnumerable<SimulatedStep>> steps) => waiting.Enqueue(steps, (at, number++));

    /// <summary>The steps that are due by a moment, by time; what they add is among them.</summary>
    public IEnumerable<SimulatedStep> Until(Instant moment)
    {
        while (waiting.TryPeek(out _, out var earliest) && earliest.At <= moment)
        {
            foreach (var step in waiting.Dequeue()())
                yield return step;
        }
    }
}
