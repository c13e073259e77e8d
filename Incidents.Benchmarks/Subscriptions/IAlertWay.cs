using Microsoft.Extensions.DependencyInjection;

namespace Incidents.Benchmarks.Subscriptions;

/// <summary>A way by which alerts reach the host.</summary>
internal interface IAlertWay : IAsyncDisposable
{
    /// <summary>What it is, for notes.</summary>
    string What { get; }

    /// <summary>What the host has to know of it.</summary>
    IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Adds what the host lacks for it.</summary>
    void AddTo(IServiceCollection services);

    /// <summary>Connects to a host that runs; comes back when that takes alerts.</summary>
    Task Open(BenchmarkHost host);

    /// <summary>Sends alerts with successive numbers, one of each kind after another, and notes when.</summary>
    void Send(string source, int first, int count, Deliveries deliveries);

    /// <summary>Ends when all that was sent is taken over.</summary>
    Task AllTaken();
}
