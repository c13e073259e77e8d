using System.Net.Http.Headers;
using System.Text;
using Incidents.Api.PersonalData;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>How long messages of devices are kept, and how many are held in memory.</summary>
public sealed class DialectLimitTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plate_that_is_over_is_in_none_of_the_messages_of_its_alert_and_bodies_share_the_memory()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 7, 3, 7, 0));
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), clock: clock, settings: new Dictionary<string, string?>
            {
                ["Retention:AlertPlates"] = "30.00:00:00",
                ["Ingest:MostHeldBytes"] = "40000",
            });
        const string end =
            """
            {"type":"end","after":{"id":"1782993600-x","camera":"cam-1","label":"car","start_time":1782993600,"end_time":1782993620,
             "frame_time":1782993610,"top_score":0.9,"recognized_license_plate":"733OLD09"}}
            """;
        Assert.Equal(200, await Post(host, end));
        await host.CaughtUp();
        Assert.Equal(
            [true, true, true],
            (await KeptMessageTests.OriginalsOf(host, "s")).Select(text => text.Contains("733OLD09", StringComparison.Ordinal)));

        clock.AdvanceDays(31);
        Assert.Equal(1, await host.Services.GetRequiredService<Retention>().Execute(Cancellation));

        var kept = await KeptMessageTests.OriginalsOf(host, "s");
        Assert.Equal([false, false, false], kept.Select(text => text.Contains("733OLD09", StringComparison.Ordinal)));
        Assert.Equal(Phases, kept.Select(text => Phases.Single(phase => text.Contains($"\"{phase}\"", StringComparison.Ordinal))));
        Assert.Equal(0, await host.Services.GetRequiredService<Retention>().Execute(Cancellation));

        // A body of 32 KiB does not fit beside what it grows out of; what is over is free again.
        Assert.Equal(429, await Post(host, new string(' ', 70_000)));
        for (var i = 0; i < 5; i++)
            Assert.Equal(200, await Post(host, end));
    }

    private static readonly string[] Phases = ["raised", "updated", "ended"];

    private static async Task<int> Post(RunningHost host, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        using var response = await host.Client.PostAsync("/ingest/frigate?city=karaganda&source=s", content, Cancellation);
        return (int)response.StatusCode;
    }
}
