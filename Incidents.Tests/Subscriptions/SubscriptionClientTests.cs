using System.Diagnostics;
using Incidents.Tests.Clients;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>The JavaScript world's own clients of the two protocols.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SubscriptionClientTests(SharedHost shared)
{
    private const int Alerts = 20;

    // Told of seven, a client is at the first host for the second time, and has been told of one there.
    private const int UntilKilled = 7;

    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_that_disconnect_go_on_by_after_without_gap_or_double()
    {
        await using var clients = await Followers.Start(host, [Address(host)]);
        await clients.Raise(0, Alerts);
        await clients.AreTold(Alerts);
    }

    // At each connection a client is at the other host.
    [Fact, Trait("category", "crash")]
    public async Task Clients_of_two_hosts_go_on_at_the_one_that_is_left_when_the_other_is_killed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        using var other = await HostProcess.StartOn(host.ConnectionString, folder.Path);
        await using var clients = await Followers.Start(host, [other.Address, Address(host)]);
        await clients.Raise(0, UntilKilled);
        await clients.AreTold(UntilKilled);
        await other.Kill();
        await clients.Raise(UntilKilled, Alerts - UntilKilled);
        await clients.AreTold(Alerts);
    }

    private static Uri Address(RunningHost host) => host.Client.BaseAddress!;

    /// <summary>A client of each protocol, each with a town of its own.</summary>
    private sealed class Followers : IAsyncDisposable
    {
        private readonly RunningHost raising;
        private readonly List<(string City, Process Client, List<int> Told, Task<string> Errors)> followers = [];

        private Followers(RunningHost raising) => this.raising = raising;

        public static async Task<Followers> Start(RunningHost raising, Uri[] hosts)
        {
            await NodeProject.Subscriptions.Install();
            var started = new Followers(raising);
            foreach (var protocol in (string[])["sse", "ws"])
            {
                var city = await raising.NewCity();
                var start = new ProcessStartInfo("node")
                {
                    WorkingDirectory = NodeProject.Subscriptions.Folder,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                };
                var addresses = string.Join(',', hosts.Select(address => new Uri(address, "/graphql").AbsoluteUri));
                string[] arguments = ["follow.js", protocol, addresses, raising.SignIn("op").ToString(), city, $"{Alerts}"];
                foreach (var argument in arguments)
                    start.ArgumentList.Add(argument);
                var client = Process.Start(start)!;
                started.followers.Add((city, client, [], client.StandardError.ReadToEndAsync(Cancellation)));
            }
            foreach (var (_, client, _, _) in started.followers)
                Assert.Equal("live", await client.StandardOutput.ReadLineAsync(Cancellation));
            return started;
        }

        /// <summary>Raises alerts in the town of each.</summary>
        public Task Raise(int first, int count) => raising.PostLines(
            from n in Enumerable.Range(first, count) from follower in followers select LiveReports.Alert(follower.City, $"{n}"));

        /// <summary>Comes back when each was told of so many alerts: those that were raised first, each once.</summary>
        public async Task AreTold(int count)
        {
            foreach (var (_, client, told, _) in followers)
            {
                while (told.Count < count)
                    told.Add(int.Parse((await client.StandardOutput.ReadLineAsync(Cancellation))!));
                // Those of one post are stored in any order.
                Assert.Equal(Enumerable.Range(0, count), told.Order());
                if (count < Alerts)
                    continue;
                Assert.Equal("", await client.StandardOutput.ReadToEndAsync(Cancellation));
                await client.WaitForExitAsync(Cancellation);
                Assert.Equal(0, client.ExitCode);
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (_, client, _, errors) in followers)
            {
                if (!client.HasExited)
                    client.Kill();
                TestContext.Current.TestOutputHelper?.WriteLine(await errors);
                client.Dispose();
            }
        }
    }
}
