using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>Scripts for node that ask a GraphQL endpoint with the JavaScript world's own packages.</summary>
internal static class NodeScript
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "Incidents.Tests", "graphql-http");
    private static readonly SemaphoreSlim Installing = new(1);

    /// <summary>Runs a script, its packages installed first. The test is skipped where node is not installed, other than on CI.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string script, params string[] arguments)
    {
        Assert.SkipUnless(SourceTree.IsOnCi || await IsNodeInstalled(), "node is not installed.");
        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            {
                var (installed, output) = await RunProcess("npm", "ci", "--no-audit", "--no-fund");
                Assert.True(installed == 0, output);
            }
        }
        finally
        {
            Installing.Release();
        }
        return await RunProcess("node", [script, .. arguments]);
    }

    private static async Task<bool> IsNodeInstalled()
    {
        try
        {
            return (await RunProcess("node", "--version")).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int ExitCode, string Output)> RunProcess(string program, params string[] arguments)
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
