using System.Collections.Concurrent;
using Incidents.Api.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Incidents.Tests.Access;

/// <summary>An access log in memory.</summary>
internal sealed class KeptAccessLog : IAccessLog
{
    private readonly ConcurrentQueue<AccessEntry> entries = new();

    /// <summary>What was put on record, in order.</summary>
    public IReadOnlyList<AccessEntry> Entries => [.. entries];

    /// <summary>The reasons of the refusals on record.</summary>
    public IEnumerable<string> Refusals =>
        Entries.Where(entry => entry.Kind is AccessKind.Refused).Select(entry => entry.Details["reason"]!.GetValue<string>());

    /// <inheritdoc/>
    public Task Write(AccessEntry entry, CancellationToken cancellation)
    {
        entries.Enqueue(entry);
        return Task.CompletedTask;
    }

    /// <summary>Makes a host write to it.</summary>
    public void Use(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IAccessLog>(this));
}
