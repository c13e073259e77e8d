using System.IO.Compression;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Upgrades;

/// <summary>Today's host on what earlier releases left in their databases.</summary>
public sealed class UpgradeTests(PostgresFixture postgres)
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "Incidents.Tests", "Upgrades");

    // What is known depends on the present.
    private static readonly Instant AfterAll = Instant.FromUtc(2027, 1, 1, 0, 0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Releases =>
        [.. Directory.EnumerateDirectories(Folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Releases))]
    public async Task Every_event_figure_and_acknowledged_report_of_an_earlier_release_is_kept(string release)
    {
        var folder = Path.Combine(Folder, release);
        var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json"), Cancel)).RootElement;
        var database = await postgres.CreateEmptyDatabase();
        await Load(database, Path.Combine(folder, "store.sql.gz"));

        await using var host = await RunningHost.Start(database, clock: new FakeClock(AfterAll));
        var readModels = host.Services.GetRequiredService<ReadModelStore>();
        await RunningHost.Until(async () => (await readModels.Outdated(Cancel)).Count == 0, "outdated read models to be rebuilt");
        await host.CaughtUp();

        await using (var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession())
            Assert.Equal(expected.GetProperty("events").GetInt32(), (await session.Events.QueryAllRawEvents().ToListAsync(Cancel)).Count);
        var figures = await host.Ask(expected.GetProperty("query").GetString()!);
        Assert.Equal(JsonSerializer.Serialize(expected.GetProperty("data")), JsonSerializer.Serialize(figures));
        await RebuildTests.EqualsItsRebuild(host);

        var reports = await File.ReadAllTextAsync(Path.Combine(folder, "reports.ndjson"), Cancel);
        var again = await host.Post(reports, "application/x-ndjson");
        Assert.NotEmpty(again.Statuses);
        Assert.All(again.Statuses, status => Assert.Equal("duplicate", status));
        var first = reports.Split('\n')[0];
        Assert.Equal(["accepted"], (await host.Post(first.Replace("\"a0\"", "\"new\"", StringComparison.Ordinal))).Statuses);
    }

    private static async Task Load(string database, string file)
    {
        await using var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var text = new StreamReader(zipped);
        // The script changes settings of its session.
        await using var connection = new NpgsqlConnection($"{database};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(await text.ReadToEndAsync(Cancel), connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
