using Incidents.Api.Forecasts;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Forecasts;

/// <summary>Two hosts that make the same forecasts, and whose clocks disagree about when the period begins.</summary>
public sealed class ForecastHostsTests(PostgresFixture postgres)
{
    // Sunday, an hour before the week of 15 June begins in Karaganda.
    private static readonly Instant Eve = Instant.FromUtc(2026, 6, 14, 18, 0);

    private static readonly ForecastPlan Plan = new(
        "test-week", "karaganda", ForecastPeriod.Week, 14, new(73.0999, 49.7999, 73.1001, 49.8001), "theft");

    [Fact]
    public async Task A_forecast_that_two_hosts_seal_is_sealed_once_and_one_that_is_missed_by_one_of_them_is_not_sealed_by_the_other()
    {
        var connection = await postgres.CreateDatabase();
        var (first, second) = (new FakeClock(Eve), new FakeClock(Eve));
        await using var one = await Start(first);
        await using var two = await Start(second);
        LocalDate week = new(2026, 6, 15), next = new(2026, 6, 22);

        // At once, of the same ledger or of another state of it.
        var refused = await Task.WhenAll(Seal(one, week), Seal(two, week));
        await one.PostLines(new
        {
            source = "s",
            id = "1",
            kind = "incident",
            city = "karaganda",
            category = "theft",
            longitude = 73.1,
            latitude = 49.8,
            occurredAt = "2026-06-10T10:00:00",
        });
        await one.CaughtUp();
        Assert.All((await Seal(two, week)).Concat(refused.SelectMany(r => r)), r => Assert.Equal(SealForecast.SealedOtherwise, r.Refusal));

        // The clock of one is past the beginning of the next week, that of the other is before it.
        first.Reset(Eve + Duration.FromDays(7) + Duration.FromMinutes(61));
        second.Reset(Eve + Duration.FromDays(7) + Duration.FromMinutes(30));
        await one.Services.GetRequiredService<ForecastService>().RunDue(TestContext.Current.CancellationToken);
        var late = await Seal(two, next);
        Assert.Equal(ForecastPlan.Methods.Count, late.Count);
        Assert.All(late, r => Assert.Equal(SealForecast.TooLate, r.Refusal));
        await one.CaughtUp();

        Assert.Empty(await one.Query("select * from store.quarantine"));
        Assert.Equal(
            [[false, 4L], [true, 4L]],
            await one.Query(
                "select missed, count(*) from read.forecast where first_day in ('2026-06-15', '2026-06-22') group by 1 order by 1"));
        await RebuildTests.EqualsItsRebuild(one);

        Task<RunningHost> Start(FakeClock clock) => RunningHost.Start(
            connection, options => options.Forecasts = new() { Plans = [Plan], RunsByItself = false }, clock);

        static Task<IReadOnlyList<(ForecastMethod Method, Incidents.Domain.Refusal Refusal)>> Seal(RunningHost host, LocalDate begin) =>
            host.Services.GetRequiredService<ForecastLedger>().Seal(Plan, begin, TestContext.Current.CancellationToken);
    }
}
