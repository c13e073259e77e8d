using System.Diagnostics;
using System.Globalization;

namespace Incidents.Postgres;

/// <summary>What a program that ran to its end left behind.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Standard output and standard error together.</param>
internal sealed record ProgramRun(int ExitCode, string Output)
{
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(10);

    /// <summary>Runs a program without a shell.</summary>
    /// <remarks>
    /// Cancelling interrupts the program, which then tidies up: <c>initdb</c> removes what it made, <c>pg_ctl</c> stops the server that it
    /// is starting. One that does not end within ten seconds is killed.
    /// </remarks>
    public static async Task<ProgramRun> Of(
        string program, IEnumerable<string> arguments, CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null)
    {
        using var process = Begin(program, arguments, settings);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
            return new(process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            await End(process);
            throw;
        }
    }

    /// <summary>Starts a program whose output is redirected and whose input is empty.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="settings">Variables of its environment.</param>
    public static Process Begin(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // PGPORT, PGDATA and the like would change what the server's programs do; messages are read here and shown in logs, so in English.
        var inherited = start.Environment.Keys
            .Where(k => k.StartsWith("PG", StringComparison.Ordinal) || k.StartsWith("LC_", StringComparison.Ordinal));
        foreach (var name in inherited.ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        return process;
    }

    private static async Task End(Process process)
    {
        if (!OperatingSystem.IsWindows())
        {
            using var interrupt = Process.Start(
                new ProcessStartInfo("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true });
            using var grace = new CancellationTokenSource(EndGrace);
            try
            {
                await process.WaitForExitAsync(grace.Token);
                return;
            }
            catch (OperationCanceledException)
            {
                // It is killed below.
            }
        }
        process.Kill();
    }
}
