using System.Security.Cryptography;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>What is true of evidence wherever it is kept: each store is a class below.</summary>
public abstract class EvidenceStoreTests : IAsyncLifetime
{
    private protected const int Part = 1 << 20;

    private protected TemporaryFolder Folder { get; } = new();

    private protected static EvidenceSettings Settings { get; } = new() { LeastFreeBytes = 0 };

    private protected abstract IEvidenceStore Store { get; }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Beginning of a moment that everything is older than.
    private static Instant Later => Instant.FromDateTimeUtc(DateTime.UtcNow) + Duration.FromMinutes(1);

    /// <inheritdoc/>
    public abstract ValueTask InitializeAsync();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The files that the store has, whatever they are; parts of broken uploads included.</summary>
    private protected abstract IEnumerable<FileInfo> Files();

    /// <summary>The file that holds a content.</summary>
    private protected abstract FileInfo FileOf(string sha256);

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(Part)]
    [InlineData((16 << 20) - 1)]
    [InlineData(16 << 20)]
    [InlineData((16 << 20) + 1)]
    [InlineData(35 << 20)]
    public async Task What_is_taken_in_is_given_out_byte_for_byte(int length)
    {
        var bytes = Some(length);
        var sha256 = await Take(bytes);

        Assert.Equal(Hash(bytes), sha256);
        Assert.Equal(length, await Store.Find(sha256, Cancellation));
        Assert.Equal(bytes, await Bytes(sha256, 0));
        Assert.Equal(bytes[(length / 2)..], await Bytes(sha256, length / 2));
        Assert.Single(Files());
    }

    [Fact]
    public async Task The_same_content_is_stored_once()
    {
        var bytes = Some(100_000);
        var first = await Take(bytes);
        var second = await Take(bytes);

        Assert.Equal(first, second);
        Assert.Single(Files());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20 << 20)]
    public async Task What_is_broken_off_leaves_nothing(int length)
    {
        await using (var intake = await Store.Begin(null, Cancellation))
            await intake.Write(Some(length), Cancellation);
        await using (var intake = await Store.Begin(null, Cancellation))
        {
            await intake.Write(Some(length), Cancellation);
            await intake.Seal(Cancellation);
        }

        Assert.Empty(Files());
    }

    [Fact]
    public async Task Content_that_was_altered_is_not_taken_for_the_same_content()
    {
        var bytes = Some(100_000);
        Alter(FileOf(await Take(bytes)));

        var refused = await Assert.ThrowsAsync<EvidenceException>(() => Take(bytes));

        Assert.Equal(ErrorCode.EvidenceDamaged, refused.Code);
        Assert.Single(Files());
    }

    [Fact]
    public async Task Removed_content_is_missing_and_may_be_taken_in_again()
    {
        var bytes = Some(100_000);
        var sha256 = await Take(bytes);
        await Store.Remove(sha256, Cancellation);
        await Store.Remove(sha256, Cancellation);

        Assert.Null(await Store.Find(sha256, Cancellation));
        Assert.Equal(
            ErrorCode.EvidenceMissing, (await Assert.ThrowsAsync<EvidenceException>(() => Store.Open(sha256, 0, Cancellation))).Code);
        Assert.Equal(sha256, await Take(bytes));
        Assert.Equal(bytes, await Bytes(sha256, 0));
    }

    [Fact]
    public async Task Upkeep_leaves_what_is_kept_and_what_is_young()
    {
        var sha256 = await Take(Some(100_000));

        Assert.Equal(0, await Store.RemoveUnfinished(Later, Cancellation));
        Assert.NotNull(await Store.Find(sha256, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("..000000000000000000000000000000000000000000000000000000000000/x")]
    public async Task A_name_that_is_no_hash_reaches_no_file(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Find(name, Cancellation));

    private protected async Task<string> Take(byte[] bytes)
    {
        await using var intake = await Store.Begin(bytes.Length, Cancellation);
        foreach (var part in bytes.Chunk(Part - 7))
            await intake.Write(part, Cancellation);
        var sha256 = await intake.Seal(Cancellation);
        await intake.Keep(Cancellation);
        return sha256;
    }

    private protected async Task<byte[]> Bytes(string sha256, long from)
    {
        await using var stream = await Store.Open(sha256, from, Cancellation);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }

    internal static byte[] Some(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    internal static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    internal static void Alter(FileInfo file)
    {
        if (!OperatingSystem.IsWindows())
            file.UnixFileMode |= UnixFileMode.UserWrite;
        using var stream = file.OpenWrite();
        stream.Position = file.Length / 2;
        stream.WriteByte(0xFF);
        stream.WriteByte(0x00);
    }
}

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

/// <summary>Evidence in an object store, a real one as a process of its own.</summary>
public sealed class S3StoreTests : EvidenceStoreTests
{
    private S3Server? server;
    private S3Store? store;

    private protected override IEvidenceStore Store => store!;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        server = await S3Server.Start(Folder.Path);
        store = new(server.Settings);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        store?.Dispose();
        server?.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed()
    {
        var left = new S3Store(server!.Settings);
        var intake = await left.Begin(null, Cancellation);
        await intake.Write(Some(10), Cancellation);
        await intake.Seal(Cancellation);
        var now = Instant.FromDateTimeUtc(DateTime.UtcNow);

        Assert.Equal(0, await Store.RemoveUnfinished(now - Duration.FromHours(1), Cancellation));
        Assert.Equal(1, await Store.RemoveUnfinished(now + Duration.FromHours(1), Cancellation));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_store_that_is_away_says_so()
    {
        await server!.Stop();

        var refused = await Assert.ThrowsAsync<EvidenceException>(() => Take(Some(10)));

        Assert.Equal(ErrorCode.EvidenceStoreAway, refused.Code);
    }

    [Fact]
    public void Its_settings_do_not_show_the_keys() => Assert.DoesNotContain("S3RVER", server!.Settings.ToString());

    // Each object has files of metadata beside it.
    private protected override IEnumerable<FileInfo> Files() => new DirectoryInfo(server!.Folder)
        .EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name.EndsWith("_object", StringComparison.Ordinal));

    private protected override FileInfo FileOf(string sha256) => Assert.Single(Files());
}
