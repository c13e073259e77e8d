using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Domain;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

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
    public async Task Uploads_that_were_never_finished_are_removed_page_by_page_and_those_of_others_stay()
    {
        await using var paged = await PagedS3.Start();
        var sha256 = Hash([1]);
        string[] ours = ["unfinished/a", "unfinished/b", $"{sha256[..2]}/{sha256[2..4]}/{sha256}", $"damaged/{sha256}.1", "unfinished/c"];
        string[] others = ["backups/db", "zz/zz/x"];
        foreach (var key in ours.Concat(others).Order(StringComparer.Ordinal))
            paged.Uploads[$"upload of {key}"] = key;
        foreach (var key in (string[])["unfinished/1", "unfinished/2", "unfinished/3", "unfinished/4", "unfinished/5"])
            paged.Objects[key] = [1];
        using var old = new S3Store(paged.Settings);

        Assert.Equal(0, await old.RemoveUnfinished(PagedS3.Began, Cancellation));
        Assert.Equal(10, await old.RemoveUnfinished(PagedS3.Began + Duration.FromHours(1), Cancellation));
        Assert.Equal(others.Order(), paged.Uploads.Values.Order());
        Assert.Empty(paged.Objects);
    }

    [Fact]
    public async Task A_large_content_is_copied_in_parts_and_what_breaks_off_is_given_up()
    {
        await using var paged = await PagedS3.Start();
        using var parts = new S3Store(paged.Settings, bytesOfCopy: 10 << 20);
        var bytes = Some(35 << 20);
        await using (var intake = await parts.Begin(null, Cancellation))
        {
            await intake.Write(bytes, Cancellation);
            var sha256 = await intake.Seal(Cancellation);
            await intake.Keep(Cancellation);
            Assert.Equal(bytes.Length, await parts.Find(sha256, Cancellation));
        }
        Assert.Equal(bytes, Assert.Single(paged.Objects).Value);
        Assert.Empty(paged.Uploads);

        paged.IsCopyRefused = true;
        await using (var intake = await parts.Begin(null, Cancellation))
        {
            await intake.Write(Some(36 << 20), Cancellation);
            await intake.Seal(Cancellation);
            await Assert.ThrowsAsync<EvidenceException>(() => intake.Keep(Cancellation));
        }
        await using (var intake = await parts.Begin(null, Cancellation))
            await intake.Write(Some(36 << 20), Cancellation);
        Assert.Empty(paged.Uploads);
        Assert.Single(paged.Objects);
    }

    [Fact]
    public async Task A_store_that_is_away_says_so()
    {
        await server!.Stop();

        var refused = await Assert.ThrowsAsync<EvidenceException>(() => Take(Some(10)));

        Assert.Equal(ErrorCode.EvidenceStoreAway, refused.Code);
    }

    [Fact]
    public void Its_settings_do_not_show_the_keys() => Assert.DoesNotContain("S3RVER", server!.Settings.S3.ToString());

    private protected override IEnumerable<FileInfo> Files() => server!.Objects();

    private protected override FileInfo FileOf(string sha256) => Assert.Single(Files());
}
