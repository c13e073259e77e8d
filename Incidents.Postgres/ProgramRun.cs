using System.Diagnostics;

namespace Incidents.Postgres;

/// <summary>What a program that ran to its end left behind.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Standard output and standard error together.</param>
internal sealed record ProgramRun(int ExitCode, string Output)
{
    /// <summary>Runs a program without a shell. Cancelling kills it.</summary>
    public static async Task<ProgramRun> OfAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // PGPORT, PGDATA and the like would change what the server's programs do; messages are read here and shown in logs, so in English.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal) || k.StartsWith("LC_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            await process.WaitForExitAsync(cancel);
            return new(process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
