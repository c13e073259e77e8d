using System.Net;
using Incidents.Api.BaseMaps;
using Incidents.Benchmarks.BaseMaps;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.BaseMaps;

/// <summary>A host with the map of the small town. A base map is one for the whole database, so it has a host of its own.</summary>
public sealed class TownHost(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private RunningHost? host;

    internal RunningHost Host => host!;

    internal BaseMapReport Report { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        host = await RunningHost.Start(await postgres.CreateDatabase());
        Report = await Load(SmallTown.Make());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        folder.Dispose();
        if (host is not null)
            await host.DisposeAsync();
    }

    internal Task<BaseMapReport> Load(MadeExtract extract, bool isDryRun = false) => Load(extract.Pbf(SmallTown.At), isDryRun);

    internal async Task<BaseMapReport> Load(byte[] file, bool isDryRun = false)
    {
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.osm.pbf");
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        return await Host.Services.GetRequiredService<BaseMapLoader>().Load(path, isDryRun, TestContext.Current.CancellationToken);
    }

    internal async Task<byte[]?> Tile(int zoom, double longitude, double latitude)
    {
        var (x, y) = TileText.At(longitude, latitude, zoom);
        using var response = await Host.Client.GetAsync($"/tiles/{zoom}/{x}/{y}.mvt", TestContext.Current.CancellationToken);
        return response.StatusCode == HttpStatusCode.NoContent
            ? null
            : await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>The tests that share <see cref="TownHost"/>; one that loads another map loads the small town again.</summary>
[CollectionDefinition(Name)]
public sealed class OnTownHost : ICollectionFixture<TownHost>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "on the host with the small town";
}
