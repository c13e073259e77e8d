using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Domain.Cases;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>What no event names, and what is over, is removed, and nothing else.</summary>
public sealed class EvidenceUpkeepTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly byte[] Clip = EvidenceStoreTests.Some(100_000);

    private readonly TemporaryFolder folder = new();
    private EvidenceHost? started;

    private EvidenceHost Host => started!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => started = await EvidenceHost.Start(
        await postgres.CreateDatabase(), Path.Combine(folder.Path, "evidence"),
        new FakeClock(SystemClock.Instance.GetCurrentInstant()),
        ("Evidence:Grace", "01:00:00"), ("Retention:Evidence", "365.00:00:00"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Bytes_that_no_event_names_are_removed_when_their_grace_is_over()
    {
        var id = await Host.Case();
        await Host.Taken(id, Clip);
        // As a host does that is killed before it appends the event.
        await WithoutEvent(id, EvidenceStoreTests.Some(200_000));
        await WithoutEvent(id, Clip);

        Assert.Equal(0, (await Host.Upkeep.Round(Cancellation)).Unnamed);
        Host.Clock!.AdvanceMinutes(61);
        Assert.Equal(1, (await Host.Upkeep.Round(Cancellation)).Unnamed);
        Assert.Equal(EvidenceStoreTests.Hash(Clip), Assert.Single(Host.Files()).Name);
        Assert.Equal(1, await Host.Uses());
    }

    [Fact]
    public async Task Bytes_that_are_not_of_this_database_are_never_removed()
    {
        var id = await Host.Case();
        await Host.Taken(id, Clip);
        await Host.Host.Query("delete from ops.evidence_use returning 1");
        Host.Clock!.AdvanceDays(10_000);

        await Host.Upkeep.Round(Cancellation);
        Assert.Single(Host.Kept());
    }

    [Fact]
    public async Task An_upload_of_the_same_content_that_runs_keeps_it()
    {
        var id = await Host.Case();
        await WithoutEvent(id, Clip);
        Host.Clock!.AdvanceMinutes(61);
        var uses = Host.Host.Services.GetRequiredService<EvidenceUses>();
        var old = Assert.Single(await uses.Doubtful(Host.Clock.GetCurrentInstant(), Cancellation));
        await uses.Begin(old, Cancellation);

        Assert.False(await Host.Upkeep.Settle(old, Cancellation));
        Assert.Equal(0, (await Host.Upkeep.Round(Cancellation)).Unnamed);
        Assert.Single(Host.Kept());
    }

    [Fact]
    public async Task Bytes_of_a_case_that_was_closed_long_ago_are_removed_and_an_event_says_why()
    {
        var id = await Host.Case();
        var item = await Host.Taken(id, Clip);
        await Host.Do(new CloseCase(id, "solved", "all"));

        Host.Clock!.AdvanceDays(364);
        Assert.Equal(0, (await Host.Upkeep.Round(Cancellation)).Expired);
        Host.Clock.AdvanceDays(2);
        Assert.Equal(1, (await Host.Upkeep.Round(Cancellation)).Expired);
        Assert.Equal(0, (await Host.Upkeep.Round(Cancellation)).Expired);

        Assert.Empty(Host.Files());
        Assert.Equal(0, await Host.Uses());
        var opened = await Host.Open(id);
        var removed = Assert.Single(opened.Events.Select(stored => stored.Event).OfType<EvidenceBytesRemoved>());
        Assert.Equal((item, EvidenceStoreTests.Hash(Clip)), (removed.EvidenceId, removed.Sha256));
        Assert.Equal("Retention:Evidence 365 days after the case was closed", removed.Reason);
        Assert.Equal(EvidenceStoreTests.Hash(Clip), opened.State.EvidenceOf(item)!.Taken.Sha256);
        using var gone = await Host.Download(id, item);
        Assert.Equal(410, (int)gone.StatusCode);
    }

    [Fact]
    public async Task A_hold_on_the_item_or_its_case_beats_retention_until_it_is_lifted()
    {
        var (held, whole, open) = (await Host.Case(), await Host.Case(), await Host.Case());
        var item = await Host.Taken(held, Clip);
        await Host.Taken(held, EvidenceStoreTests.Some(1));
        await Host.Taken(whole, EvidenceStoreTests.Some(2));
        await Host.Taken(open, EvidenceStoreTests.Some(3));
        await Host.Do(new PlaceEvidenceHold(held, item, "in court", "all"));
        await Host.Do(new PlaceEvidenceHold(whole, null, "in court", "all"));
        await Host.Do(new CloseCase(held, "solved", "all"));
        await Host.Do(new CloseCase(whole, "solved", "all"));
        Host.Clock!.AdvanceDays(400);

        Assert.Equal(1, (await Host.Upkeep.Round(Cancellation)).Expired);
        Assert.Equal(
            new[] { Clip, EvidenceStoreTests.Some(2), EvidenceStoreTests.Some(3) }.Select(EvidenceStoreTests.Hash).Order(),
            Host.Kept().Select(file => file.Name).Order());

        await Host.Do(new LiftEvidenceHold(held, item, "judged", "all"));
        Assert.Equal(1, (await Host.Upkeep.Round(Cancellation)).Expired);
        Assert.Equal(2, Host.Kept().Count());
    }

    [Fact]
    public async Task Bytes_that_another_case_needs_stay_when_one_does_not()
    {
        var (over, open) = (await Host.Case(), await Host.Case());
        await Host.Taken(over, Clip);
        var item = await Host.Taken(open, Clip);
        await Host.Do(new CloseCase(over, "solved", "all"));
        Host.Clock!.AdvanceDays(400);

        Assert.Equal(1, (await Host.Upkeep.Round(Cancellation)).Expired);
        using var still = await Host.Download(open, item);
        Assert.Equal(Clip, await still.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Evidence_of_a_case_that_is_part_of_another_one_is_kept_as_long_as_that_one()
    {
        var (part, whole) = (await Host.Case(), await Host.Case());
        await Host.Taken(part, Clip);
        await Host.Do(new MergeCase(part, whole, "the same thief", "all"));
        Host.Clock!.AdvanceDays(400);

        Assert.Equal(0, (await Host.Upkeep.Round(Cancellation)).Expired);
        await Host.Do(new CloseCase(whole, "solved", "all"));
        await Host.Do(new PlaceEvidenceHold(whole, null, "in court", "all"));
        Host.Clock.AdvanceDays(400);
        Assert.Equal(0, (await Host.Upkeep.Round(Cancellation)).Expired);
        await Host.Do(new LiftEvidenceHold(whole, null, "judged", "all"));
        Assert.Equal(1, (await Host.Upkeep.Round(Cancellation)).Expired);
        Assert.Empty(Host.Files());
    }

    [Fact]
    public async Task Evidence_of_a_case_that_was_merged_twice_is_over_with_the_last_case_and_a_hold_on_any_of_them_keeps_it()
    {
        var (part, middle, whole) = (await Host.Case(), await Host.Case(), await Host.Case());
        await Host.Taken(part, Clip);
        await Host.Do(new MergeCase(part, middle, "the same thief", "all"));
        await Host.Do(new PlaceEvidenceHold(middle, null, "in court", "all"));
        await Host.Do(new MergeCase(middle, whole, "the same thief", "all"));
        Host.Clock!.AdvanceDays(400);
        Assert.Equal(0, (await Host.Upkeep.Round(Cancellation)).Expired);

        await Host.Do(new CloseCase(whole, "solved", "all"));
        Host.Clock.AdvanceDays(400);
        Assert.Equal(0, (await Host.Upkeep.Round(Cancellation)).Expired);
        await Host.Do(new LiftEvidenceHold(middle, null, "judged", "all"));
        Assert.Equal(1, (await Host.Upkeep.Round(Cancellation)).Expired);

        Assert.Empty(Host.Files());
        Assert.Single((await Host.Open(part)).Events.Select(stored => stored.Event).OfType<EvidenceBytesRemoved>());
    }

    [Fact]
    public async Task An_upload_between_its_bytes_and_its_event_keeps_them_however_long_that_takes()
    {
        var id = await Host.Case();
        await WithoutEvent(id, Clip);
        var uses = Host.Host.Services.GetRequiredService<EvidenceUses>();
        Host.Clock!.AdvanceDays(1);
        var use = Assert.Single(await uses.Doubtful(Host.Clock.GetCurrentInstant(), Cancellation));

        await using (await uses.Hold(use, Cancellation))
        {
            Assert.Equal(0, (await Host.Upkeep.Round(Cancellation)).Unnamed);
            Assert.Single(Host.Kept());
        }
        Assert.Equal(1, (await Host.Upkeep.Round(Cancellation)).Unnamed);
        Assert.Empty(Host.Kept());
    }

    [Fact]
    public async Task An_event_that_came_while_the_upkeep_decided_keeps_the_bytes()
    {
        var id = await Host.Case();
        var item = await Host.Taken(id, Clip);
        var uses = Host.Host.Services.GetRequiredService<EvidenceUses>();
        var use = (await uses.Find(item, EvidenceStoreTests.Hash(Clip), Cancellation))!;
        await uses.Doubt(use, Cancellation);

        // As an upkeep does that had looked before the event was there.
        Assert.False(await uses.End(
            use, () => Task.FromResult(true), () => throw new InvalidOperationException("Bytes that an event names."), Cancellation));
        await Host.Upkeep.Settle(use, Cancellation);
        Assert.Single(Host.Kept());
        Assert.Equal(1, await Host.Uses());
    }

    [Fact]
    public async Task Damaged_bytes_that_are_removed_alarm_nobody_any_more()
    {
        var id = await Host.Case();
        var item = await Host.Taken(id, Clip);
        EvidenceStoreTests.Alter(Assert.Single(Host.Kept()));
        using var refused = await Host.Download(id, item);
        Assert.True(await Host.Host.Services.GetRequiredService<EvidenceFaults>().Has(EvidenceStoreTests.Hash(Clip), Cancellation));

        await Host.Do(new CloseCase(id, "solved", "all"));
        Host.Clock!.AdvanceDays(400);
        Assert.Equal(1, (await Host.Upkeep.Round(Cancellation)).Expired);
        Assert.False(await Host.Host.Services.GetRequiredService<EvidenceFaults>().Has(EvidenceStoreTests.Hash(Clip), Cancellation));
    }

    private async Task WithoutEvent(Guid id, byte[] bytes)
    {
        var store = Host.Host.Services.GetRequiredService<IEvidenceStore>();
        await using var intake = await store.Begin(null, Cancellation);
        await intake.Write(bytes, Cancellation);
        var sha256 = await intake.Seal(Cancellation);
        await Host.Host.Services.GetRequiredService<EvidenceUses>()
            .Begin(new(Guid.CreateVersion7(), id, sha256, bytes.Length, default), Cancellation);
        await intake.Keep(Cancellation);
    }
}
