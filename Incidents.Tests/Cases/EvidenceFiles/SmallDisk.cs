using Incidents.Tests.Clients;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>A disk of 8 MB in memory; the test is skipped where none may be mounted.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static async Task<SmallDisk> Mount(string folder)
    {
        var path = Directory.CreateDirectory(System.IO.Path.Combine(folder, "small")).FullName;
        Assert.SkipUnless(await Programs.Works("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", path), "No tmpfs may be mounted here.");
        return new(path);
    }

    public async ValueTask DisposeAsync() => await Programs.OutputOf("/", "umount", Path);
}
