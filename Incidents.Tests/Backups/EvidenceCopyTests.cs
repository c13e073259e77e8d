using System.Text;
using Incidents.Api.Backups;
using Incidents.Postgres;
using Incidents.Tests.Cases.EvidenceFiles;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Incidents.Tests.Backups;

/// <summary>The evidence in the folder of backups.</summary>
public sealed class EvidenceCopyTests : IDisposable
{
    private static readonly IConfiguration NoSettings = new ConfigurationBuilder().Build();
    private static readonly string[] Contents = ["first", "second"];
    private static readonly string[] Names = [.. Contents.Select(content => Hash(content)).Order(StringComparer.Ordinal)];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder.Path, "data");

    private string Backups => Path.Combine(folder.Path, "backups");

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_missing_is_copied_and_nothing_is_removed()
    {
        var first = Keep("first");
        await File.WriteAllTextAsync(Path.Combine(Data, "evidence", "unfinished"), "half", Cancellation);
        var copy = Into();

        Assert.Equal((1, 5), Figures(await copy.Run(Cancellation)));
        Assert.Equal((0, 0), Figures(await copy.Run(Cancellation)));
        File.Delete(first);
        Keep("second");
        Assert.Equal((1, 6), Figures(await copy.Run(Cancellation)));
        Assert.Equal(Names, Copied());
    }

    [Fact]
    public async Task A_copy_that_was_killed_goes_on_whatever_it_left()
    {
        Keep("first");
        Keep("second");
        var (half, gone) = (InCopy(Hash("first")) + ".unfinished", InCopy(Hash("third")) + ".unfinished");
        foreach (var left in (string[])[half, gone])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(left)!);
            await File.WriteAllTextAsync(left, "fir", Cancellation);
            // It was killed just before it gave the copy its name.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(left, UnixFileMode.UserRead);
        }
        // What lost its end with the power is copied again.
        Directory.CreateDirectory(Path.GetDirectoryName(InCopy(Hash("second")))!);
        await File.WriteAllTextAsync(InCopy(Hash("second")), "sec", Cancellation);

        Assert.Equal((2, 11), Figures(await Into().Run(Cancellation)));
        Assert.Equal(Names, Copied());
        Assert.Equal("first", await File.ReadAllTextAsync(InCopy(Hash("first")), Cancellation));
        Assert.Equal("second", await File.ReadAllTextAsync(InCopy(Hash("second")), Cancellation));
    }

    [Fact]
    public async Task Damaged_bytes_are_named_and_not_copied_and_the_others_are()
    {
        EvidenceStoreTests.Alter(new(Keep("first")));
        Keep("second");
        var damaged = await Into().Run(Cancellation);

        Assert.Equal([Hash("first")], damaged.Damaged);
        Assert.Equal([Hash("second")], Copied());
        Assert.Empty((await Into().Run(Cancellation, _ => Task.FromResult(true))).Damaged);
        // A backup that was damaged is not restored as if it were good.
        EvidenceStoreTests.Alter(new(InCopy(Hash("second"))));
        var back = await EvidenceCopy.Back(NoSettings, Path.Combine(folder.Path, "new", "postgres"), Backups)!.Run(Cancellation);
        Assert.Equal([Hash("second")], back.Damaged);
        Assert.Equal(0, back.Files);
    }

    [Fact]
    public async Task A_file_that_cannot_be_copied_does_not_keep_the_others_from_it()
    {
        Keep("first");
        Keep("second");
        // A folder is where the copy belongs.
        Directory.CreateDirectory(InCopy(Hash("first")));

        var failed = await Assert.ThrowsAsync<IOException>(() => Into().Run(Cancellation));
        Assert.Contains("1 files", failed.Message, StringComparison.Ordinal);
        Assert.Equal([Hash("second")], Copied());
    }

    [Fact]
    public async Task Two_who_copy_at_once_do_it_one_after_the_other()
    {
        foreach (var content in Enumerable.Range(0, 40))
            Keep($"content {content}");
        var copied = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Into().Run(Cancellation))));

        Assert.Equal(40, copied.Sum(one => one.Files));
        Assert.Equal(40, Copied().Count());
    }

    [Fact]
    public async Task It_comes_back_from_the_folder_of_backups_and_from_one_base_backup_in_it()
    {
        Keep("first");
        await Into().Run(Cancellation);
        var one = Directory.CreateDirectory(Path.Combine(Backups, "base", "2026-05-01")).FullName;
        foreach (var (from, to) in ((string, string)[])[(Backups, "new"), (one, "newer")])
        {
            var data = Path.Combine(folder.Path, to);
            Assert.Equal((1, 5), Figures(await EvidenceCopy.Back(NoSettings, Path.Combine(data, "postgres"), from)!.Run(Cancellation)));
            Assert.Equal("first", await File.ReadAllTextAsync(FileIn(Path.Combine(data, "evidence"), Hash("first")), Cancellation));
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

    private EvidenceCopy Into() => EvidenceCopy.Into(NoSettings, Path.Combine(Data, "postgres"), new BackupFolder(Backups))!;

    private string Keep(string content)
    {
        var file = FileIn(Path.Combine(Data, "evidence"), Hash(content));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    private string InCopy(string name) => FileIn(Path.Combine(Backups, "evidence"), name);

    private IEnumerable<string> Copied() =>
        new DirectoryInfo(Path.Combine(Backups, "evidence")).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => file.Name).Where(name => name != "copying").Order(StringComparer.Ordinal);

    private static (int, long) Figures(EvidenceCopied copied) => (copied.Files, copied.Bytes);

    private static string Hash(string content) => EvidenceStoreTests.Hash(Encoding.UTF8.GetBytes(content));

    private static string FileIn(string root, string name) => Path.Combine(root, name[..2], name[2..4], name);
}
