using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>Files, names and requests that are made to do harm, and senders that hold places.</summary>
public sealed class HostileTransferTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly byte[] Clip = EvidenceStoreTests.Some(3_000_000);

    private readonly TemporaryFolder folder = new();
    private EvidenceHost? started;

    private EvidenceHost Host => started!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => started = await EvidenceHost.Start(
        await postgres.CreateDatabase(), Path.Combine(folder.Path, "evidence"), null,
        ("Evidence:MostAtOnceOfCaller", "1"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_name_that_is_read_otherwise_than_it_is_written_is_refused()
    {
        var id = await Host.Case();
        string[] names =
        [
            "photo\u202Egpj.exe", "a\u2066b", "a\u200Fb", "a\u061Cb", "a\u2028b", "a\u2029b", "a\u200Bb", "a\uFEFFb", "a\u00ADb",
            "a\U000E0041b", "a\tb", "a\u007Fb", "a\u0085b", "a/b", "a\\b", "..", ".",
        ];
        foreach (var name in names)
        {
            var refused = await Host.Upload(id, Clip, $"name={Uri.EscapeDataString(name)}");
            Assert.Equal((400, "BAD_INPUT"), (refused.Status, refused.Code));
        }
        foreach (var name in (string[])["تصویر‌ها.jpg", "תמונה.jpg", "👩‍🚒.png", "Көшедегі видео.mp4"])
            Assert.Equal(201, (await Host.Upload(id, [1], $"name={Uri.EscapeDataString(name)}")).Status);
        Assert.Equal(4, (await Host.Open(id)).State.Evidence.Count);
    }

    [Fact]
    public async Task A_body_that_is_not_as_long_as_stated_leaves_nothing()
    {
        var id = await Host.Case();
        using (var shorter = await RawUpload.Begin(Host, id, "Content-Length: 3000001"))
        {
            await shorter.Send(Clip);
            shorter.End();
            Assert.DoesNotContain(" 201 ", await shorter.Answer(), StringComparison.Ordinal);
        }
        using (var longer = await RawUpload.Begin(
            Host, id, "Content-Length: 2999999", $"name=a&sha256={EvidenceStoreTests.Hash(Clip)}"))
        {
            await longer.Send(Clip);
            Assert.Contains("EVIDENCE_DIGEST_WRONG", await longer.Answer(), StringComparison.Ordinal);
        }
        foreach (var headers in (string[])["Content-Length: -1", "Content-Length: 1\r\nContent-Length: 2", "Content-Length: x"])
        {
            using var wrong = await RawUpload.Begin(Host, id, headers);
            Assert.StartsWith("HTTP/1.1 400 ", await wrong.Answer(), StringComparison.Ordinal);
        }

        await RunningHost.Until(() => Task.FromResult(!Host.Files().Any()), "what came to be removed");
        Assert.Empty((await Host.Open(id)).State.Evidence);
        Assert.Equal(0, await Host.Uses());
    }

    [Fact]
    public async Task One_caller_cannot_hold_the_places_of_all()
    {
        var (own, others) = (await Host.Case(), await Host.Case("another"));
        using var waiting = await RawUpload.Begin(Host, own, "Content-Length: 3000000");
        await waiting.Send(Clip.AsMemory(0, 2_000_000));
        await RunningHost.Until(() => Task.FromResult(Host.Files().Any()), "the first upload to begin");

        var second = await Host.Upload(own, Clip);
        Assert.Equal((503, "TOO_BUSY"), (second.Status, second.Code));
        Assert.Equal(201, (await Host.Upload(others, Clip, caller: "another")).Status);
        await waiting.Send(Clip.AsMemory(2_000_000));
        Assert.StartsWith("HTTP/1.1 201 ", await waiting.Answer(), StringComparison.Ordinal);
        Assert.Equal(201, (await Host.Upload(own, Clip)).Status);
    }

    [Fact]
    public async Task A_sender_that_was_fast_and_then_drips_is_ended()
    {
        await using var impatient = await EvidenceHost.Start(
            Host.Host.ConnectionString, Host.Folder, null, ("Evidence:Patience", "00:00:01"));
        var id = await impatient.Case();
        using var dripping = await RawUpload.Begin(impatient, id, "Content-Length: 3000000");
        // Two minutes' worth of the least pace.
        await dripping.Send(Clip.AsMemory(0, 2_000_000));
        var answer = dripping.Answer();
        await dripping.Drip(answer);

        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        Assert.Empty(Host.Files());
    }

    [Fact]
    public async Task A_download_that_is_given_up_gives_its_place_back()
    {
        var id = await Host.Case();
        var item = await Host.Taken(id, EvidenceStoreTests.Some(70_000_000));
        for (var i = 0; i < 3; i++)
        {
            HttpResponseMessage? given = null;
            await RunningHost.Until(
                async () =>
                {
                    given?.Dispose();
                    given = await Host.Download(id, item);
                    return given.IsSuccessStatusCode;
                },
                "the place to be free");
            await using (var stream = await given!.Content.ReadAsStreamAsync(Cancellation))
                await stream.ReadExactlyAsync(new byte[1_000], Cancellation);
            given.Dispose();
        }
    }

    [Fact]
    public async Task A_range_that_is_none_is_answered_as_HTTP_says()
    {
        var id = await Host.Case();
        var item = await Host.Taken(id, Clip);
        using var client = new HttpClient { BaseAddress = Host.Host.Client.BaseAddress };
        (string Range, int Status, int Bytes)[] asked =
        [
            ("bytes=5-2", 200, 3_000_000), ("bytes=-0", 416, 0), ("bytes=3000000-", 416, 0), ("bytes=0-0,5-6", 200, 3_000_000),
            ("bytes=99999999999999999999-", 200, 3_000_000), ("items=0-1", 200, 3_000_000), ("bytes=abc", 200, 3_000_000),
            ("bytes=2999999-9223372036854775807", 206, 1), ("bytes=-9223372036854775807", 206, 3_000_000),
        ];
        foreach (var (range, status, bytes) in asked)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/cases/{id}/evidence/{item}");
            request.Headers.Authorization = Host.SignIn(EvidenceHost.Investigator);
            Assert.True(request.Headers.TryAddWithoutValidation("Range", range));
            using var response = await client.SendAsync(request, Cancellation);
            Assert.Equal((range, status), (range, (int)response.StatusCode));
            Assert.Equal(bytes, (await response.Content.ReadAsByteArrayAsync(Cancellation)).Length);
        }
    }
}
