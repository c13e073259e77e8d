using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Incidents.Benchmarks.Analyses;

/// <summary>
/// A known program's way of computing the same, asked turn by turn while its process goes on: neither its start nor its reading of the data
/// is timed. Its script is a resource here; it says <c>ready</c> and its version (or <c>missing</c>), then for each line of input the
/// seconds that it took.
/// </summary>
internal sealed class Peer : IDisposable
{
    // Debian's packages are found by its own interpreter only, whichever comes first on the path.
    private static readonly Dictionary<string, string[]> Interpreters = new()
    {
        [".R"] = ["Rscript"],
        [".py"] = ["/usr/bin/python3", "python3"],
    };

    private readonly Process process;
    private readonly Task<string> complaints;
    private readonly string answer;

    private Peer(Process process, string answer) =>
        (this.process, this.answer, complaints) = (process, answer, process.StandardError.ReadToEndAsync());

    /// <summary>The version of the peer.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Starts the peer; null where it is not installed.</summary>
    /// <param name="context">Whose temporary folder is used.</param>
    /// <param name="script">The script's file name.</param>
    /// <param name="arguments">Its arguments but the last, which names the file for its answer.</param>
    /// <exception cref="InvalidOperationException">It is installed and fails.</exception>
    public static async Task<Peer?> Start(BenchmarkContext context, string script, params IEnumerable<string> arguments)
    {
        var path = context.TemporaryPath(script);
        var resource = typeof(Peer).Assembly.GetManifestResourceStream(script);
        await using (var source = resource ?? throw new InvalidOperationException($"There is no script {script}."))
        await using (var file = File.Create(path))
            await source.CopyToAsync(file, context.Cancellation);
        var answer = context.TemporaryPath($"{script}.answer");
        foreach (var interpreter in Interpreters[Path.GetExtension(script)])
        {
            if (Process(interpreter, [path, .. arguments, answer]) is not { } process)
                continue;
            var peer = new Peer(process, answer);
            var greeting = await peer.Line(context.Cancellation);
            if (greeting.StartsWith("ready ", StringComparison.Ordinal))
            {
                peer.Version = greeting[6..].Trim();
                return peer;
            }

            peer.Dispose();
            if (greeting != "missing")
                throw new InvalidOperationException($"{script} began with: {greeting}");
        }

        return null;
    }

    /// <summary>Computes once; the result is the time in seconds.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<double> Turn(CancellationToken cancellation)
    {
        await process.StandardInput.WriteLineAsync("turn");
        await process.StandardInput.FlushAsync(cancellation);
        return double.Parse(await Line(cancellation), CultureInfo.InvariantCulture);
    }

    /// <summary>The numbers computed in the last turn.</summary>
    public double[] Answer() => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(answer)).ToArray();

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static Process? Process(string interpreter, IEnumerable<string> arguments)
    {
        try
        {
            return System.Diagnostics.Process.Start(new ProcessStartInfo(interpreter, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            // The interpreter is not there.
            return null;
        }
    }

    private async Task<string> Line(CancellationToken cancellation) =>
        await process.StandardOutput.ReadLineAsync(cancellation)
            ?? throw new InvalidOperationException($"The peer ended: {await complaints}");
}
