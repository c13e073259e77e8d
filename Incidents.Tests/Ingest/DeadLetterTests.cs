using System.Text;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>The order in which refused reports are tried again, how long they are kept, and that none is lost on the way.</summary>
public sealed class DeadLetterTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Letters_are_replayed_in_the_order_of_their_arrival_whatever_the_clock_says()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 7, 3, 7, 0));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        // 1,300 updates of one alert, so that they make pages; each request comes earlier by the clock than the one before it.
        for (var request = 0; request < 13; request++)
        {
            var lines = Enumerable.Range(request * 100, 100).Select(n => Update($"{n}"));
            Assert.All((await host.PostLines(lines)).Codes, code => Assert.Equal("CITY_UNKNOWN", code));
            clock.AdvanceMinutes(-1);
        }
        await host.Services.GetRequiredService<CityCatalogue>().Declare(new("far", "Asia/Almaty", "far"), Cancellation);

        var replayed = await host.Ask("""mutation { replayDeadLetters(code: CITY_UNKNOWN) { accepted refused } }""");

        Assert.Equal("""{"accepted":1300,"refused":0}""", replayed.GetProperty("replayDeadLetters").GetRawText().Replace(" ", ""));
        var versions = await host.Query(
            """
            select count(*) from (
                select (data->>'confidence')::numeric as n, lag((data->>'confidence')::numeric) over (order by version) as before
                from store.mt_events where type = 'alert_updated') as e where n < before
            """);
        Assert.Equal(0L, versions[0][0]);

        static object Update(string n) => new
        {
            source = "s",
            id = "1",
            kind = "alert",
            phase = "updated",
            revision = n,
            city = "far",
            category = "fight",
            confidence = int.Parse(n, null) / 10_000.0,
            occurredAt = "2026-07-03T10:00:00+05:00",
        };
    }

    [Fact]
    public async Task A_page_of_letters_is_bounded_by_its_bytes_and_goes_on_after_what_is_refused_again()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        var letters = host.Services.GetRequiredService<DeadLetters>();
        var refusal = new Refusal(ErrorCode.StoreRefused, "Why.");
        for (var i = 0; i < 12; i++)
        {
            var bytes = Encoding.UTF8.GetBytes("{\"n\":" + i + "}" + new string(' ', 900_000));
            await letters.Keep([DeadLetter.Of("s", refusal, bytes)], Cancellation);
        }
        var (sizes, after) = (new List<int>(), 0L);
        while (await letters.Page(DeadLetterChoice.Code("STORE_REFUSED"), after, long.MaxValue, Cancellation) is { Count: > 0 } page)
        {
            sizes.Add(page.Count);
            after = page[^1].Position;
        }
        Assert.Equal([5, 5, 2], sizes);

        var replayed = await host.Services.GetRequiredService<DeadLetterReplay>().Replay("STORE_REFUSED", Cancellation);

        Assert.Equal(new ReplayResult(0, 12), replayed);
        Assert.Equal(12L, (await letters.Count(Cancellation))["SOURCE_MISSING"]);
    }

    [Fact]
    public async Task Letters_are_deleted_when_their_time_is_over()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 7, 3, 7, 0));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await host.PostLines(new { source = "s", id = "1" }, new { source = "s", id = "2" });
        clock.AdvanceDays(300);
        await host.PostLines(new { source = "s", id = "2" }, new { source = "s", id = "3" });
        var retention = host.Services.GetRequiredService<DeadLetterRetention>();

        clock.AdvanceDays(65);
        Assert.Equal(0, await retention.DeleteWhatIsOver(Cancellation));
        clock.AdvanceDays(1);
        Assert.Equal(1, await retention.DeleteWhatIsOver(Cancellation));

        Assert.Equal([["{\"source\":\"s\",\"id\":\"2\"}"], ["{\"source\":\"s\",\"id\":\"3\"}"]],
            await host.Query("select convert_from(bytes, 'UTF8') from ingest.dead_letter order by position"));
    }

    [Fact]
    public async Task Letters_of_a_client_that_goes_away_are_kept()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        await using var answers = new ReportAnswers(() => false);
        var delivery = new ReportDelivery(
            host.Services.GetRequiredService<ReportIntake>(), host.Services.GetRequiredService<DeadLetterService>(),
            host.Services.GetRequiredService<IngestMetrics>(), answers, host.Services.GetRequiredService<StreamAppender>(),
            TimeSpan.FromSeconds(15));
        for (var i = 0; i < 3; i++)
            await delivery.Send(Chunk(i), Cancellation);

        // The client is gone when the next chunk waits for the first one's answers.
        await delivery.Send(Chunk(3), new CancellationToken(true));
        await delivery.Complete();

        Assert.Equal(4L, (await host.Query("select count(*) from ingest.dead_letter"))[0][0]);

        static ReportChunk Chunk(int n)
        {
            var chunk = new ReportChunk();
            var body = new System.Buffers.ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($"{{\"source\":\"s\",\"id\":\"{n}\"}}\n"));
            Assert.True(new LineFramer().TryRead(ref body, true, out var frame));
            chunk.Add(frame);
            return chunk;
        }
    }

    [Fact]
    public async Task What_is_refused_again_after_a_replay_accepted_it_is_listed_again()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        var letters = host.Services.GetRequiredService<DeadLetters>();
        var letter = DeadLetter.Of("s", new(ErrorCode.StoreRefused, "Why."), "x"u8);
        await letters.Keep([letter, DeadLetter.Of("s", new(ErrorCode.StoreRefused, "Why."), "y"u8)], Cancellation);
        await letters.MarkReplayed(letter.Id, Cancellation);
        Assert.Equal(1L, (await letters.Count(Cancellation))["STORE_REFUSED"]);

        await letters.Keep([letter], Cancellation);

        var page = await letters.Page(DeadLetterChoice.Code("STORE_REFUSED"), 0, long.MaxValue, Cancellation);
        Assert.Equal(["y", "x"], page.Select(l => Encoding.UTF8.GetString(l.Bytes)));
    }
}
