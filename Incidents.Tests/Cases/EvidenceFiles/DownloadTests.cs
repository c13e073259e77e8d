using Incidents.Api.Alarms;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Domain.Cases;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>The bytes of evidence are given out.</summary>
public sealed class DownloadTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly byte[] Clip = EvidenceStoreTests.Some(3_000_000);

    private readonly TemporaryFolder folder = new();
    private EvidenceHost? started;

    private EvidenceHost Host => started!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => started = await EvidenceHost.Start(postgres, folder);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_bytes_come_as_an_attachment_with_their_hash()
    {
        var id = await Host.Case();
        var uploaded = await Host.Upload(id, Clip, $"name={Uri.EscapeDataString("клип \"1\".mp4")}");
        using var response = await Host.Download(id, uploaded.Id);

        Assert.Equal(Clip, await response.Content.ReadAsByteArrayAsync(Cancellation));
        var headers = response.Content.Headers;
        var disposition = headers.ContentDisposition!;
        Assert.Equal(("attachment", "клип \"1\".mp4"), (disposition.DispositionType, disposition.FileNameStar));
        Assert.Equal("video/mp4", headers.ContentType!.MediaType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(
            $"sha-256=:{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Clip))}:",
            Assert.Single(response.Headers.GetValues("Repr-Digest")));
    }

    [Fact]
    public async Task A_page_that_was_uploaded_is_not_shown_as_a_page()
    {
        var id = await Host.Case();
        string[] types = ["text/html", "application/xhtml+xml", "image/svg+xml", "Image/SVG+xml", "text/javascript", "application/pdf"];
        foreach (var mediaType in types)
        {
            var page = new ByteArrayContent("<script>"u8.ToArray());
            page.Headers.ContentType = new(mediaType);
            using var response = await Host.Download(id, (await Host.Upload(id, page)).Id);

            Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.StartsWith(
                "default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_download_is_a_step_of_custody_and_an_entry_of_the_access_log()
    {
        var id = await Host.Case();
        var item = await Host.Taken(id, Clip);
        using var copied = await Host.Download(id, item);
        using var viewed = await Host.Download(id, item, query: "?use=view");
        using var refused = await Host.Download(id, item, query: "?use=sell");
        // A player asks for range after range.
        using var first = await Host.Download(id, item, new(0, 9), "?use=view");
        using var second = await Host.Download(id, item, new(10, 19), "?use=view");

        Assert.Equal(400, (int)refused.StatusCode);
        var steps = (await Host.Open(id)).Events.Select(stored => stored.Event).OfType<CustodyRecorded>();
        Assert.Equal(
            [(CustodyAction.Copied, "all"), (CustodyAction.Viewed, "all"), (CustodyAction.Viewed, "all")],
            steps.Select(step => (step.Action, step.By)));
        var logged = await Host.Host.Query(
            $"""
             select data -> 'details' ->> 'operation', (data -> 'details' ->> 'from')::bigint, (data -> 'details' ->> 'bytes')::bigint
             from access.mt_events where data -> 'details' ->> 'evidence' = '{item}' order by seq_id
             """);
        Assert.Equal(
            [("copy evidence", 0L, 3_000_000L), ("view evidence", 0, 3_000_000), ("view evidence", 0, 10), ("view evidence", 10, 10)],
            logged.Select(row => ((string)row[0], (long)row[1], (long)row[2])));
    }

    [Theory]
    [InlineData(0L, 0L, 0, 1)]
    [InlineData(1_000_000L, 1_999_999L, 1_000_000, 1_000_000)]
    [InlineData(2_999_999L, null, 2_999_999, 1)]
    [InlineData(2_000_000L, 9_000_000L, 2_000_000, 1_000_000)]
    [InlineData(null, 5L, 2_999_995, 5)]
    public async Task A_range_is_given_out(long? from, long? to, int first, int length)
    {
        var id = await Host.Case();
        using var response = await Host.Download(id, await Host.Taken(id, Clip), new(from, to));

        Assert.Equal(206, (int)response.StatusCode);
        Assert.Equal(Clip[first..(first + length)], await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(
            (first, first + length - 1, 3_000_000L),
            ((int)response.Content.Headers.ContentRange!.From!, (int)response.Content.Headers.ContentRange.To!,
                response.Content.Headers.ContentRange.Length!.Value));
    }

    [Fact]
    public async Task A_range_behind_the_end_is_refused()
    {
        var id = await Host.Case();
        using var response = await Host.Download(id, await Host.Taken(id, Clip), new(3_000_000, null));

        Assert.Equal(416, (int)response.StatusCode);
        Assert.Empty((await Host.Open(id)).Events.Select(stored => stored.Event).OfType<CustodyRecorded>());
    }

    [Fact]
    public async Task Altered_bytes_are_refused_with_a_code_and_alarmed_until_they_are_sound_again()
    {
        var id = await Host.Case();
        var item = await Host.Taken(id, Clip);
        var file = Assert.Single(Host.Kept());
        EvidenceStoreTests.Alter(file);
        using var whole = await Host.Download(id, item);
        using var range = await Host.Download(id, item, new(0, 9));

        Assert.Equal((500, 500), ((int)whole.StatusCode, (int)range.StatusCode));
        Assert.Contains("EVIDENCE_DAMAGED", await whole.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(AlarmLevel.Bad, await Alarm());
        // What was not given out is no step of custody.
        Assert.Empty((await Host.Open(id)).Events.Select(stored => stored.Event).OfType<CustodyRecorded>());

        await File.WriteAllBytesAsync(file.FullName, Clip, Cancellation);
        using var sound = await Host.Download(id, item);
        Assert.Equal(Clip, await sound.Content.ReadAsByteArrayAsync(Cancellation));
        await RunningHost.Until(async () => await Alarm() is AlarmLevel.Good, "the alarm to be over");
    }

    [Fact]
    public async Task A_large_file_that_was_altered_breaks_the_answer_off_and_is_refused_from_then_on()
    {
        var id = await Host.Case();
        var large = EvidenceStoreTests.Some(70_000_000);
        var item = await Host.Taken(id, large);
        EvidenceStoreTests.Alter(Assert.Single(Host.Kept()));

        using var first = await Host.Download(id, item);
        await Assert.ThrowsAnyAsync<Exception>(() => first.Content.ReadAsByteArrayAsync(Cancellation));
        await RunningHost.Until(async () => await Alarm() is AlarmLevel.Bad, "the fault to be noted");
        using var second = await Host.Download(id, item);
        Assert.Equal(500, (int)second.StatusCode);

        // Whoever has a good copy mends it, and hears of it.
        var again = await Host.Upload(id, large);
        Assert.Equal((201, true), (again.Status, again.Body.GetProperty("isMended").GetBoolean()));
        Assert.Equal(AlarmLevel.Good, await Alarm());
        using var mended = await Host.Download(id, item);
        Assert.Equal(large, await mended.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Missing_and_shortened_bytes_are_told_before_the_answer_begins()
    {
        var id = await Host.Case();
        var item = await Host.Taken(id, Clip);
        await File.WriteAllBytesAsync(EvidenceStoreTests.Writable(Assert.Single(Host.Kept())), Clip[..100], Cancellation);
        using var shortened = await Host.Download(id, item);
        Assert.Single(Host.Kept()).Delete();
        using var missing = await Host.Download(id, item);

        Assert.Equal((500, 500), ((int)shortened.StatusCode, (int)missing.StatusCode));
        Assert.Contains("EVIDENCE_DAMAGED", await shortened.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("EVIDENCE_MISSING", await missing.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(AlarmLevel.Bad, await Alarm());
    }

    [Fact]
    public async Task Evidence_by_reference_and_what_others_have_is_not_given_out()
    {
        var id = await Host.Case("another");
        var (item, reference) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var own = await Host.Case();
        await Host.Do(new TakeEvidence(
            own, reference, "clip", "video/mp4", null, EvidenceStoreTests.Hash(Clip), EvidenceRoute.Reference, "all", "https://vms/17"));
        using var others = await Host.Download(id, item);
        using var elsewhere = await Host.Download(own, reference);
        using var unknown = await Host.Download(own, item);

        Assert.Equal((404, 410, 404), ((int)others.StatusCode, (int)elsewhere.StatusCode, (int)unknown.StatusCode));
    }

    private async Task<AlarmLevel> Alarm() =>
        (await Host.Host.Services.GetRequiredService<EvidenceFaults>().Read(Instant.MinValue, Cancellation)).Single().Level;

}
