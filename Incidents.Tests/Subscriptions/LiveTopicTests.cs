using System.Text.Json;
using GraphQL.Transport;
using Incidents.Api.Access;
using Incidents.Api.Access.Log;
using Incidents.Api.Store;
using Incidents.Api.Subscriptions;
using Incidents.Domain.Access;
using Incidents.Domain.Alerts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Projections;
using Incidents.Projections.Devices;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using Incidents.Tests.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>Messages that cannot be made at once, and selections that take long.</summary>
[Collection(OnSharedHost.Name)]
public sealed class LiveTopicTests(SharedHost shared)
{
    private const string Query =
        "subscription { alertRaised { position missed { count after until } alert { sourceId timeline { type } } } }";

    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_store_is_away_a_message_is_made_again_and_told_once_and_in_order()
    {
        var row = await Raised();
        await using var away = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Database=nothing;Timeout=1");
        var reads = 0;
        var dead = new EventReader(away, Get<EventCatalogue>(), Get<IBlockedPersons>());
        var selection = new Chosen(page => Task.FromResult<IReadOnlyList<LiveMessage>>(
            [.. page.Events.Select(told => new AlertMessage(told.Position, null, new(row, page.Streams.Alerts)))]));
        LiveStreams Streams() => Of(Interlocked.Increment(ref reads) < 3 ? dead : Get<EventReader>(), row.Id);
        var (topic, reader) = Begin(selection);
        await topic.Give(Page([1, 2], Streams), TimeSpan.Zero, Cancellation);
        Assert.Equal(1, (await Next(reader)).Payload!.Position);
        Assert.Equal(2, (await Next(reader)).Payload!.Position);
        Assert.Null(reader.Next());
        Assert.Equal(3, reads);
        topic.Stop();
    }

    // Of the alerts of a page one has an event that cannot be read.
    [Fact]
    public async Task A_message_that_cannot_be_made_is_told_with_its_error_and_those_beside_it_as_ever()
    {
        var (broken, sound) = (await Raised(), await Raised());
        await host.Query($"update store.mt_events set data = jsonb_build_object('was', data) where stream_id = '{broken.Id}'");
        try
        {
            var selection = new Chosen(page => Task.FromResult<IReadOnlyList<LiveMessage>>(
                [
                    new AlertMessage(7, null, new(broken, page.Streams.Alerts)),
                    new AlertMessage(8, null, new(sound, page.Streams.Alerts)),
                ]));
            var (topic, reader) = Begin(selection);
            await topic.Give(Page([7, 8], () => Of(Get<EventReader>(), broken.Id, sound.Id)), TimeSpan.Zero, Cancellation);

            var faulty = (await Next(reader)).Payload!;
            Assert.Null(faulty.Thing);
            Assert.Equal(
                """{"alertRaised":{"position":7,"missed":{"count":1,"after":6,"until":7},"alert":null}}""", Data(faulty).GetRawText());
            var error = Assert.Single(Result(faulty).GetProperty("errors").EnumerateArray());
            Assert.Equal("INTERNAL", error.GetProperty("extensions").GetProperty("code").GetString());
            var told = (await Next(reader)).Payload!;
            Assert.Equal(sound.Id, told.Thing);
            Assert.False(Result(told).TryGetProperty("errors", out _));
            Assert.Equal(
                """{"sourceId":"1","timeline":[{"type":"alert_raised"}]}""",
                Data(told).GetProperty("alertRaised").GetProperty("alert").GetRawText());
            Assert.Null(reader.Next());
            topic.Stop();
        }
        finally
        {
            await host.Query($"update store.mt_events set data = data -> 'was' where stream_id = '{broken.Id}'");
        }
    }

