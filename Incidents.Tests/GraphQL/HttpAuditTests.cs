using System.Diagnostics;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>The GraphQL-over-HTTP specification's own audits, run by node against the endpoint on a real port.</summary>
public sealed class HttpAuditTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "Incidents.Tests", "graphql-http");

    [Fact]
    public async Task The_specification_s_audits_pass()
    {
        Assert.SkipUnless(SourceTree.IsOnCi || await NodeIsThereAsync(), "node is not installed.");
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            var (installed, output) = await RunAsync("npm", "ci", "--no-audit", "--no-fund");
            Assert.True(installed == 0, output);
        }
        await using var server = await SampleServer.StartAsync(onLoopback: true);

        var (exitCode, report) = await RunAsync("node", "audit.js", new Uri(server.Client.BaseAddress!, "/graphql").AbsoluteUri);

        TestContext.Current.TestOutputHelper!.WriteLine(report);
        Assert.True(exitCode == 0, report);
        Assert.Matches("[1-9][0-9]* audits passed", report);
    }

    private static async Task<bool> NodeIsThereAsync()
    {
        try
        {
            return (await RunAsync("node", "--version")).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
