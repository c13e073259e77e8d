using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests;

/// <summary>One host for all tests that keep to a city and a source of their own.</summary>
public sealed class SharedHost(PostgresFixture postgres) : IAsyncLifetime
{
    private RunningHost? host;

    internal RunningHost Host => host!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => host = await RunningHost.Start(await postgres.CreateDatabase());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }
}

/// <summary>The tests that share <see cref="SharedHost"/>.</summary>
[CollectionDefinition(Name)]
public sealed class OnSharedHost : ICollectionFixture<SharedHost>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "on the shared host";
}
