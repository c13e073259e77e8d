using System.Diagnostics;
using System.Globalization;
using Incidents.Postgres;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Outages;

/// <summary>A PostgreSQL behind a proxy and a name, and the ways in which it can be away.</summary>
internal sealed class OutageKinds : IAsyncDisposable
{
    private const string Name = "store.outages.test";
    private const int Megabytes = 700;

    private readonly TemporaryFolder folder = new();
    private readonly bool isMounted;
    private readonly string? nameWrapper;
    private EmbeddedPostgres? postgres;
    private int changes;
    private StoreProxy? proxy;

    private OutageKinds()
    {
        isMounted = OperatingSystem.IsLinux() && Environment.UserName == "root"
            && Succeeds("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "incidents-outages", Data);
        nameWrapper = OperatingSystem.IsLinux()
            ? new[] { "/usr/lib", "/usr/lib64" }.Where(Directory.Exists)
                .SelectMany(d => Directory.EnumerateFiles(d, "libnss_wrapper.so*", new EnumerationOptions
                {
                    RecurseSubdirectories = true,
                    MaxRecursionDepth = 2,
                })).FirstOrDefault()
            : null;
    }

    /// <summary>The kinds that this machine has.</summary>
    public IReadOnlyList<(string Kind, Func<Task> Begin, Func<Task> End)> All { get; private set; } = [];

    /// <summary>How the host connects.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>How the test itself connects.</summary>
    public string DirectConnectionString => postgres!.ConnectionString;

    /// <summary>Environment of the host.</summary>
    public IEnumerable<KeyValuePair<string, string>> HostEnvironment => nameWrapper is null
        ? []
        : [new("LD_PRELOAD", nameWrapper), new("NSS_WRAPPER_HOSTS", Hosts)];

    private string Data => Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;

    private string Hosts => Path.Combine(folder.Path, "hosts");

    private string Ballast => Path.Combine(Data, "ballast");

    public static async Task<OutageKinds> Start()
    {
        var kinds = new OutageKinds();
        kinds.postgres = await EmbeddedPostgres.Start(
            new() { DataDirectory = Path.Combine(kinds.Data, "postgres"), Durable = false }, NullLogger.Instance,
            TestContext.Current.CancellationToken);
        var direct = new NpgsqlConnectionStringBuilder(kinds.postgres.ConnectionString);
        kinds.proxy = new(direct.Port);
        kinds.Resolve(true);
        kinds.ConnectionString = new NpgsqlConnectionStringBuilder(direct.ConnectionString)
        {
            Host = kinds.nameWrapper is null ? "127.0.0.1" : Name,
            Port = kinds.proxy.Port,
        }.ConnectionString;
        kinds.All = [.. kinds.OfTheProxy(), .. kinds.OfTheServer()];
        return kinds;
    }

    public async ValueTask DisposeAsync()
    {
        if (proxy is not null)
            await proxy.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
        if (isMounted)
            Succeeds("umount", "--lazy", Data);
        folder.Dispose();
    }

    private IEnumerable<(string Kind, Func<Task> Begin, Func<Task> End)> OfTheProxy()
    {
        yield return ("reset in the middle", Sync(() => proxy!.CutAfter(5_000)), Sync(proxy!.Pass));
        if (nameWrapper is not null)
        {
            yield return (
                "a name that does not resolve",
                Sync(() =>
                {
                    Resolve(false);
                    proxy.Refuse();
                }),
                Sync(() =>
                {
                    Resolve(true);
                    proxy.Pass();
                }));
        }
        yield return ("refused", Sync(proxy.Refuse), Sync(proxy.Pass));
        yield return ("silent", Sync(proxy.Stall), Sync(() =>
        {
            proxy.Refuse();
            proxy.Pass();
        }));
    }

    private IEnumerable<(string Kind, Func<Task> Begin, Func<Task> End)> OfTheServer()
    {
        yield return ("read-only", () => ReadOnly(true), () => ReadOnly(false));
        yield return ("no connections left", () => Connections(0), () => Connections(-1));
        if (isMounted)
            yield return ("disk full", Sync(Fill), Sync(() => File.Delete(Ballast)));
        if (!OperatingSystem.IsWindows())
            yield return ("stopped by a signal", () => Signal("STOP"), () => Signal("CONT"));
    }

    private static Func<Task> Sync(Action act) => () =>
    {
        act();
        return Task.CompletedTask;
    };

    // The library reads the file again when it is another second of change: each one here is.
    private void Resolve(bool resolves)
    {
        var next = $"{Hosts}.next";
        File.WriteAllText(next, resolves ? $"127.0.0.1 {Name}\n" : "127.0.0.1 another.test\n");
        File.SetLastWriteTimeUtc(next, DateTime.UnixEpoch.AddDays(20_000).AddSeconds(++changes));
        File.Move(next, Hosts, overwrite: true);
    }

    private async Task ReadOnly(bool isOn)
    {
        await AsSuperuser($"alter database {EmbeddedPostgres.Database} set default_transaction_read_only = {(isOn ? "on" : "off")}");
        await EndSessions();
    }

    private async Task Connections(int limit)
    {
        await AsSuperuser($"alter role {EmbeddedPostgres.Database} connection limit {limit}");
        await EndSessions();
    }

    private Task EndSessions() => AsSuperuser(
        $"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{EmbeddedPostgres.Database}'");

    private async Task AsSuperuser(string sql)
    {
        await using var connection = new NpgsqlConnection($"{postgres!.SuperuserConnectionString};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"set default_transaction_read_only = off; {sql}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private void Fill()
    {
        var block = new byte[1 << 16];
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                ballast.Write(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private async Task Signal(string signal)
    {
        var first = (await HostProcess.Postmaster(Path.Combine(Data, "postgres"))).ToString(CultureInfo.InvariantCulture);
        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).OfType<string>()
            .Where(pid => pid.All(char.IsAsciiDigit) && Parent(pid) == first).Append(first);
        Assert.True(Succeeds("kill", [$"-{signal}", .. all]));
    }

    private static string? Parent(string pid)
    {
        try
        {
            return File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("PPid:", StringComparison.Ordinal))?[5..].Trim();
        }
        catch (IOException)
        {
            // It has ended.
            return null;
        }
    }

    private static bool Succeeds(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
