using System.Diagnostics;
using System.Globalization;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Npgsql;
using Xunit;

namespace Incidents.Tests;

/// <summary>The exit codes of the program, and that it explains every failure in words: 0 done, 1 failed, 2 wrong command line.</summary>
public sealed class ExitCodeTests(PostgresFixture postgres) : IDisposable
{
    private const string NoDatabase = "Host=127.0.0.1;Port=1;Username=nobody;Database=none";
    private const string Map = """
        { "source": "r", "city": "karaganda", "occurredAt": "t", "knownAt": { "date": "2020-02-01" }, "identity": { "columns": ["id"] },
          "category": { "value": "theft" } }
        """;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    // A command line that came as far as the database would fail with 1.
    [Theory]
    [InlineData(0, "help")]
    [InlineData(0, "--help")]
    [InlineData(0, "help import")]
    [InlineData(0, "boundaries load --help")]
    [InlineData(0, "analyse")]
    [InlineData(0, "analyse knox --help")]
    [InlineData(0, "analyse centrography --points points.csv")]
    [InlineData(1, "analyse centrography --points no-such.csv")]
    [InlineData(1, "analyse centrography --points map.json")]
    [InlineData(1, "analyse kde --points points.csv --cell wide --bandwidth 5")]
    [InlineData(1, "analyse getis-ord")]
    [InlineData(2, "analyse no-such-method")]
    [InlineData(2, "analyse knox --nonsense")]
    [InlineData(2, "analyse knox --points")]
    [InlineData(2, "help no-such-command")]
    [InlineData(2, "no-such-command")]
    [InlineData(2, "--no-such-option")]
    [InlineData(2, "--port many")]
    [InlineData(2, "import points.csv")]
    [InlineData(2, "import points.csv --map map.json --no-such-option")]
    [InlineData(2, "rebuild no-such-read-model")]
    [InlineData(0, "basemap --help")]
    [InlineData(0, "help places")]
    [InlineData(2, "basemap")]
    [InlineData(2, "places")]
    [InlineData(2, "basemap a.osm.pbf b.osm.pbf")]
    [InlineData(2, "boundaries")]
    [InlineData(2, "boundaries load map.json")]
    [InlineData(2, "boundaries load map.json --valid-from yesterday")]
    public Task Without_a_database(int exitCode, string line) => Ends(exitCode, NoDatabase, line);

    [Theory]
    [InlineData("rebuild")]
    [InlineData("import points.csv --map map.json")]
    public Task A_database_that_cannot_be_reached_fails_a_command(string line) => Ends(1, NoDatabase, line);

    [Fact]
    public async Task With_a_database()
    {
        var database = await postgres.CreateDatabase();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "rows.csv"), "id,t\n1,2020-01-01\n2,never\n", Cancellation);

        await Ends(0, database, "import rows.csv --map map.json");
        foreach (var line in TestScale.Of<string[]>(
            ["boundaries load map.json --valid-from 2020-01-01"],
            ["import no-such.csv --map map.json", "boundaries load map.json --valid-from 2020-01-01", "basemap rows.csv --dry-run",
                "places rows.csv"]))
        {
            await Ends(1, database, line);
        }
        await Ends(0, database, "rebuild");
        await using (var source = NpgsqlDataSource.Create(database))
            await RunningHost.Query(source, "insert into read.incident_merge values (gen_random_uuid(), gen_random_uuid())");
        await Ends(1, database, "rebuild register --check");
    }

    [Theory, Trait("category", "crash")]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_an_import_with_its_number_and_the_same_command_continues(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a POSIX signal.");
        Assert.SkipUnless(TestScale.IsLong || signal is "TERM", TestScale.OnlyLong);
        const int rows = 200_000;
        await File.WriteAllLinesAsync(
            Path.Combine(folder.Path, "rows.csv"), Enumerable.Range(0, rows).Select(i => $"{i},2020-01-01").Prepend("id,t"), Cancellation);
        var database = await postgres.CreateDatabase();
        await using var source = NpgsqlDataSource.Create(database);

        using var import = Start(database, "import rows.csv --map map.json");
        var (output, errors) = (import.StandardOutput.ReadToEndAsync(Cancellation), import.StandardError.ReadToEndAsync(Cancellation));
        await RunningHost.Until(async () => import.HasExited || await Events(source) > 0, "events to be committed");
        using (var kill = Process.Start("kill", [$"-{signal}", import.Id.ToString(CultureInfo.InvariantCulture)]))
            await import.WaitForExitAsync(Cancellation);

        Assert.Equal(exitCode, import.ExitCode);
        var lines = (await errors).Trim().Split('\n');
        Assert.Equal("Interrupted.", lines[^1]);
        // A slow import has told how far it was, and nothing else.
        Assert.All(lines[..^1], line => Assert.Matches("^[0-9]+ % of the file, [0-9,]+ rows, [0-9,]+ rows/s$", line));
        Assert.Contains("Run the same command again", await output, StringComparison.Ordinal);
        Assert.InRange(await Events(source), 1, rows - 1);
    }

    private static async Task<long> Events(NpgsqlDataSource source) =>
        await RunningHost.Query(source, "select to_regclass('store.mt_events') is not null") is [[true]]
            ? (long)(await RunningHost.Query(source, "select count(*) from store.mt_events"))[0][0]
            : 0;

    private async Task Ends(int exitCode, string database, string line)
    {
        using var process = Start(database, line);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);

        var written = await output + await errors;
        Assert.True(exitCode == process.ExitCode, $"'{line}' ended with {process.ExitCode}: {written}");
        Assert.DoesNotContain("   at ", written, StringComparison.Ordinal);
        if (exitCode == 2)
            Assert.Single((await errors).Trim().Split('\n'));
    }

    private Process Start(string database, string line)
    {
        File.WriteAllText(Path.Combine(folder.Path, "map.json"), Map);
        File.WriteAllText(Path.Combine(folder.Path, "points.csv"), "x,y\n1,2\n2,3\n2,2\n2,1\n3,4\n");
        var start = new ProcessStartInfo("dotnet", [HostProcess.Program, .. line.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["ConnectionStrings__Incidents"] = database;
        return Process.Start(start)!;
    }
}