    [Fact]
    public async Task Where_nobody_knows_what_a_page_has_for_a_selection_its_readers_miss_it_and_go_on()
    {
        var selection = new Chosen(page => page.Events[0].Position < 9
            ? throw new InvalidOperationException("This page cannot be looked at.")
            : Task.FromResult<IReadOnlyList<LiveMessage>>([new AlertMessage(9, null, null)]));
        var (topic, reader) = Begin(selection);
        await topic.Give(Page([7, 8]), TimeSpan.Zero, Cancellation);
        Assert.Equal(new MissedMessages(null, 0, 8), (await Next(reader)).Missed);
        await topic.Give(Page([9]), TimeSpan.Zero, Cancellation);
        Assert.Equal(9, (await Next(reader)).Payload!.Position);
        topic.Stop();
    }

    // The alert of before costs each reader that asks for it one look; the alert that comes costs one for both.
    [Fact]
    public async Task Looks_at_events_are_counted_for_a_selection_and_for_each_reader_that_comes_back()
    {
        var city = await host.NewCity();
        var hub = Get<LiveHub>();
        await using var first = await SocketClient.Open(host);
        await using var second = await SocketClient.Open(host);
        await RunningHost.Until(() => Task.FromResult(hub.TopicCount == 0), "the subscriptions of other tests to end");
        await host.CaughtUp();
        var after = await first.Begin("0", "subscription { deviceHealthChanged(cities: []) { position } }");
        await host.PostLines(LiveReports.Alert(city, "1"));
        await host.CaughtUp();
        var before = hub.Evaluations;
        foreach (var client in (SocketClient[])[first, second])
        {
            await client.Subscribe("1", LiveReports.Raised, new { filter = LiveReports.Of(city), after });
            Assert.Equal("1", (await client.Next()).GetProperty("alert").GetProperty("sourceId").GetString());
            await client.Next();
        }
        Assert.Equal(2, hub.Evaluations - before);
        await host.PostLines(LiveReports.Alert(city, "2"));
        foreach (var client in (SocketClient[])[first, second])
            Assert.Equal("2", (await client.Next()).GetProperty("alert").GetProperty("sourceId").GetString());
        Assert.Equal(3, hub.Evaluations - before);
    }

    // Eight pages wait beside the one that it looks at.
    [Fact]
    public async Task A_selection_that_takes_long_holds_up_no_other_and_its_readers_are_told_what_they_missed()
    {
        var city = await host.NewCity();
        var hub = Get<LiveHub>();
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = new Chosen(async page =>
        {
            await free.Task;
            return [.. page.Events.Select(told => new AlertMessage(told.Position, null, null))];
        });
        var reader = Reader(slow, "subscription { alertRaised { position } }");
        var began = await hub.Join(reader, null, Cancellation);
        reader.Release();
        await using var client = await SocketClient.Open(host);
        await client.Begin("1", LiveReports.Raised, new { filter = LiveReports.Of(city) });
        var last = 0L;
        for (var n = 0; n < 12; n++)
        {
            await host.PostLines(LiveReports.Alert(city, $"{n}"));
            var told = await client.Next();
            Assert.Equal($"{n}", told.GetProperty("alert").GetProperty("sourceId").GetString());
            last = told.GetProperty("position").GetInt64();
        }
        Assert.Null(reader.Next());
        free.SetResult();
        var position = began;
        while (await Next(reader) is { Payload: { } payload })
        {
            Assert.InRange(payload.Position, position + 1, last);
            position = payload.Position;
            Assert.InRange(position, 0, last - 1);
        }
        await hub.Leave(reader);
        Assert.InRange(position, began + 1, last - 1);
    }

    [Fact]
    public async Task What_was_missed_is_told_up_to_its_last_page()
    {
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (topic, reader) = Begin(new Chosen(async _ =>
        {
            await free.Task;
            return [];
        }));
        for (var n = 1; n <= 20; n++)
            await topic.Give(Page([n]), TimeSpan.Zero, Cancellation);
        free.SetResult();
        Assert.Equal(new MissedMessages(null, 0, 20), (await Next(reader)).Missed);
        topic.Stop();
    }

