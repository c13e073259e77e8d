using Incidents.Api.Backups;
using Incidents.Postgres;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Incidents.Tests.Backups;

/// <summary>The evidence in the folder of backups.</summary>
public sealed class EvidenceCopyTests : IDisposable
{
    private static readonly IConfiguration NoSettings = new ConfigurationBuilder().Build();
    private static readonly string[] Names = [new('a', 64), new('b', 64)];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder.Path, "data");

    private string Backups => Path.Combine(folder.Path, "backups");

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_missing_is_copied_and_nothing_is_removed()
    {
        Keep(Names[0]);
        await File.WriteAllTextAsync(Keep("unfinished"), "half", Cancellation);
        var copy = EvidenceCopy.Into(NoSettings, Path.Combine(Data, "postgres"), new BackupFolder(Backups))!;

        Assert.Equal((1, 64), await copy.Run(Cancellation));
        Assert.Equal((0, 0), await copy.Run(Cancellation));
        File.Delete(Keep(Names[0]));
        Keep(Names[1]);
        Assert.Equal((1, 64), await copy.Run(Cancellation));
        Assert.Equal(Names, Copied());
    }

    [Fact]
    public async Task It_comes_back_from_the_folder_of_backups_and_from_one_base_backup_in_it()
    {
        Keep(Names[0]);
        await EvidenceCopy.Into(NoSettings, Path.Combine(Data, "postgres"), new BackupFolder(Backups))!.Run(Cancellation);
        var one = Directory.CreateDirectory(Path.Combine(Backups, "base", "2026-05-01")).FullName;
        foreach (var (from, to) in ((string, string)[])[(Backups, "new"), (one, "newer")])
        {
            var data = Path.Combine(folder.Path, to);
            Assert.Equal((1, 64), await EvidenceCopy.Back(NoSettings, Path.Combine(data, "postgres"), from)!.Run(Cancellation));
            Assert.Equal(Names[0], await File.ReadAllTextAsync(Path.Combine(data, "evidence", "aa", "aa", Names[0]), Cancellation));
        }
    }

    [Fact]
    public void Evidence_in_an_object_store_is_not_copied()
    {
        var remote = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Evidence:S3:Endpoint", "https://s3.example.kz")]).Build();

        Assert.Null(EvidenceCopy.Into(remote, Data, new BackupFolder(Backups)));
        Assert.Null(EvidenceCopy.Back(remote, Data, Backups));
    }

    private string Keep(string name)
    {
        var file = Path.Combine(Data, "evidence", name[..2], name[2..4], name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, name);
        return file;
    }

    private IEnumerable<string> Copied() =>
        new DirectoryInfo(Path.Combine(Backups, "evidence")).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => file.Name).Order();
}
