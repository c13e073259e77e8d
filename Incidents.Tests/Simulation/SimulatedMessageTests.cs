using System.Globalization;
using Incidents.Api.Data;
using Incidents.Api.Mqtt;
using Incidents.Api.Simulation;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Simulation;

/// <summary>What simulated devices do in real time, from a message on the embedded broker to the store.</summary>
public class SimulatedMessageTests(PostgresFixture postgres)
{
    private static readonly SimulationOptions Options = new() { HistoryDays = 1 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_devices_do_in_real_time_goes_by_the_broker_and_is_there_once_also_after_an_interruption()
    {
        var clock = new FakeClock(SimulatedHistory.End);
        // What is joined would be events beside those of the steps.
        var settings = new Dictionary<string, string?> { ["Upkeep:Interval"] = "00:00:00" };
        var database = await postgres.CreateDatabase();
        await using var host = await RunningHost.Start(database, clock: clock, settings: settings, services: services =>
        {
            services.AddSingleton(new MqttSettings { EmbeddedPort = 0 }).AddSingleton<EmbeddedBroker>();
            services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>()).AddHostedService<MqttService>();
        });
        var metrics = host.Services.GetRequiredService<MqttMetrics>();
        int messages;
        using (var service = Service(host, clock))
        {
            await service.CatchUp(Cancellation);
            await host.CaughtUp();
            Assert.Equal(0, metrics.Received);

            clock.AdvanceMinutes(30);
            var live = Steps().SkipWhile(step => step.At <= SimulatedHistory.End).TakeWhile(step => step.At <= clock.GetCurrentInstant())
                .ToList();
            messages = live.Count(step => step.Message is not null);
            await service.CatchUp(Cancellation);
            Assert.Equal(messages, metrics.Received);
            Assert.NotEqual(0, live.Count(step => step.Command is RaiseAlert));
            Assert.NotEqual(0, live.Count(step => step.Command is RecordViolation));
        }
        Assert.Equal([], await host.Query("select code, message, convert_from(bytes, 'utf8') from ingest.dead_letter"));
        // What the commands would have led to is there, by the same identities.
        var expected = Steps().TakeWhile(step => step.At <= clock.GetCurrentInstant()).ToList();
        Assert.Equal(Text(expected.Count(s => s.Command is RaiseAlert)), await Number("type = 'alert_raised'"));
        Assert.Equal(Text(expected.Count(s => s.Command is EndAlert)), await Number("type = 'alert_ended'"));
        Assert.Equal(Text(expected.Count(s => s.Command is PlaceSosCall)), await Number("type = 'sos_call_placed'"));
        Assert.Equal(Text(expected.Count(s => s.Command is AnswerSosCall)), await Number("type = 'sos_call_answered'"));
        Assert.Equal("0", await Number("data ->> 'assumed' = 'true'"));

        // Killed before the progress was noted: the same steps go the same way again, and change nothing.
        var events = await Number("true");
        await host.Query("update store.simulation set reached = published_after");
        using var again = Service(host, clock);
        await again.CatchUp(Cancellation);
        Assert.Equal(2 * messages, metrics.Received);
        Assert.Equal(events, await Number("true"));

        async Task<string> Number(string where) => Text((long)(await host.Query(
            $"select count(*) from {EventStore.Schema}.mt_events where type not like 'forecast%' and {where}"))[0][0]);

        IEnumerable<SimulatedStep> Steps()
        {
            var simulator = new Simulator(SimulationPlan.Load(), Catalogues.Cities(), SimulatedHistory.Tariffs, Options.Seed);
            var begin = simulator.BeginOfHistory(SimulatedHistory.End, Options.HistoryDays);
            return simulator.From(begin, begin);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static SimulationService Service(RunningHost host, IClock clock)
    {
        var services = host.Services;
        var broker = services.GetRequiredService<EmbeddedBroker>();
        return new(
            services.GetRequiredService<StreamAppender>(), services.GetRequiredService<NpgsqlDataSource>(),
            services.GetRequiredService<Cities>(), SimulatedHistory.Tariffs, clock, Options, NullLogger<SimulationService>.Instance,
            (message, cancellation) => broker.Publish(message.Topic, message.Payload, cancellation));
    }
}
