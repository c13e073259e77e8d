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
    public async Task Content_that_was_altered_is_replaced_and_its_damaged_bytes_are_set_aside()
    {
        var bytes = Some(100_000);
        var sha256 = await Take(bytes);
        Alter(FileOf(sha256));
        var damaged = await Bytes(sha256, 0);

        Assert.NotNull(await TakeAgain(bytes));
        Assert.Equal(bytes, await Bytes(sha256, 0));
        Assert.Contains(damaged, Files().Select(file => File.ReadAllBytes(file.FullName)));
        Assert.Equal(2, Files().Count());
        Assert.Null(await TakeAgain(bytes));
        // What retention removes, it removes with all of it.
        await Store.Remove(sha256, Cancellation);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Content_that_was_shortened_is_replaced()
    {
        var bytes = Some(100_000);
        var sha256 = await Take(bytes);
        await File.WriteAllBytesAsync(Writable(FileOf(sha256)), bytes[..10], Cancellation);

        Assert.NotNull(await TakeAgain(bytes));
        Assert.Equal(bytes, await Bytes(sha256, 0));
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
        Assert.Null(await TakeAgain(bytes));
        return Hash(bytes);
    }

    // Where damaged bytes of the content are then, or null.
    private protected async Task<string?> TakeAgain(byte[] bytes)
    {
        await using var intake = await Store.Begin(bytes.Length, Cancellation);
        foreach (var part in bytes.Chunk(Part - 7))
            await intake.Write(part, Cancellation);
        Assert.Equal(Hash(bytes), await intake.Seal(Cancellation));
        return await intake.Keep(Cancellation);
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

    internal static string Writable(FileInfo file)
    {
        if (!OperatingSystem.IsWindows())
            file.UnixFileMode |= UnixFileMode.UserWrite;
        return file.FullName;
    }

    internal static void Alter(FileInfo file)
    {
        using var stream = File.OpenWrite(Writable(file));
        stream.Position = file.Length / 2;
        stream.WriteByte(0xFF);
        stream.WriteByte(0x00);
    }
}
