using System.Net;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>A projection that fails is paused and reported.</summary>
public sealed class PausedShardTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paused_shard_makes_the_host_unready_and_is_reported_with_its_reason_but_without_our_code()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        Assert.Equal(["accepted"], (await host.PostLines(Report("before"))).Statuses);
        await host.CaughtUp();
        Assert.Equal(HttpStatusCode.OK, (await Ready(host)).Status);
        Assert.Empty(await Paused(host));

        await host.Query("alter table read.count_hour rename to count_hour_away");
        Assert.Equal(["accepted"], (await host.PostLines(Report("after"))).Statuses);
        await RunningHost.Until(async () => (await Ready(host)).Status is HttpStatusCode.ServiceUnavailable, "the shard to pause");

        var said = (await Ready(host)).Body;
        var (name, failure) = Assert.Single(await Paused(host));
        Assert.Contains("count_hour", failure);
        Assert.Contains(name, said);
        Assert.All([said, failure], text => Assert.DoesNotContain("   at ", text));
    }

    private static object Report(string id) =>
        new { kind = "alert", source = "paused", id, city = "karaganda", category = "fight", occurredAt = "2026-03-02T10:00:00+05:00" };

    private static async Task<(HttpStatusCode Status, string Body)> Ready(RunningHost host)
    {
        using var response = await host.Client.GetAsync("/health/ready", Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<(string Name, string Failure)[]> Paused(RunningHost host)
    {
        var status = (await host.Ask("{ ingestStatus { pausedShards { name failure } } }")).GetProperty("ingestStatus");
        return [.. status.GetProperty("pausedShards").EnumerateArray()
            .Select(s => (s.GetProperty("name").GetString()!, s.GetProperty("failure").GetString()!))];
    }
}
