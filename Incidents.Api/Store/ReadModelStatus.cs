using System.Collections.Concurrent;

namespace Incidents.Api.Store;

/// <summary>Which read models this host does not bring forward at present, and why.</summary>
internal sealed class ReadModelStatus
{
    private readonly ConcurrentDictionary<string, string> failures = new();
    private readonly ConcurrentDictionary<string, string> aside = new();

    /// <summary>The reasons by read model.</summary>
    public IReadOnlyDictionary<string, string> Failures => failures;

    /// <summary>The reasons of those that have another definition than this program's: they stay as they are.</summary>
    public IReadOnlyDictionary<string, string> Aside => aside;

    /// <summary>Records that this host leaves it as it is.</summary>
    public void StandsAside(string readModel, string reason) => aside[readModel] = reason;

    /// <summary>Records that it has this program's definition.</summary>
    public void GoesOn(string readModel) => aside.TryRemove(readModel, out _);

    /// <summary>Records that it does not get on.</summary>
    public void Fails(string readModel, string reason) => failures[readModel] = reason;

    /// <summary>Records that it gets on.</summary>
    public void Works(string readModel) => failures.TryRemove(readModel, out _);
}
