using System.Net.Sockets;
using System.Text;
using Incidents.Domain.Cases;
using Incidents.Tests.Access;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>Files are taken in as evidence.</summary>
public sealed class UploadTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly byte[] Clip = EvidenceStoreTests.Some(3_000_000);

    private readonly TemporaryFolder folder = new();
    private EvidenceHost? started;

    private EvidenceHost Host => started!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => started = await EvidenceHost.Start(
        await postgres.CreateDatabase(), Path.Combine(folder.Path, "evidence"), null,
        ("Evidence:MostBytes", "5000000"), ("Evidence:Patience", "00:00:01"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task An_uploaded_file_is_evidence_of_the_case()
    {
        var id = await Host.Case();
        var uploaded = await Host.Upload(
            id, Clip, "name=%D0%BA%D0%BB%D0%B8%D0%BF%201.mp4&note=from%20the%20shop&occurredAt=2026-05-01T12:00:00%2B05:00");

        Assert.Equal(201, uploaded.Status);
        Assert.Equal($"/cases/{id}/evidence/{uploaded.Id}", uploaded.Location!.OriginalString);
        var taken = Assert.Single((await Host.Open(id)).State.Evidence).Taken;
        Assert.Equal(
            (uploaded.Id, "клип 1.mp4", "video/mp4", 3_000_000, EvidenceStoreTests.Hash(Clip), EvidenceRoute.Upload, "from the shop",
                "all"),
            (taken.EvidenceId, taken.FileName, taken.MediaType, taken.SizeBytes, taken.Sha256, taken.Route, taken.Note, taken.By));
        Assert.Equal("2026-05-01T12:00:00 +05", $"{taken.OccurredAt:uuuu'-'MM'-'dd'T'HH':'mm':'ss o<g>}");
        Assert.Equal(taken.Sha256, Assert.Single(Host.Files()).Name);
    }

    [Theory]
    [InlineData("name=..%2F..%2Fetc%2Fpasswd", "BAD_INPUT")]
    [InlineData("name=..", "BAD_INPUT")]
    [InlineData("name=C:%5Cboot.ini", "BAD_INPUT")]
    [InlineData("name=a%00b", "TEXT_MALFORMED")]
    [InlineData("name=a%0d%0ab", "BAD_INPUT")]
    [InlineData("name=photo%E2%80%AEgpj.exe", "BAD_INPUT")]
    [InlineData("name=", "BLANK")]
    [InlineData("note=x", "BLANK")]
    [InlineData("name=a&name=b", "BAD_INPUT")]
    [InlineData("name=a&nome=b", "BAD_INPUT")]
    [InlineData("name=a&occurredAt=yesterday", "TIME_MALFORMED")]
    [InlineData("name=a&occurredAt=9998-01-01T00:00:00Z", "TIME_IN_FUTURE")]
    [InlineData("name=a&sha256=xyz", "HASH_MALFORMED")]
    public async Task What_is_no_sound_description_is_refused_before_the_body_comes(string query, string code)
    {
        var id = await Host.Case();
        var refused = await Host.Upload(id, Clip, query);

        Assert.Equal((400, code), (refused.Status, refused.Code));
        Assert.Empty((await Host.Open(id)).State.Evidence);
        Assert.Empty(Host.Files());
    }

    [Fact]
    public async Task A_name_of_10_000_characters_is_refused_and_letters_that_read_from_right_to_left_are_not()
    {
        var id = await Host.Case();

        Assert.Equal("TEXT_TOO_LONG", (await Host.Upload(id, Clip, $"name={new string('x', 7_000)}")).Code);
        Assert.Equal(201, (await Host.Upload(id, Clip, $"name={Uri.EscapeDataString("תמונה.jpg")}")).Status);
        Assert.Equal(
            201, (await Host.Upload(
                id, Clip, "", headers: ("Content-Disposition", "attachment; filename=\"x\"; filename*=UTF-8''%D0%BA.mp4"))).Status);
        Assert.Equal(["תמונה.jpg", "к.mp4"], (await Host.Open(id)).State.Evidence.Select(e => e.Taken.FileName));
    }

    [Fact]
    public async Task A_body_with_another_hash_than_stated_is_not_taken()
    {
        var id = await Host.Case();
        var (right, wrong) = (EvidenceStoreTests.Hash(Clip), EvidenceStoreTests.Hash([1]));
        (string, string) Digest(string hash) => ("Content-Digest", $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(hash))}:");

        Assert.Equal("EVIDENCE_DIGEST_WRONG", (await Host.Upload(id, Clip, $"name=a&sha256={wrong}")).Code);
        Assert.Equal("EVIDENCE_DIGEST_WRONG", (await Host.Upload(id, Clip, headers: Digest(wrong))).Code);
        Assert.Equal("HASH_MALFORMED", (await Host.Upload(id, Clip, headers: ("Repr-Digest", "sha-256=:AAAA:"))).Code);
        Assert.Equal("HASH_MALFORMED", (await Host.Upload(id, Clip, $"name=a&sha256={wrong}", headers: Digest(right))).Code);
        Assert.Empty(Host.Files());
        Assert.Equal(0, await Host.Uses());
        Assert.Equal(201, (await Host.Upload(id, Clip, $"name=a&sha256={right}", headers: Digest(right))).Status);
    }

    [Fact]
    public async Task An_empty_file_and_one_that_is_too_large_or_compressed_leave_nothing()
    {
        var id = await Host.Case();
        var large = EvidenceStoreTests.Some(5_000_001);

        Assert.Equal((400, "EVIDENCE_EMPTY"), Result(await Host.Upload(id, [])));
        Assert.Equal((413, "BODY_TOO_LARGE"), Result(await Host.Upload(id, large)));
        Assert.Equal((413, "BODY_TOO_LARGE"), Result(await Host.Upload(id, new StreamContent(new UnknownLength(large)))));
        Assert.Equal((415, "UNSUPPORTED_MEDIA_TYPE"), Result(await Host.Upload(id, Clip, headers: ("Content-Encoding", "gzip"))));
        Assert.Empty(Host.Files());
        Assert.Equal(201, (await Host.Upload(id, new StreamContent(new UnknownLength(large[..5_000_000])))).Status);
    }

    [Fact]
    public async Task Only_the_investigator_whose_case_it_is_and_colleagues_take_in_evidence()
    {
        var id = await Host.Case("another");

        Assert.Equal((401, "SIGN_IN_NEEDED"), Result(await Host.Upload(id, Clip, caller: null)));
        Assert.Equal((403, "ACCESS_DENIED"), Result(await Host.Upload(id, Clip, caller: "analyst")));
        Assert.Equal((404, "NOT_FOUND"), Result(await Host.Upload(id, Clip)));
        Assert.Equal((404, "NOT_FOUND"), Result(await Host.Upload(Guid.CreateVersion7(), Clip)));
        Assert.Empty(Host.Files());
        await Host.Do(new ShareCase(id, new("all", "all"), "another"));
        Assert.Equal(201, (await Host.Upload(id, Clip)).Status);
    }

    [Fact]
    public async Task A_session_uploads_from_our_own_pages_only()
    {
        using var browser = new Browser(Host.Host);
        await browser.SignIn("all");
        var id = await Host.Case();

        Assert.Equal(403, await Post("https://elsewhere.example"));
        Assert.Equal(403, await Post(null));
        Assert.Equal(201, await Post(browser.Origin));

        async Task<int> Post(string? origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/cases/{id}/evidence?name=a")
            {
                Content = new ByteArrayContent(Clip),
            };
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            using var response = await browser.Client.SendAsync(request, Cancellation);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task A_closed_case_takes_nothing_in()
    {
        var id = await Host.Case();
        await Host.Do(new CloseCase(id, "solved", "all"));

        Assert.Equal((409, "CASE_CLOSED"), Result(await Host.Upload(id, Clip)));
        Assert.Empty(Host.Files());
    }

    [Fact]
    public async Task The_same_key_is_the_same_upload_and_with_other_content_a_conflict()
    {
        var id = await Host.Case();
        (string, string) key = ("Idempotency-Key", "clip of the shop");
        var first = await Host.Upload(id, Clip, headers: key);
        var again = await Host.Upload(id, Clip, headers: key);
        var other = await Host.Upload(id, EvidenceStoreTests.Some(10), headers: key);
        var renamed = await Host.Upload(id, Clip, "name=other.mp4", headers: key);

        Assert.Equal((201, 200, 409, 409), (first.Status, again.Status, other.Status, renamed.Status));
        Assert.Equal(first.Id, again.Id);
        Assert.Equal("MUTATION_CONFLICT", other.Code);
        Assert.Single((await Host.Open(id)).State.Evidence);
        // What was refused has left nothing, and the first is still there.
        Assert.Equal(EvidenceStoreTests.Hash(Clip), Assert.Single(Host.Files()).Name);
        Assert.Equal(1, await Host.Uses());
    }

    [Fact]
    public async Task A_body_that_breaks_off_leaves_nothing()
    {
        var id = await Host.Case();
        using (var sender = await Sender(id, 3_000_000))
        {
            await sender.GetStream().WriteAsync(Clip.AsMemory(0, 2_000_000), Cancellation);
            await RunningHost.Until(() => Task.FromResult(Host.Files().Any()), "the upload to begin");
        }

        await RunningHost.Until(() => Task.FromResult(!Host.Files().Any()), "the upload to be given up");
        Assert.Empty((await Host.Open(id)).State.Evidence);
    }

    [Fact]
    public async Task A_sender_that_stops_or_drips_is_ended()
    {
        var id = await Host.Case();
        using var stopping = await Sender(id, 3_000_000);
        using var dripping = await Sender(id, 3_000_000);
        using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var answer = Answer(dripping);
        while (!answer.IsCompleted && await drip.WaitForNextTickAsync(Cancellation))
        {
            try
            {
                await dripping.GetStream().WriteAsync(new byte[1], Cancellation);
            }
            catch (IOException)
            {
                // The host has closed it.
                break;
            }
        }

        Assert.StartsWith("HTTP/1.1 408 ", await Answer(stopping), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        Assert.Empty(Host.Files());
    }

    [Fact]
    public async Task More_uploads_at_once_than_allowed_are_told_to_come_again()
    {
        await using var narrow = await EvidenceHost.Start(
            Host.Host.ConnectionString, Host.Folder, null, ("Evidence:MostAtOnce", "1"));
        var id = await narrow.Case();
        using var waiting = await Sender(id, 3_000_000, narrow);
        await waiting.GetStream().WriteAsync(Clip.AsMemory(0, 2_000_000), Cancellation);
        await RunningHost.Until(() => Task.FromResult(narrow.Files().Any()), "the first upload to begin");

        Assert.Equal((503, "TOO_BUSY"), Result(await narrow.Upload(id, Clip)));
        await waiting.GetStream().WriteAsync(Clip.AsMemory(2_000_000), Cancellation);
        Assert.StartsWith("HTTP/1.1 201 ", await Answer(waiting), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hosts_take_in_the_same_file_at_once_and_keep_it_once()
    {
        await using var second = await EvidenceHost.Start(Host.Host.ConnectionString, Host.Folder);
        var id = await Host.Case();
        var uploads = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? Host : second).Upload(id, Clip)));

        Assert.All(uploads, upload => Assert.Equal(201, upload.Status == 503 ? 201 : upload.Status));
        Assert.Equal(uploads.Count(upload => upload.Status == 201), (await Host.Open(id)).State.Evidence.Count);
        Assert.Single(Host.Files());
        var round = await Host.Upkeep.Round(Cancellation);
        Assert.Equal((0, 0, 0), (round.Unfinished, round.Unnamed, round.Expired));
        Assert.Single(Host.Files());
    }

    [Fact]
    public async Task A_full_disk_refuses_and_keeps_nothing()
    {
        await using var small = await SmallDisk.Mount(folder.Path);
        await using var full = await EvidenceHost.Start(Host.Host.ConnectionString, Path.Combine(small.Path, "evidence"));
        var id = await full.Case();

        Assert.Equal((507, "EVIDENCE_NO_SPACE"), Result(await full.Upload(id, EvidenceStoreTests.Some(12_000_000))));
        Assert.Empty(full.Files());
        Assert.Empty((await full.Open(id)).State.Evidence);
        Assert.Equal(201, (await full.Upload(id, Clip)).Status);
    }

    private static (int, string?) Result(Uploaded uploaded) => (uploaded.Status, uploaded.Code);

    private Task<TcpClient> Sender(Guid id, int length) => Sender(id, length, Host);

    private static async Task<TcpClient> Sender(Guid id, int length, EvidenceHost host)
    {
        var address = host.Host.Client.BaseAddress!;
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Cancellation);
        var head = $"POST /cases/{id}/evidence?name=a HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {host.SignIn("all")}\r\n"
            + $"Content-Length: {length}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Cancellation);
        return client;
    }

    private static async Task<string> Answer(TcpClient client)
    {
        var buffer = new byte[4_096];
        var length = await client.GetStream().ReadAsync(buffer, Cancellation);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