    [Fact]
    public async Task What_has_ended_reads_nothing_of_what_it_missed()
    {
        await Raised();
        var looked = 0;
        var reader = Reader(new Chosen(_ =>
        {
            Interlocked.Increment(ref looked);
            return Task.FromResult<IReadOnlyList<LiveMessage>>([]);
        }), Query);
        reader.End(new(null));
        await Get<LiveOperations>().Join(reader, 0, Cancellation);
        await Get<LiveHub>().Leave(reader);
        Assert.Equal(0, looked);
    }

    [Fact]
    public void The_order_of_a_list_and_what_it_names_twice_make_no_other_filter()
    {
        Assert.Equal(
            new LiveFilter(["b", "a"], ["Ә", "b"], ["x", "y"]).Key(), new LiveFilter(["a", "b", "a"], ["b", "Ә"], ["y", "x"]).Key());
        Assert.NotEqual(new LiveFilter(["a"]).Key(), new LiveFilter(["b"]).Key());
        Assert.NotEqual(new LiveFilter([]).Key(), new LiveFilter().Key());
        Assert.Equal(new DeviceSelection(["b", "a", "b"], RowSight.All).Key, new DeviceSelection(["a", "b"], RowSight.All).Key);
    }

    private T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    private async Task<SignalRow> Raised()
    {
        var id = (await host.PostLines(LiveReports.Alert(await host.NewCity(), "1"))).Id();
        await host.CaughtUp();
        return (await Get<SignalReader>().Find([id], Cancellation))[id];
    }

    private (LiveTopic Topic, LiveSubscription Reader) Begin(LiveSelection selection)
    {
        var topic = new LiveTopic(selection, Get<LiveRenderer>(), NullLogger.Instance);
        var reader = Reader(selection, Query);
        reader.Begin(0, null);
        reader.Release();
        topic.Add(reader);
        topic.Begin();
        return (topic, reader);
    }

    private static LiveSubscription Reader(LiveSelection selection, string query)
    {
        var request = new GraphQLRequest { Query = query };
        var caller = new Caller("op", "op", [.. Enum.GetValues<Role>().Select(role => new Grant(role, null))]);
        var log = new SubscriptionLog(
            new KeptAccessLog(), new AccessLogSettings(), TimeProvider.System, caller,
            new(request, new(), new Dictionary<string, object?>(), null));
        return new("1", new(request, caller, selection.Key, query), log, 100, 1 << 20, _ => { }) { Selection = selection };
    }

    private static async Task<LiveNext> Next(LiveSubscription reader)
    {
        LiveNext? next = null;
        await RunningHost.Until(() => Task.FromResult((next = reader.Next()) is not null), "a message");
        return next!.Value;
    }

    private static LivePage Page(long[] positions, Func<LiveStreams>? streams = null) => new(
        [.. positions.Select(n => new LiveEvent(n, Guid.NewGuid(), "alert_raised", typeof(AlertRaised), null))], positions[0] - 1,
        positions[^1], new Dictionary<Guid, SignalRow>(), new Dictionary<Guid, IncidentRow>(),
        new Dictionary<(string, string), DeviceRow>(), streams?.Invoke() ?? new(null!, null!, null!))
    {
        MakeStreams = streams,
    };

    private static JsonElement Result(LivePayload payload) => JsonDocument.Parse(payload.Json).RootElement;

    private static JsonElement Data(LivePayload payload) => Result(payload).GetProperty("data");

    private static LiveStreams Of(EventReader events, params Guid[] ids) => new(
        new StreamBatch<Alert>(events, ids, CancellationToken.None), new StreamBatch<SosCall>(events, [], CancellationToken.None),
        new StreamBatch<Violation>(events, [], CancellationToken.None));

    private sealed class Chosen(Func<LivePage, Task<IReadOnlyList<LiveMessage>>> match) : LiveSelection(RowSight.All)
    {
        public override LiveKinds Kind => LiveKinds.Signals;

        public override string Key { get; } = $"chosen {Guid.NewGuid()}";

        public override async ValueTask<IReadOnlyList<LiveMessage>> Match(LivePage page, CancellationToken cancellation) =>
            await match(page);

        public override LiveMessage Notice(long position, MissedMessages? missed) => new AlertMessage(position, missed, null);
    }
}
