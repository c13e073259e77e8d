using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Incidents.Postgres;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>The built host as a process of its own with a private PostgreSQL, to be killed.</summary>
internal sealed partial class HostProcess : IDisposable
{
    /// <summary>The program as it was built for itself, with its own runtime configuration.</summary>
    public static readonly string Program =
        Path.Combine(AppContext.BaseDirectory.Replace("Incidents.Tests", "Incidents.Api", StringComparison.Ordinal), "Incidents.Api.dll");

    private readonly Process process;

    private HostProcess(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static Task<HostProcess> Start(string data, params IEnumerable<KeyValuePair<string, string>> environment) =>
        Start(["--data", data], [.. environment]);

    /// <summary>Starts one on a database that others use too, and waits until it says that it is ready.</summary>
    public static Task<HostProcess> StartOn(
        string connectionString, string data, params IEnumerable<KeyValuePair<string, string>> environment) =>
        Start(["--data", data], [new("ConnectionStrings__Incidents", connectionString), .. environment]);

    private static async Task<HostProcess> Start(string[] arguments, KeyValuePair<string, string>[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Program, "--port", "0", "--no-demo", .. arguments])
            start.ArgumentList.Add(argument);
        // What reports lead to by rules is tested apart.
        start.Environment["Correlation__Enabled"] = "false";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Ready().Match(line) is not { Success: true } ready)
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, new(ready.Groups[1].Value));
        }
        throw new InvalidOperationException($"The host did not start: {await errors}");
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>kill -9 of its PostgreSQL's first process; the host starts it again.</summary>
    public static async Task KillPostgres(string data)
    {
        using var postmaster = Process.GetProcessById(await Postmaster(Path.Combine(data, "postgres")));
        postmaster.Kill();
    }

    /// <summary>Id of the first process of a private PostgreSQL.</summary>
    /// <param name="folder">The folder of its data.</param>
    public static async Task<int> Postmaster(string folder)
    {
        var lines = await File.ReadAllLinesAsync(
            Path.Combine(PostgresCluster.ClusterIn(folder), "postmaster.pid"), TestContext.Current.CancellationToken);
        return int.Parse(lines[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Whether it runs.</summary>
    public bool IsAlive => !process.HasExited;

    /// <summary>Asks it to stop, and waits.</summary>
    public async Task Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    /// <summary>How to connect to the PostgreSQL of a data folder.</summary>
    public static string ConnectionString(string data)
    {
        var access = PasswordFile.Read(Path.Combine(data, "postgres", PasswordFile.Name))!;
        return new Npgsql.NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = access.Port,
            Username = EmbeddedPostgres.Database,
            Password = access.Password,
            Database = EmbeddedPostgres.Database,
            MaxPoolSize = 10,
        }.ConnectionString;
    }

    [GeneratedRegex("Incidents is ready: (http://[^/]+)/")]
    private static partial Regex Ready();
}
