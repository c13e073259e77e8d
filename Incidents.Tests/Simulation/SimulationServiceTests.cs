using Incidents.Api;
using Incidents.Api.Data;
using Incidents.Api.Simulation;
using Incidents.Api.Store;
using Incidents.Api.Units;
using Incidents.Domain;
using Incidents.Domain.Targets;
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

    // Killed in the middle of the first batches: whatever was committed by then, the next start completes the same history.
    [Fact]
    public async Task A_kill_in_the_middle_leaves_the_history_that_would_have_been()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var builder = WebApplication.CreateBuilder();
        builder.AddIncidents(await postgres.CreateDatabase(), options => options.RunsDaemon = false);
        await using var app = builder.Build();
        await app.PrepareStore(cancellation);
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        var clock = new FakeClock(SimulatedHistory.End);

        using (var killed = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        using (var first = Service(app, clock))
        {
            var running = first.CatchUp(killed.Token);
            while (await Count(source) == 0)
                await Task.Yield();
            await killed.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }
        Assert.InRange(await Count(source), 1, Expected(clock) - 1);
        using (var second = Service(app, clock))
            await second.CatchUp(cancellation);

        var steps = new Simulator(SimulationPlan.Load(), Catalogues.Cities(), SimulatedHistory.Tariffs, Options.Seed)
            .History(SimulatedHistory.End, Options.HistoryDays);
        Assert.Equal(steps.Select(step => SimulatedSubmission.Of(step).EventId).Order(), (await Ids(source)).Order());
    }

    [Fact]
    public async Task The_units_on_duty_report_where_they_are()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var builder = WebApplication.CreateBuilder();
        builder.AddIncidents(await postgres.CreateDatabase(), options => options.RunsDaemon = false);
        await using var app = builder.Build();
        await app.PrepareStore(cancellation);
        var positions = app.Services.GetRequiredService<UnitPositions>();
        using var service = Service(app, new FakeClock(SimulatedHistory.End), positions);

        await service.CatchUp(cancellation);
        await service.Locate(cancellation);

        Guid[] onDuty =
        [
            .. from town in new Simulator(SimulationPlan.Load(), Catalogues.Cities(), SimulatedHistory.Tariffs, Options.Seed).Towns
               from unit in town.Crew.UnitsOf(town.Crew.ShiftAt(SimulatedHistory.End))
               select unit.Id,
        ];
        var found = await positions.Read(onDuty, cancellation);
        Assert.Equal(onDuty.Order(), found.Keys.Order());
        Assert.All(found.Values, position => Assert.Equal(SimulatedHistory.End, position.At));
    }

    private static async Task<List<Guid>> Ids(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand($"select id from {EventStore.Schema}.mt_events");
        var ids = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            ids.Add(rows.GetGuid(0));
        return ids;
    }

    private static SimulationService Service(WebApplication app, IClock clock, UnitPositions? positions = null) =>
        new(app.Services.GetRequiredService<StreamAppender>(), app.Services.GetRequiredService<NpgsqlDataSource>(),
            app.Services.GetRequiredService<Cities>(), SimulatedHistory.Tariffs, clock, Options, NullLogger<SimulationService>.Instance,
            positions: positions);

    // Counted from the steps themselves, decided in memory. What is passed in real time the host finds, and this one does not look.
    private static long Expected(FakeClock clock)
    {
        var simulator = new Simulator(SimulationPlan.Load(), Catalogues.Cities(), SimulatedHistory.Tariffs, Options.Seed);
        var streams = new SimulatedStreams(Catalogues.Cities());
        var begin = simulator.BeginOfHistory(SimulatedHistory.End, Options.HistoryDays);
        return simulator.From(begin, begin).TakeWhile(s => s.At <= clock.GetCurrentInstant())
            .Where(s => s.At <= SimulatedHistory.End || s.Command is not Escalate)
            .Sum(s => streams.Apply(s).Decision.Events.Count);
    }

    private static async Task<long> Count(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand($"select count(*) from {EventStore.Schema}.mt_events");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
