using System.Diagnostics;
using Incidents.Tests.Clients;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>The JavaScript world's own clients of the two protocols.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SubscriptionClientTests(SharedHost shared)
{
    private const int Alerts = 20;
    private readonly RunningHost host = shared.Host;

    [Theory, InlineData("sse"), InlineData("ws")]
    public async Task A_client_that_disconnects_goes_on_by_after_without_gap_or_double(string protocol)
    {
        var city = await host.NewCity();
        await Follows(protocol, city, [host], () => Task.CompletedTask);
    }

    // At each connection the client is at the other host, and in the middle one of them stops.
    [Theory, InlineData("sse"), InlineData("ws")]
    public async Task A_client_of_two_hosts_goes_on_at_the_one_that_is_left(string protocol)
    {
        var city = await host.NewCity();
        await using var other = await RunningHost.Start(host.ConnectionString, o => o.RunsDaemon = false);
        await Follows(protocol, city, [other, host], async () => await other.DisposeAsync());
    }

    private static async Task Follows(string protocol, string city, RunningHost[] hosts, Func<Task> inTheMiddle)
    {
        await NodeProject.Subscriptions.Install();
        var last = hosts[^1];
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = NodeProject.Subscriptions.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var addresses = hosts.Select(host => new Uri(host.Client.BaseAddress!, "/graphql").AbsoluteUri);
        foreach (var argument in (string[])[
            "follow.js", protocol, string.Join(',', addresses), last.SignIn("op").ToString(), city, $"{Alerts}"])
            start.ArgumentList.Add(argument);
        using var client = Process.Start(start)!;
        var errors = client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal("live", await client.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            for (var n = 0; n < Alerts; n += 5)
            {
                await last.PostLines(Enumerable.Range(n, 5).Select(id => LiveReports.Alert(city, $"{id}")));
                if (n == Alerts / 2)
                    await inTheMiddle();
            }
            var told = await client.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            // Those of one post are stored in any order.
            Assert.Equal(
                Enumerable.Range(0, Alerts), told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Order());
            await client.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, client.ExitCode);
        }
        finally
        {
            if (!client.HasExited)
                client.Kill();
            TestContext.Current.TestOutputHelper?.WriteLine(await errors);
        }
    }
}
