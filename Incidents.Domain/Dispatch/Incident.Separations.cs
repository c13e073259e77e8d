namespace Incidents.Domain.Dispatch;

/// <summary>What a person has separated from the incident.</summary>
public sealed partial record Incident
{
    /// <summary>
    /// The signals that a person has separated from it, or from an incident merged into it, and that nobody has linked since.
    /// </summary>
    public IReadOnlyList<Signal> Separated => [.. separated.Select(s => s.Signal).Distinct()];

    /// <summary>Whether a person has said that a signal has nothing to do with it.</summary>
    internal bool IsSeparated(Signal signal) => separated.Any(s => s.Signal == signal) && links.All(l => l.Signal != signal);
}
