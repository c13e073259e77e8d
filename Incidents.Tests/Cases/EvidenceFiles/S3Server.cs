using System.Diagnostics;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Tests.Clients;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>An S3-compatible server as a process of node (s3rver), with the files of its bucket.</summary>
internal sealed class S3Server : IDisposable
{
    private readonly Process process;

    private S3Server(Process process, string folder, int port) => (this.process, Folder, Port) = (process, folder, port);

    /// <summary>Where the objects of the bucket are.</summary>
    public string Folder { get; }

    private int Port { get; }

    /// <summary>The objects of the bucket; each has files of metadata beside it.</summary>
    public IEnumerable<FileInfo> Objects() => new DirectoryInfo(Folder)
        .EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name.EndsWith("_object", StringComparison.Ordinal));

    public EvidenceSettings Settings => new()
    {
        TimeLimit = TimeSpan.Zero,
        S3 = new() { Endpoint = $"http://127.0.0.1:{Port}", Bucket = "evidence", AccessKey = "S3RVER", SecretKey = "S3RVER" },
    };

    public static async Task<S3Server> Start(string folder)
    {
        await NodeProject.S3Server.Install();
        var process = Process.Start(new ProcessStartInfo("node", ["server.js", folder])
        {
            WorkingDirectory = NodeProject.S3Server.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Split(' ') is not ["Listening", var port])
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, Path.Combine(folder, "evidence"), int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
        }
        throw new InvalidOperationException(await errors);
    }

    /// <summary>Ends it; what comes later is refused.</summary>
    public async Task Stop()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
