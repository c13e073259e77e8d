using System.Text;
using Incidents.Api.PersonalData;
using Incidents.Api.Store;
using Incidents.Postgres;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Incidents.Tests.PersonalData;

/// <summary>After a masking and its own steps, no file of the database's folder contains what was masked.</summary>
public sealed class TraceTests
{
    private const string Plate = "917ZQX05";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_file_of_the_data_folder_contains_what_was_masked()
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await EmbeddedPostgres.Start(
            new() { DataDirectory = folder.Path, Durable = false }, NullLogger.Instance, Cancellation);
        await using var host = await RunningHost.Start(
            postgres.ConnectionString, o => o.Maintenance = new(postgres.SuperuserConnectionString));
        // Frequent enough for the statistics of its column.
        await host.PostLines(Enumerable.Range(0, 60).Select(i => MaskingTests.Violation($"{i}", i < 30 ? Plate : $"1{i:00}ABC09")));
        await host.PostLines(MaskingTests.Violation("far", Plate) with { City = "nowhere" });
        await host.CaughtUp();
        await host.Query("analyze");
        await host.Query("checkpoint");
        var before = Holding(folder.Path);
        Assert.Contains(before, file => file.Contains("pg_wal", StringComparison.Ordinal));
        Assert.True(before.Count(file => file.Contains("base", StringComparison.Ordinal)) > 4, string.Join(", ", before));

        var maskings = host.Services.GetRequiredService<Maskings>();
        await maskings.Mask(new("917 zqx 05", null, [], "subject-request", "2026/18", "op"), Cancellation);
        Assert.NotEmpty(Holding(folder.Path));
        var left = await host.Services.GetRequiredService<TraceRemoval>().Run(maskings.Tables, _ => { }, Cancellation);

        Assert.Empty(left);
        Assert.Empty(Holding(folder.Path));
        Assert.Empty(await MaskingTests.Holding(host, Plate));
        Assert.Equal("on", (await host.Query("show wal_recycle"))[0][0]);

        // Without the superuser it says what is left.
        await using var without = await RunningHost.Start(postgres.ConnectionString, o => o.RunsDaemon = false);
        left = await without.Services.GetRequiredService<TraceRemoval>().Run(["store.masking"], _ => { }, Cancellation);
        Assert.Contains("superuser", Assert.Single(left), StringComparison.Ordinal);
    }

    private static List<string> Holding(string folder)
    {
        var marker = Encoding.UTF8.GetBytes(Plate);
        var holding = new List<string>();
        foreach (var file in Directory.EnumerateFiles(PostgresCluster.ClusterIn(folder), "*", SearchOption.AllDirectories))
        {
            try
            {
                if (File.ReadAllBytes(file).AsSpan().IndexOf(marker) >= 0)
                    holding.Add(Path.GetRelativePath(folder, file));
            }
            catch (FileNotFoundException)
            {
                // The server has removed it meanwhile.
            }
        }
        return holding;
    }
}
