using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>A long stream is decided on from a snapshot, as if all of its events had been read.</summary>
public sealed class LongStreamTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Whatever a state consists of: written and read after each of its events, it goes on as the one that was not.
    [Fact]
    public async Task A_state_that_was_written_and_read_goes_on_like_the_state_itself()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false, RandomHistory.Clock());
        await new RandomHistory(host, TestScale.Seed).Live(600);
        var catalogue = host.Services.GetRequiredService<EventCatalogue>();
        var streams = (await host.Query("select stream_id, type, data::text from store.mt_events order by stream_id, version"))
            .GroupBy(row => (Guid)row[0], row => catalogue.Read((string)row[1], (string)row[2])).ToList();
        var types = new HashSet<Type>();
        foreach (var events in streams)
        {
            foreach (var type in typeof(StreamState).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(StreamState))))
            {
                StreamState? plain = null, kept = null;
                foreach (var @event in events)
                {
                    (plain, kept) = (After(type, plain, @event), After(type, kept, @event));
                    if (kept is null)
                        break;
                    kept = StreamSnapshots.Read(type.Name, StreamSnapshots.Write(kept));
                    Assert.Equal(StreamSnapshots.Write(plain!), StreamSnapshots.Write(kept));
                    types.Add(type);
                }
            }
        }
        Assert.Superset(
            new HashSet<string>(["Alert", "SosCall", "Violation", "Incident", "Device"]), types.Select(t => t.Name).ToHashSet());
    }

    [Fact]
    public async Task A_long_stream_is_read_from_its_snapshot_and_still_knows_each_report()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        var id = (await host.PostLines(Step(0))).Id();
        await host.PostLines(Enumerable.Range(1, 250).Select(i => Step(i)));
        await host.PostLines(Step(251));

        Assert.Equal([[251L]], await host.Query($"select version from store.snapshot where stream_id = '{id}'"));
        Assert.Equal(["duplicate", "conflict", "accepted"], (await host.PostLines(Step(7), Step(8, 0.01), Step(252))).Statuses);
        Assert.Equal(["duplicate", "duplicate"], (await host.PostLines(Step(252), Step(0))).Statuses);
        // Newer than the snapshot, and twice in one request.
        Assert.Equal(["duplicate"], (await host.PostLines(Step(252))).Statuses);
        Assert.Equal(["conflict"], (await host.PostLines(Step(252, 0.01))).Statuses);
        Assert.Equal(["accepted", "duplicate", "conflict"], (await host.PostLines(Step(253), Step(253), Step(253, 0.01))).Statuses);
        // What a snapshot says of another thing than was asked for is nothing.
        Assert.Equal("NOT_FOUND", (await host.Refused($$"""mutation { closeIncident(id: "{{id}}", by: "op") { version } }""")).Code);
        await host.Ask($$"""mutation { acknowledgeAlert(id: "{{id}}", by: "op") { version } }""");

        var alert = (await host.Ask($$"""{ alert(id: "{{id}}") { version confidence acknowledgedBy } }""")).GetProperty("alert");
        Assert.Equal("""{"version":255,"confidence":0.53,"acknowledgedBy":"op"}""", alert.GetRawText());
        Assert.Equal(
            [[255L, 255L]], await host.Query($"select count(*), max(version) from store.mt_events where stream_id = '{id}'"));
    }

    [Fact]
    public async Task Another_build_s_snapshot_and_a_missing_one_are_not_needed()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        await host.PostLines(Enumerable.Range(0, 150).Select(i => Step(i)));
        await host.Query("update store.snapshot set build = gen_random_uuid(), state = '{}'");
        Assert.Equal(["accepted", "duplicate"], (await host.PostLines(Step(150), Step(3))).Statuses);
        Assert.Equal([[151L]], await host.Query("select version from store.snapshot"));

        await host.Query("truncate store.snapshot, store.snapshot_event");
        Assert.Equal(["accepted", "duplicate"], (await host.PostLines(Step(151), Step(3))).Statuses);
    }

    // Both hosts write snapshots of one stream, in turn and at once.
    [Fact]
    public async Task Two_hosts_append_to_one_long_stream_and_lose_and_double_nothing()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        await using var second = await RunningHost.Start(host.ConnectionString, o => o.RunsDaemon = false);
        await host.PostLines(Step(0));

        await Task.WhenAll(((RunningHost[])[host, second]).Select(async by =>
        {
            for (var i = 1; i <= 400; i += 20)
                Assert.All((await by.PostLines(Enumerable.Range(i, 20).Select(n => Step(n)))).Statuses, s => Assert.NotEqual("refused", s));
        }));

        Assert.Equal([[401L, 401L, 401L]], await host.Query("select count(*), count(distinct id), max(version) from store.mt_events"));
    }

    private static StreamState? After(Type type, StreamState? state, IDomainEvent @event) => (StreamState?)typeof(StreamState)
        .GetMethod(nameof(StreamState.After))!.MakeGenericMethod(type).Invoke(null, [state, @event]);

    // The first is the alert's beginning.
    private static object Step(int number, double? confidence = null) => new
    {
        source = "stuck",
        id = "1",
        kind = "alert",
        phase = number == 0 ? "raised" : "updated",
        revision = number == 0 ? null : $"{number}",
        city = "karaganda",
        category = "fight",
        confidence = confidence ?? number % 100 / 100.0,
        occurredAt = Instant.FromUtc(2026, 1, 1, 0, 0).Plus(Duration.FromSeconds(number)).ToString(),
    };
}
