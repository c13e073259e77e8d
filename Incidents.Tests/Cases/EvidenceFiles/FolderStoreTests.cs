using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Domain;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>Evidence in a folder.</summary>
public sealed class FolderStoreTests : EvidenceStoreTests
{
    private FolderStore? store;

    private protected override IEvidenceStore Store => store!;

    /// <inheritdoc/>
    public override ValueTask InitializeAsync()
    {
        store = new(Path.Combine(Folder.Path, "evidence"), Settings);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Many_who_take_in_the_same_at_once_store_it_once()
    {
        var bytes = Some(3 * Part);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Take(bytes))));

        Assert.Equal(Hash(bytes), Assert.Single(taken.Distinct()));
        Assert.Equal(bytes, await Bytes(taken[0], 0));
        Assert.Single(Files());
    }

    [Fact]
    public async Task A_kept_file_can_be_read_by_its_owner_alone_and_written_by_nobody()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var file = FileOf(await Take(Some(10)));

        Assert.Equal(UnixFileMode.UserRead, file.UnixFileMode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, file.Directory!.UnixFileMode);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed_and_what_is_being_written_stays()
    {
        await using var intake = await store!.Begin(null, Cancellation);
        await intake.Write(Some(10), Cancellation);
        var left = Path.Combine(Folder.Path, "evidence", "unfinished", "left");
        await File.WriteAllBytesAsync(left, Some(10), Cancellation);
        var later = Instant.FromDateTimeUtc(DateTime.UtcNow) + Duration.FromMinutes(1);

        Assert.Equal(0, await store.RemoveUnfinished(later - Duration.FromHours(1), Cancellation));
        Assert.Equal(1, await store.RemoveUnfinished(later, Cancellation));
        Assert.False(File.Exists(left));

        var sha256 = await intake.Seal(Cancellation);
        await intake.Keep(Cancellation);
        Assert.Equal(Some(10), await Bytes(sha256, 0));
    }

    [Fact]
    public async Task A_disk_that_would_become_too_full_refuses()
    {
        var careful = new FolderStore(Path.Combine(Folder.Path, "evidence"), new() { LeastFreeBytes = long.MaxValue / 2 });

        var refused = await Assert.ThrowsAsync<EvidenceException>(() => careful.Begin(null, Cancellation));

        Assert.Equal(ErrorCode.EvidenceNoSpace, refused.Code);
    }

    [Fact]
    public async Task A_full_disk_refuses_and_keeps_nothing_of_the_file()
    {
        await using var small = await SmallDisk.Mount(Folder.Path);
        var full = new FolderStore(Path.Combine(small.Path, "evidence"), Settings);
        var intake = await full.Begin(null, Cancellation);

        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (var i = 0; i < 20; i++)
                await intake.Write(Some(Part), Cancellation);
        });
        await intake.DisposeAsync();

        Assert.Equal(ErrorCode.EvidenceNoSpace, EvidenceException.Of(refused)!.Code);
        Assert.Empty(Directory.EnumerateFiles(small.Path, "*", SearchOption.AllDirectories));
    }

    private protected override IEnumerable<FileInfo> Files() =>
        new DirectoryInfo(Folder.Path).EnumerateFiles("*", SearchOption.AllDirectories);

    private protected override FileInfo FileOf(string sha256) => new(store!.PathOf(sha256));
}
