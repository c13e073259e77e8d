using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Incidents.Tests.Clients;

/// <summary>Programs that tests run.</summary>
internal static class Programs
{
    private const string TokenVariable = "INCIDENTS_TOKEN";

    private static readonly AsyncLocal<string?> Token = new();

    /// <summary>Gives what the calling method runs from now on the token of a host's client.</summary>
    public static void SignIn(RunningHost host) => Token.Value = host.Client.DefaultRequestHeaders.Authorization!.Parameter;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, what it wrote, and what it wrote about errors.</returns>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<(int ExitCode, string Output, string Errors)> Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[TokenVariable] = Token.Value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>What a program writes; the test fails where the program does.</summary>
    public static async Task<string> OutputOf(string folder, string program, params string[] arguments)
    {
        var (exitCode, output, errors) = await Run(folder, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with code {exitCode}.\n{output}{errors}");
        return output;
    }

    /// <summary>Whether a program is there and succeeds with these arguments.</summary>
    public static async Task<bool> Works(string program, params string[] arguments)
    {
        try
        {
            return (await Run(Path.GetTempPath(), program, arguments)).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
