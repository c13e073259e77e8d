using Incidents.Api.Data;
using Incidents.Api.Simulation;
using Incidents.Domain;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Tests.Simulation;

/// <summary>A history of 120 days, drawn and decided once for all tests.</summary>
public sealed class SimulatedHistory
{
    internal static readonly Instant End = Instant.FromUtc(2026, 11, 23, 6, 0);
    internal static readonly Tariffs Tariffs = Catalogues.Tariffs();

    private readonly ILookup<Type, IDomainEvent> byType;

    public SimulatedHistory()
    {
        var cities = Catalogues.Cities();
        var streams = new SimulatedStreams(cities);
        Steps = [.. new Simulator(SimulationPlan.Load(), cities, Tariffs, 1).History(End)];
        foreach (var step in Steps)
        {
            var (stream, decision) = streams.Apply(step);
            if (decision.Events.Count == 0)
                Barren.Add($"{step.At} {step.Command}: {decision.Refusal?.Code.Text() ?? "unchanged"}");
            Events.AddRange(decision.Events);
            if (!Streams.TryGetValue(stream, out var events))
                Streams.Add(stream, events = []);
            events.AddRange(decision.Events);
        }
        byType = Events.ToLookup(e => e.GetType());
    }

    internal IReadOnlyList<SimulatedStep> Steps { get; }
    internal List<IDomainEvent> Events { get; } = [];
    internal List<string> Barren { get; } = [];

    /// <summary>The events of each stream.</summary>
    internal Dictionary<Guid, List<IDomainEvent>> Streams { get; } = [];

    internal IReadOnlyList<T> Of<T>() => [.. byType[typeof(T)].Cast<T>()];
}
