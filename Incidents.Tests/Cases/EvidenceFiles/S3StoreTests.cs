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
    public async Task An_intake_that_is_broken_off_by_an_outage_leaves_no_part_once_the_upkeep_has_run()
    {
        var intake = await Store.Begin(null, Cancellation);
        await intake.Write(Some(20 << 20), Cancellation);
        await intake.DisposeAsync();

        // Of the store's own files there is none either.
        Assert.Empty(new DirectoryInfo(server!.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Length > 0));
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

    // Each object has files of metadata beside it.
    private protected override IEnumerable<FileInfo> Files() => new DirectoryInfo(server!.Folder)
        .EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name.EndsWith("_object", StringComparison.Ordinal));

    private protected override FileInfo FileOf(string sha256) => Assert.Single(Files());
}
