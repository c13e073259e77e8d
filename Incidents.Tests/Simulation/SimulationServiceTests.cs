using Incidents.Api;
using Incidents.Api.Data;
using Incidents.Api.Simulation;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Simulation;

public class SimulationServiceTests(PostgresFixture postgres)
{
    private static readonly SimulationOptions Options = new() { HistoryDays = 2 };

    [Fact]
    public async Task The_store_holds_each_simulated_event_once_however_often_the_service_starts()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var builder = WebApplication.CreateBuilder();
        builder.AddIncidents(await postgres.CreateDatabase(), options => options.RunsDaemon = false);
        await using var app = builder.Build();
        await app.PrepareStore(cancellation);
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        var clock = new FakeClock(SimulatedHistory.End);

        using (var first = Service(app, clock))
            Assert.Equal(Expected(clock), await first.CatchUp(cancellation));
        Assert.Equal(Expected(clock), await Count(source));

        // Started anew, and once more after its progress was lost on the way: nothing twice.
        using (var second = Service(app, clock))
            await second.CatchUp(cancellation);
        await using (var lost = source.CreateCommand($"update {EventStore.Schema}.simulation set reached = begun"))
            await lost.ExecuteNonQueryAsync(cancellation);
        using (var third = Service(app, clock))
        {
            await third.CatchUp(cancellation);
            Assert.Equal(Expected(clock), await Count(source));

            // Time goes on.
            clock.AdvanceHours(3);
            await third.CatchUp(cancellation);
            Assert.Equal(Expected(clock), await Count(source));
        }
    }

    private static SimulationService Service(WebApplication app, IClock clock) =>
        new(app.Services.GetRequiredService<StreamAppender>(), app.Services.GetRequiredService<NpgsqlDataSource>(),
            app.Services.GetRequiredService<Cities>(), SimulatedHistory.Tariffs, clock, Options, NullLogger<SimulationService>.Instance);

    // Counted from the steps themselves, decided in memory.
    private static long Expected(FakeClock clock)
    {
        var simulator = new Simulator(SimulationPlan.Load(), Catalogues.Cities(), SimulatedHistory.Tariffs, Options.Seed);
        var streams = new SimulatedStreams(Catalogues.Cities());
        var begin = simulator.BeginOfHistory(SimulatedHistory.End, Options.HistoryDays);
        return simulator.From(begin, begin).TakeWhile(s => s.At <= clock.GetCurrentInstant())
            .Sum(s => streams.Apply(s).Decision.Events.Count);
    }

    private static async Task<long> Count(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand($"select count(*) from {EventStore.Schema}.mt_events");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
