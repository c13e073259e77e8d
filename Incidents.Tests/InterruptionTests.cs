using System.Diagnostics;
using System.Globalization;
using Incidents.Api;
using Incidents.Postgres;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Incidents.Tests;

/// <summary>Ctrl-C and SIGTERM, sent to the built host as a process of its own: no errors, and no server is left.</summary>
[Trait("category", "crash")]
public sealed class InterruptionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_while_serving_and_seeding_ends_the_host_with_0_and_without_a_word(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a POSIX signal.");
        Assert.SkipUnless(TestScale.IsLong || signal is "TERM", TestScale.OnlyLong);
        using var folder = new TemporaryFolder();
        using var host = Start(folder.Path);
        var errors = host.StandardError.ReadToEndAsync(Cancellation);
        while (await host.StandardOutput.ReadLineAsync(Cancellation) is { } line
            && !line.StartsWith("Incidents is ready", StringComparison.Ordinal))
        {
        }
        var postmaster = PostmasterPid(folder.Path);

        await Send(signal, host);

        Assert.Equal((0, ""), (host.ExitCode, await errors));
        Assert.Equal("", await host.StandardOutput.ReadToEndAsync(Cancellation));
        Assert.False(ServerProcess.IsRunning(postmaster!.Value));
    }

    [Theory]
    [InlineData("postgres/host.lock")]
    [InlineData("postgres/cluster.new/PG_VERSION")]
    [InlineData("postgres/cluster/postmaster.pid")]
    public async Task A_signal_while_starting_ends_the_host_with_130_and_one_word(string sign)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a POSIX signal.");
        using var folder = new TemporaryFolder();
        using var host = Start(folder.Path);
        var (output, errors) = (host.StandardOutput.ReadToEndAsync(Cancellation), host.StandardError.ReadToEndAsync(Cancellation));
        await RunningHost.Until(() => Task.FromResult(host.HasExited || File.Exists(Path.Combine(folder.Path, sign))), $"{sign} to exist");

        await Send("INT", host);

        Assert.Equal((130, "Interrupted.", ""), (host.ExitCode, (await errors).Trim(), await output));
        Assert.True(PostmasterPid(folder.Path) is not { } pid || !ServerProcess.IsRunning(pid));
    }

    // For instance "Hosting failed to start", where the signal comes while the web server begins to listen.
    [Theory]
    [InlineData("Microsoft.Extensions.Hosting.Internal.Host", false)]
    [InlineData("Marten.Events", false)]
    [InlineData("Incidents.Api.Store", true)]
    public void After_a_signal_libraries_log_nothing(string category, bool isLogged)
    {
        foreach (var isInterrupted in (bool[])[false, true])
        {
            using var logging = LoggerFactory.Create(b => b.AddFilter(_ => true).AddEventSourceLogger()
                .Services.PostConfigure<LoggerFilterOptions>(filters => Launch.QuietenLibraries(filters, new(isInterrupted))));

            Assert.Equal(isLogged || !isInterrupted, logging.CreateLogger(category).IsEnabled(LogLevel.Error));
        }
    }

    private static Process Start(string data)
    {
        var start = new ProcessStartInfo("dotnet", [HostProcess.Program, "--port", "0", "--data", data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(Cancellation);
    }

    private static int? PostmasterPid(string data)
    {
        var file = Path.Combine(PostgresCluster.ClusterIn(Path.Combine(data, "postgres")), "postmaster.pid");
        return File.Exists(file) ? int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture) : null;
    }
}
