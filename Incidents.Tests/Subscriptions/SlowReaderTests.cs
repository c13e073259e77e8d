using System.Text.Json;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>Readers that were away for long, and readers that are slower than what comes.</summary>
public sealed class SlowReaderTests(SlowReaderTests.OneHost one) : IClassFixture<SlowReaderTests.OneHost>
{
    [Fact]
    public async Task What_lies_too_far_back_is_told_as_missed_with_where_it_lies()
    {
        var host = one.Host;
        await host.PostLines(Enumerable.Range(0, 20).Select(n => LiveReports.Alert("karaganda", $"far {n}")));
        await host.CaughtUp();
        await using var client = await SocketClient.Open(host);
        var position = await client.Begin("now", LiveReports.Raised);
        await client.Subscribe("then", LiveReports.Raised, new { after = 3 });
        var missed = (await client.Next()).GetProperty("missed");
        Assert.Equal(3, missed.GetProperty("after").GetInt64());
        Assert.Equal(position, missed.GetProperty("until").GetInt64());
        Assert.Equal(JsonValueKind.Null, missed.GetProperty("count").ValueKind);
    }

    // A page comes at once, and the reader has room for one message.
    [Fact]
    public async Task A_reader_that_is_slower_than_what_comes_is_told_how_many_it_missed()
    {
        var host = one.Host;
        await using var client = await SocketClient.Open(host);
        var position = await client.Begin("1", LiveReports.Raised);
        await host.PostLines(Enumerable.Range(0, 200).Select(n => LiveReports.Alert("karaganda", $"{n}")));
        var (told, missed) = (0, 0);
        while (told + missed < 200)
        {
            var message = await client.Next();
            if (message.GetProperty("missed") is { ValueKind: JsonValueKind.Object } lost)
            {
                missed += lost.GetProperty("count").GetInt32();
                Assert.Equal(position, lost.GetProperty("after").GetInt64());
            }
            else
            {
                told++;
            }
            Assert.InRange(message.GetProperty("position").GetInt64(), position + 1, long.MaxValue);
            position = message.GetProperty("position").GetInt64();
        }
        Assert.Equal(200, told + missed);
        Assert.InRange(missed, 1, 199);
    }

    /// <summary>A host that keeps one message for a reader, and goes back by five events.</summary>
    public sealed class OneHost(PostgresFixture postgres) : IAsyncLifetime
    {
        private RunningHost? host;

        internal RunningHost Host => host!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() => host = await RunningHost.Start(
            await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
            {
                ["Subscriptions:LongestResume"] = "5",
                ["Subscriptions:QueueLength"] = "1",
            });

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            if (host is not null)
                await host.DisposeAsync();
        }
    }
}
