using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Incidents.Benchmarks.Cases;

/// <summary>How fast a large file of evidence comes in and goes out, against the disk itself, and how much memory that takes.</summary>
internal sealed class EvidenceStream : IGoal
{
    private const int BytesOfPart = 1 << 20;
    private const double Megabyte = 1_000_000;

    public string Name => "evidence-stream";

    public string What => "upload and download of a large file of evidence over HTTP, against writing and reading the disk by itself";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var parts = context.Pick(1_000, 9_600);
        var bytes = (long)parts * BytesOfPart;
        var folder = Directory.CreateDirectory(context.TemporaryPath("evidence")).FullName;
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(
            database, services: services => services.AddSingleton(new EvidenceSettings { Folder = Path.Combine(folder, "kept") }));
        var id = Guid.CreateVersion7();
        await host.Get<CommandStore>().Decide(
            new OpenCase(id, "Benchmark", "karaganda", new("benchmark", "benchmark"), "benchmark"), context.Cancellation);
        // What is loaded once is not counted.
        await Upload(host.Port, id, 0, 64, context.Cancellation);
        var before = WorkingSet();
        var (writes, uploads) = (new List<double>(), new List<double>());
        var (reads, downloads, peak) = (new List<double>(), new List<double>(), 0.0);
        for (var round = 1; round <= context.Pick(3, 3); round++)
        {
            var plain = Path.Combine(folder, "plain");
            writes.Add(Speed(bytes, Timed(() => Write(plain, parts, round))));
            using var watch = new PeakMemory();
            var since = Stopwatch.GetTimestamp();
            var item = await Upload(host.Port, id, round, parts, context.Cancellation);
            uploads.Add(Speed(bytes, Stopwatch.GetElapsedTime(since)));
            reads.Add(Speed(bytes, Timed(() => Read(plain))));
            File.Delete(plain);
            foreach (var kept in Directory.EnumerateFiles(Path.Combine(folder, "kept"), "*", SearchOption.AllDirectories))
                Forget(kept);
            since = Stopwatch.GetTimestamp();
            await Download(host.Port, id, item, bytes, context.Cancellation);
            downloads.Add(Speed(bytes, Stopwatch.GetElapsedTime(since)));
            peak = Math.Max(peak, watch.Stop());
        }
        Directory.Delete(folder, recursive: true);
        var (upload, write) = (Statistics.Median(uploads), Statistics.Median(writes));
        var (download, read) = (Statistics.Median(downloads), Statistics.Median(reads));
        return new(
            [new("upload", "MB/s", uploads), new("plain writing", "MB/s", writes), new("download", "MB/s", downloads),
                new("plain reading", "MB/s", reads), new("growth of the process at the most", "MB", [peak - before])],
            [
                new("of the disk's writing", upload / write, Relation.AtLeast, 0.5),
                new("of the disk's reading", download / read, Relation.AtLeast, 0.5),
                new("MB more than before the first large file", peak - before, Relation.Below, 100),
            ],
            [FormattableString.Invariant($"{bytes / 1e9:0.0} GB a file; writing includes fsync, and files are read from the disk, not ")
                + "from memory. Host, client and hashing share this machine; an upload is written, read back and hashed twice."]);
    }

    private static double Speed(long bytes, TimeSpan time) => bytes / Megabyte / time.TotalSeconds;

    private static double WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / Megabyte;
    }

    private static TimeSpan Timed(Action work)
    {
        var since = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(since);
    }

    private static byte[] Part(int seed)
    {
        var part = new byte[BytesOfPart];
        new Random(seed).NextBytes(part);
        return part;
    }

    private static void Write(string path, int parts, int seed)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var part = Part(seed);
        for (var i = 0; i < parts; i++)
            RandomAccess.Write(file, part, (long)i * BytesOfPart);
        RandomAccess.FlushToDisk(file);
    }

    private static void Read(string path)
    {
        Forget(path);
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var part = new byte[BytesOfPart];
        for (long position = 0; RandomAccess.Read(file, part, position) is > 0 and var read; position += read)
            continue;
    }

    private static void Forget(string path)
    {
        using var file = File.OpenHandle(path);
        DurableFiles.Forget(file, 0, 0);
    }

    private static async Task<Guid> Upload(int port, Guid id, int seed, int parts, CancellationToken cancellation)
    {
        using var client = await Connect(port, $"POST /cases/{id}/evidence?name=clip HTTP/1.1", (long)parts * BytesOfPart, cancellation);
        var part = Part(seed);
        for (var i = 0; i < parts; i++)
            await client.GetStream().WriteAsync(part, cancellation);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(cancellation);
        return answer.StartsWith("HTTP/1.1 201", StringComparison.Ordinal)
            ? JsonDocument.Parse(answer[answer.IndexOf('{')..(answer.LastIndexOf('}') + 1)]).RootElement.GetProperty("id").GetGuid()
            : throw new InvalidOperationException(answer);
    }

    private static async Task Download(int port, Guid id, Guid item, long bytes, CancellationToken cancellation)
    {
        using var client = await Connect(port, $"GET /cases/{id}/evidence/{item} HTTP/1.1", null, cancellation);
        var (part, received) = (new byte[BytesOfPart], 0L);
        while (await client.GetStream().ReadAsync(part, cancellation) is > 0 and var read)
            received += read;
        if (received < bytes)
            throw new InvalidOperationException($"{received} bytes came.");
    }

    private static async Task<TcpClient> Connect(int port, string request, long? length, CancellationToken cancellation)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellation);
        var head = $"{request}\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {BenchmarkSignIn.Token}\r\nConnection: close\r\n"
            + (length is { } bytes ? $"Content-Length: {bytes}\r\n\r\n" : "\r\n");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), cancellation);
        return client;
    }

    // The greatest working set, looked at ten times a second.
    private sealed class PeakMemory : IDisposable
    {
        private readonly Timer timer;
        private double peak;

        public PeakMemory() => timer = new(_ => peak = Math.Max(peak, WorkingSet()), null, 0, 100);

        public double Stop() => peak;

        public void Dispose() => timer.Dispose();
    }
}
