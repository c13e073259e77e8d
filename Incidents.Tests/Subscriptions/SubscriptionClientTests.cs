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
        await NodeProject.Subscriptions.Install();
        var city = await host.NewCity();
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = NodeProject.Subscriptions.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[
            "follow.js", protocol, new Uri(host.Client.BaseAddress!, "/graphql").AbsoluteUri, host.SignIn("op").ToString(), city,
            $"{Alerts}"])
            start.ArgumentList.Add(argument);
        using var client = Process.Start(start)!;
        var errors = client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal("live", await client.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            for (var n = 0; n < Alerts; n += 5)
                await host.PostLines(Enumerable.Range(n, 5).Select(id => LiveReports.Alert(city, $"{id}")));
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
