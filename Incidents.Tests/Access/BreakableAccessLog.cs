using System.Collections.Concurrent;
using Incidents.Api.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Incidents.Tests.Access;

/// <summary>An access log in memory that can be away.</summary>
internal sealed class BreakableAccessLog : IAccessLog
{
    private readonly ConcurrentQueue<AccessEntry> entries = new();
    private volatile bool isBroken;

    /// <summary>Whether it is away.</summary>
    public bool IsBroken
    {
        get => isBroken;
        set => isBroken = value;
    }

    /// <summary>Whether too many entries wait, though it works.</summary>
    public bool IsBusy { get; set; }

    /// <summary>What was put on record, in order.</summary>
    public IReadOnlyList<AccessEntry> Entries => [.. entries];

    /// <inheritdoc/>
    public Task Write(AccessEntry entry, CancellationToken cancellation)
    {
        if (IsBroken)
            throw new AccessLogException("The access log is away.");
        if (IsBusy)
            throw new AccessLogException("Too many entries wait.") { IsBusy = true };
        entries.Enqueue(entry);
        return Task.CompletedTask;
    }

    /// <summary>Makes a host write to it.</summary>
    public void Use(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IAccessLog>(this));
}
