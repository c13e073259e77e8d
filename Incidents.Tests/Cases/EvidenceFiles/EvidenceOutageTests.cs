using Incidents.Tests.Outages;
using Incidents.Tests.Postgres;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>The database goes away while a file is on its way, and several hosts take in the same file.</summary>
public sealed class EvidenceOutageTests(PostgresFixture postgres)
{
    private static readonly byte[] Clip = EvidenceStoreTests.Some(3_000_000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_of_an_upload_refuses_it_and_takes_it_later()
    {
        using var folder = new TemporaryFolder();
        var (connection, kept) = (await postgres.CreateDatabase(), Path.Combine(folder.Path, "evidence"));
        await using var other = await EvidenceHost.Start(connection, kept);
        var direct = new NpgsqlConnectionStringBuilder(connection);
        await using var way = new StoreProxy(direct.Port);
        await using var host = await EvidenceHost.Start(
            new NpgsqlConnectionStringBuilder(connection) { Host = "127.0.0.1", Port = way.Port }.ConnectionString, kept);
        var id = await other.Case();
        using var upload = await RawUpload.Begin(host, id, "Content-Length: 3000000");
        await upload.Send(Clip.AsMemory(0, 2_000_000));
        await RunningHost.Until(() => Task.FromResult(other.Files().Any()), "the upload to begin");

        way.Refuse();
        await upload.Send(Clip.AsMemory(2_000_000));
        var answer = await upload.Answer();
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("STORE_AWAY", answer, StringComparison.Ordinal);
        await RunningHost.Until(() => Task.FromResult(!other.Files().Any()), "what came to be removed");
        Assert.Empty((await other.Open(id)).State.Evidence);

        way.Pass();
        var item = Guid.Empty;
        await RunningHost.Until(
            async () => await host.Upload(id, Clip) is { Status: 201 } taken && (item = taken.Id) != default, "a later try to be taken");
        await other.Upkeep.Round(Cancellation);
        // Connections that were cut may be found so one after the other.
        await RunningHost.Until(async () => await Downloaded() is 200, "the file to be given out");
        Assert.Single((await other.Open(id)).State.Evidence);
        Assert.Equal(1, await other.Uses());

        async Task<int> Downloaded()
        {
            using var response = await host.Download(id, item);
            if (response.IsSuccessStatusCode)
                Assert.Equal(Clip, await response.Content.ReadAsByteArrayAsync(Cancellation));
            else
                Assert.Equal(503, (int)response.StatusCode);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Two_hosts_over_one_object_store_keep_the_same_file_of_two_cases_once_until_neither_needs_it()
    {
        using var folder = new TemporaryFolder();
        using var server = await S3Server.Start(folder.Path);
        var connection = await postgres.CreateDatabase();
        (string, string?)[] settings =
        [
            ("Evidence:S3:Endpoint", server.Settings.S3.Endpoint), ("Evidence:S3:Bucket", server.Settings.S3.Bucket),
            ("Evidence:S3:AccessKey", server.Settings.S3.AccessKey), ("Evidence:S3:SecretKey", server.Settings.S3.SecretKey),
        ];
        await using var first = await EvidenceHost.Start(connection, folder.Path, null, settings);
        await using var second = await EvidenceHost.Start(
            connection, folder.Path, null, [.. settings, ("Retention:Evidence", "00:00:00.001")]);
        var (one, two) = (await first.Case(), await first.Case());
        var uploads = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            i => (i % 2 == 0 ? first : second).Upload(i % 2 == 0 ? one : two, Clip)));

        Assert.All(uploads, upload => Assert.Equal(201, upload.Status));
        Assert.Equal((3, 3), ((await first.Open(one)).State.Evidence.Count, (await first.Open(two)).State.Evidence.Count));
        Assert.Single(Objects());
        Assert.Equal(6, await first.Uses());

        await first.Do(new Domain.Cases.CloseCase(one, "solved", "all"));
        await RunningHost.Until(
            async () => (await second.Upkeep.Round(Cancellation)).Expired > 0 || await first.Uses() == 3, "the first case to be over");
        Assert.Single(Objects());
        using var still = await first.Download(two, uploads[1].Id);
        Assert.Equal(Clip, await still.Content.ReadAsByteArrayAsync(Cancellation));
        await first.Do(new Domain.Cases.CloseCase(two, "solved", "all"));
        await RunningHost.Until(
            async () => (await second.Upkeep.Round(Cancellation)).Expired > 0 || await first.Uses() == 0, "the second case to be over");
        Assert.Empty(Objects());

        FileInfo[] Objects() => [.. server.Objects()];
    }
}
