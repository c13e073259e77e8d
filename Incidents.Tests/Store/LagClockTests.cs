using Incidents.Api.Store;
using Incidents.Projections;
using Incidents.Projections.Ledgers;
using Incidents.Tests.Ingest;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>How old the oldest event is that waits to be projected, whatever the host's clock says.</summary>
public sealed class LagClockTests(PostgresFixture postgres)
{
    [Fact]
    public void The_age_is_as_the_clock_says_within_what_was_seen()
    {
        var time = new StandingTime();
        var lag = new LagClock(time);
        Assert.Equal(0, Read(5, 5, 0));
        time.Seconds += 10;
        // Event 6 came within the last ten seconds.
        Assert.Equal(4, Read(5, 6, 4));
        Assert.Equal(10, Read(5, 6, 3_600));
        time.Seconds += 20;
        Assert.Equal(20, Read(5, 8, 0));
        Assert.Equal(24, Read(5, 8, 24));
        Assert.Equal(30, Read(5, 8, 3_600));
        // Events 7 and 8 came after 6 was seen.
        Assert.Equal(20, Read(6, 8, 3_600));
        time.Seconds += 1;
        Assert.Equal(1, Read(6, 8, 0));
        Assert.Equal(0, Read(8, 8, 3_600));

        double Read(long projected, long appended, double seconds) => lag.Bound(time.GetTimestamp(), projected, appended, seconds);
    }

    [Fact]
    public void At_the_first_reading_the_clock_is_all_there_is() =>
        Assert.Equal(3_600, new LagClock(new StandingTime()).Bound(0, 5, 6, 3_600));

    [Fact]
    public async Task Freshness_is_true_after_the_clock_is_set_back_or_ahead_an_hour()
    {
        var noon = Instant.FromUtc(2026, 7, 3, 7, 0);
        var clock = new FakeClock(noon);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await host.Post(SampleReports.Incident("karaganda", "1"));
        await host.CaughtUp();
        await using var holder = await host.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand(
            $"lock table {ReadModels.Schema}.{CountsByHour.Table} in exclusive mode", holder, transaction);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await host.Post(SampleReports.Incident("karaganda", "2"));

        var freshness = host.Services.GetRequiredService<Freshness>();
        foreach (var hours in (int[])[0, -1, 1])
        {
            clock.Reset(noon + Duration.FromHours(hours));
            var before = (await freshness.ReadNow(TestContext.Current.CancellationToken)).LagSeconds;
            Assert.InRange(before, 0, 120);
            await RunningHost.Until(
                async () => (await freshness.ReadNow(TestContext.Current.CancellationToken)).LagSeconds > before, "the age to grow");
        }
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await host.CaughtUp();
        Assert.Equal(0, (await freshness.ReadNow(TestContext.Current.CancellationToken)).LagSeconds);
    }

    private sealed class StandingTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
