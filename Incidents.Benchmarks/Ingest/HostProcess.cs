using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Incidents.Benchmarks.Ingest;

/// <summary>The built host as a process of its own, as <c>./run</c> starts it, with its own PostgreSQL.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    /// <summary>The built program.</summary>
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Incidents.Api.dll");

    private readonly Process process;

    private HostProcess(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    /// <summary>The largest resident memory of the process (not its PostgreSQL) so far, in megabytes of 10^6 bytes.</summary>
    public double PeakMegabytes => Status("VmHWM") * 1024 / 1e6;

    /// <summary>The resident memory now, in megabytes of 10^6 bytes.</summary>
    public double Megabytes => Status("VmRSS") * 1024 / 1e6;

    /// <summary>Starts the host and waits for the line that says it is ready.</summary>
    public static async Task<HostProcess> Start(string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Program, "--port", "0", "--data", folder, "--no-demo" },
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (Ready().Match(line) is { Success: true } match)
            {
                // Whatever else it says must not fill the pipe and stop it.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(process, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            }
        }
        throw new InvalidOperationException("The host has ended before it was ready.");
    }

    /// <summary>The value of <c>Authorization</c> of the demo user who has all roles.</summary>
    public async Task<string> SignIn(CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{Port}") };
        using var response = await client.PostAsJsonAsync("/session/demo/token", new { user = "all" }, cancellation);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return $"Bearer {answer.GetProperty("access_token").GetString()}";
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:(\d+)/graphql")]
    private static partial Regex Ready();
}
