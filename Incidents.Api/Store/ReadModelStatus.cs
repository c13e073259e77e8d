using System.Collections.Concurrent;

namespace Incidents.Api.Store;

/// <summary>Which read models this host cannot bring forward at present, and why.</summary>
internal sealed class ReadModelStatus
{
    private readonly ConcurrentDictionary<string, string> failures = new();

    /// <summary>The reasons by read model.</summary>
    public IReadOnlyDictionary<string, string> Failures => failures;

    /// <summary>Records that it does not get on.</summary>
    public void Fails(string readModel, string reason) => failures[readModel] = reason;

    /// <summary>Records that it gets on.</summary>
    public void Works(string readModel) => failures.TryRemove(readModel, out _);
}
