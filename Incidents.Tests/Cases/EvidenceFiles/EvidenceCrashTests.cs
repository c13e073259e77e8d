using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Incidents.Domain.Cases;
using Incidents.Tests.Access;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>kill -9 of a host while it takes evidence in, and while it removes what is over.</summary>
[Trait("category", "crash")]
public sealed class EvidenceCrashTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_of_uploads_it_leaves_nothing_half_done()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var (connection, kept) = (await postgres.CreateDatabase(), Path.Combine(folder.Path, "evidence"));
        await using var other = await EvidenceHost.Start(connection, kept);
        var id = await other.Case();
        using var killed = await HostProcess.StartOn(connection, folder.Path, new("Evidence__Folder", kept), NoReserve);
        var signIn = await SignIn(killed);
        var bytes = EvidenceStoreTests.Some(80_000_000);
        using var half = await Begin(killed, id, signIn, bytes.Length);
        await half.GetStream().WriteAsync(bytes.AsMemory(0, 70_000_000), Cancellation);
        // Small ones are at every step when it ends.
        using var stopping = new CancellationTokenSource();
        var small = Task.WhenAll(Enumerable.Range(0, 3).Select(sender => Upload(killed, id, signIn, sender, stopping.Token)));
        await RunningHost.Until(
            async () => other.Files().Any(file => file.Length > 60_000_000) && (await other.Open(id)).State.Evidence.Count >= 20,
            "uploads to be under way");

        await killed.Kill();
        await stopping.CancelAsync();
        var acknowledged = (await small).SelectMany(ids => ids).ToList();
        await other.Upkeep.Round(Cancellation);

        var evidence = (await other.Open(id)).State.Evidence;
        Assert.Subset(evidence.Select(item => item.Taken.EvidenceId).ToHashSet(), acknowledged.ToHashSet());
        Assert.Equal(evidence.Select(item => item.Taken.Sha256).Order(), other.Files().Select(file => file.Name).Order());
        foreach (var item in evidence)
        {
            using var response = await other.Download(id, item.Taken.EvidenceId);
            var downloaded = await response.Content.ReadAsByteArrayAsync(Cancellation);
            Assert.Equal(item.Taken.Sha256, EvidenceStoreTests.Hash(downloaded));
        }
        Assert.Equal(evidence.Count, await other.Uses());
        // What was not acknowledged is sent again.
        Assert.Equal(201, (await other.Upload(id, bytes)).Status);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_retention_it_has_removed_only_what_an_event_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var (connection, kept) = (await postgres.CreateDatabase(), Path.Combine(folder.Path, "evidence"));
        await using var other = await EvidenceHost.Start(connection, kept);
        var count = TestScale.Of(120, 1_000);
        var (over, held) = (await other.Case(), await other.Case());
        for (var i = 0; i < count; i++)
            await other.Taken(i % 10 == 0 ? held : over, Encoding.UTF8.GetBytes($"file {i}"));
        await other.Do(new PlaceEvidenceHold(held, null, "in court", "all"));
        await other.Do(new CloseCase(over, "solved", "all"));
        await other.Do(new CloseCase(held, "solved", "all"));

        using var killed = await HostProcess.StartOn(
            connection, folder.Path, new("Evidence__Folder", kept), new("Retention__Evidence", "00:00:00.001"));
        await RunningHost.Until(() => Task.FromResult(other.Kept().Count() < count - 10), "retention to begin");
        await killed.Kill();
        var left = other.Kept().Select(file => file.Name).ToHashSet();
        var after = (await other.Open(over)).State.Evidence;

        // None is gone that no event names, and what an event names is gone after the next round.
        Assert.All(after, item => Assert.True(item.AreBytesRemoved || left.Contains(item.Taken.Sha256)));
        await other.Upkeep.Round(Cancellation);
        Assert.Equal(
            after.Where(item => !item.AreBytesRemoved).Concat((await other.Open(held)).State.Evidence).Select(item => item.Taken.Sha256)
                .Order(),
            other.Files().Select(file => file.Name).Order());
    }

    private static KeyValuePair<string, string> NoReserve => new("Evidence__LeastFreeBytes", "0");

    private static async Task<AuthenticationHeaderValue> SignIn(HostProcess host)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        return await DemoTokens.Of(client);
    }

    private static async Task<TcpClient> Begin(HostProcess host, Guid id, AuthenticationHeaderValue signIn, int length)
    {
        var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port, Cancellation);
        var head = $"POST /cases/{id}/evidence?name=a HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: {signIn}\r\n"
            + $"Content-Length: {length}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Cancellation);
        return client;
    }

    // Until the host is gone.
    private static async Task<List<Guid>> Upload(
        HostProcess host, Guid id, AuthenticationHeaderValue signIn, int sender, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = signIn;
        var acknowledged = new List<Guid>();
        for (var i = 0; !cancellation.IsCancellationRequested; i++)
        {
            try
            {
                using var body = new ByteArrayContent(Encoding.UTF8.GetBytes($"file {sender} {i}"));
                using var response = await client.PostAsync($"/cases/{id}/evidence?name=a", body, CancellationToken.None);
                if (await Uploaded.Of(response) is { Status: 201 } uploaded)
                    acknowledged.Add(uploaded.Id);
            }
            catch (HttpRequestException)
            {
                break;
            }
        }
        return acknowledged;
    }
}
