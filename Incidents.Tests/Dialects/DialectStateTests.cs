using Incidents.Api.Dialects;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>States of devices that become true and false, in whatever order their messages come.</summary>
public sealed class DialectStateTests(DialectHost dialects) : IClassFixture<DialectHost>
{
    private const string Type = "application/xml";
    private static readonly Instant Start = Instant.FromUtc(2026, 7, 2, 12, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_state_that_is_said_again_is_the_same_alert()
    {
        var city = await dialects.Host.NewCity();
        var query = $"city={city}&source=onvif-{city}&device=cam-1";

        Assert.Equal(["accepted"], (await dialects.Post("onvif", Motion("true", 0), query, Type)).Reports);
        Assert.Equal("ignored", (await dialects.Post("onvif", Motion("true", 20), query, Type)).State);
        Assert.Equal(["accepted"], (await dialects.Post("onvif", Motion("false", 30), query, Type)).Reports);
        Assert.Equal("ignored", (await dialects.Post("onvif", Motion("true", 20), query, Type)).State);

        Assert.Equal(["alert_raised", "alert_ended"], await dialects.Events(city));
    }

    [Fact]
    public async Task Beginnings_that_came_in_the_other_order_end_together()
    {
        var city = await dialects.Host.NewCity();
        var query = $"city={city}&source=onvif-{city}&device=cam-1";

        Assert.Equal(["accepted"], (await dialects.Post("onvif", Motion("true", 20), query, Type)).Reports);
        Assert.Equal(["accepted"], (await dialects.Post("onvif", Motion("true", 0), query, Type)).Reports);
        Assert.Equal(["accepted", "accepted"], (await dialects.Post("onvif", Motion("false", 30), query, Type)).Reports);

        Assert.Equal(["alert_raised", "alert_raised", "alert_ended", "alert_ended"], await dialects.Events(city));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_beginning_and_an_end_of_one_second_meet(bool isInOrder)
    {
        var city = await dialects.Host.NewCity();
        var query = $"city={city}&source=onvif-{city}&device=cam-1";

        await dialects.Post("onvif", Motion(isInOrder ? "true" : "false", 0), query, Type);
        await dialects.Post("onvif", Motion(isInOrder ? "false" : "true", 0), query, Type);

        Assert.Equal(["alert_raised", "alert_ended"], await dialects.Events(city));
    }

    [Fact]
    public async Task Two_alerts_one_after_another_both_end_in_whatever_order_their_steps_come()
    {
        var episodes = dialects.Host.Services.GetRequiredService<Episodes>();
        Transition[] steps = [Step(1, true), Step(2, false), Step(3, true), Step(4, false)];
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            var key = string.Join(',', order);
            var (begun, ended) = (new HashSet<string>(), new HashSet<string>());
            // Each comes twice, as brokers deliver.
            foreach (var step in order.SelectMany(i => (Transition[])[steps[i], steps[i]]))
            {
                var news = (await episodes.Keep([step with { Key = key }], Cancellation))[0];
                if (step.IsActive && news.IsNews)
                    begun.Add(step.AlertId!);
                if (step.IsActive && news is { IsNews: true, EndedAt: not null })
                    ended.Add(step.AlertId!);
                ended.UnionWith(news.Ended);
                if (news.Later is { } later)
                {
                    begun.Add(later.AlertId);
                    if (later.EndedAt is not null)
                        ended.Add(later.AlertId);
                }
            }
            Assert.Equal(["alert-1", "alert-3"], begun.Order());
            Assert.Equal(["alert-1", "alert-3"], ended.Order());
        }
    }

    [Fact]
    public async Task Hosts_that_learn_of_one_beginning_at_one_time_raise_it_once()
    {
        var episodes = dialects.Host.Services.GetRequiredService<Episodes>();
        var key = Guid.NewGuid().ToString();

        var news = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => episodes.Keep([Step(i, true) with { Key = key }], Cancellation)));
        var raised = news.Select((found, i) => (found[0].IsNews, Id: $"alert-{i + 1}")).Where(n => n.IsNews).Select(n => n.Id);
        var end = (await episodes.Keep([Step(50, false) with { Key = key }], Cancellation))[0];

        // Whatever was raised ends, and only that.
        Assert.Equal(raised.Order(), end.Ended.Order());
        Assert.Contains("alert-1", end.Ended);
    }

    [Fact]
    public async Task A_lost_first_notification_is_no_lost_alert()
    {
        var city = await dialects.Host.NewCity();
        var query = $"city={city}&source=hik-{city}&device=cam-1";

        Assert.Equal(["accepted"], (await dialects.Post("hikvision", Hikvision("VMD", "active", 2, 0), query, Type)).Reports);
        for (var count = 3; count < 6; count++)
            Assert.Equal("ignored", (await dialects.Post("hikvision", Hikvision("VMD", "active", count, count), query, Type)).State);
        Assert.Equal(["accepted"], (await dialects.Post("hikvision", Hikvision("VMD", "inactive", 1, 9), query, Type)).Reports);

        Assert.Equal(["alert_raised", "alert_ended"], await dialects.Events(city));
        // What says nothing new is not kept.
        Assert.Equal(
            2L, (await dialects.Host.Query($"select count(*) from {Episodes.Table} where city = '{city}'"))[0][0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_camera_that_never_says_that_an_alert_is_over_ends_it_with_the_next_one(bool counts)
    {
        var city = await dialects.Host.NewCity();
        Task<DialectPost> Say(int count, string time) => dialects.Post(
            "hikvision", Hikvision("VMD", "active", counts ? count : 0, 0).Replace("17:00:00", time),
            $"city={city}&source=hik-{city}&device=cam-1", Type);

        foreach (var time in (string[])["17:00:00", "17:00:10"])
            await Say(time is "17:00:00" ? 1 : 2, time);
        // The first one of the next, which ends the one before, comes twice.
        for (var i = 0; i < 2; i++)
            await Say(1, "17:05:00");
        await Say(1, "18:00:00");

        Assert.Equal(["17:00:00-17:00:10", "17:05:00-17:05:00", "18:00:00-"], await Alerts(city));
        Assert.Equal(
            ["alert_ended", "alert_ended", "alert_raised", "alert_raised", "alert_raised"], (await dialects.Events(city)).Order());
        Assert.Equal(0L, (await dialects.Host.Query($"select count(*) from ingest.dead_letter where source = 'hik-{city}'"))[0][0]);
    }

    [Fact]
    public async Task A_counted_beginning_is_an_alert_of_its_own_however_soon_it_comes()
    {
        var city = await dialects.Host.NewCity();
        foreach (var (count, second) in new[] { (1, 0), (2, 3), (1, 9), (2, 12), (3, 15) })
            await dialects.Post("hikvision", Hikvision("VMD", "active", count, second), $"city={city}&source=h-{city}&device=c", Type);
        await dialects.Post("hikvision", Hikvision("VMD", "inactive", 0, 20), $"city={city}&source=h-{city}&device=c", Type);

        Assert.Equal(["17:00:00-17:00:03", "17:00:09-17:00:20"], await Alerts(city));
    }

    [Fact]
    public async Task A_start_without_its_stop_is_over_when_another_one_comes_much_later()
    {
        var city = await dialects.Host.NewCity();
        foreach (var (action, second) in new[] { ("Start", 0), ("Start", 30), ("Start", 300), ("Stop", 310) })
            await dialects.Post(
                "dahua", $$"""Code=VideoMotion;action={{action}};index=0;data={"RealUTC":{{1_782_993_600 + second}}}""",
                $"city={city}&source=d-{city}&device=c", "application/json");
        var axis = $"city={city}&source=a-{city}&device=c";
        foreach (var second in (int[])[0, 30, 300])
            await dialects.Post(
                "axis",
                $$"""
                  {"topic":"axis:VMD/Camera1","timestamp":{{1_782_993_600_000 + 1_000L * second}},"message":{"data":{"active":"1"} } }
                  """, axis);

        Assert.Equal(["17:00:00-17:00:30", "17:05:00-17:05:10"], await Alerts(city, "d"));
        Assert.Equal(["17:00:00-17:00:30", "17:05:00-"], await Alerts(city, "a"));
    }

    [Fact]
    public async Task What_a_Frigate_tracked_when_it_was_restarted_ends_by_the_answer_of_its_api()
    {
        var city = await dialects.Host.NewCity();
        const string thing = """{"id":"1782993600-x","camera":"cam-1","label":"person","start_time":1782993600,"end_time":null}""";
        var tracked = $$"""{"type":"new","after":{{thing}}}""";
        await dialects.Post("frigate", tracked, $"city={city}&source=f-{city}");
        var api = $"[{thing.Replace("null", "1782993645")}]";
        await dialects.Post("frigate", api, $"city={city}&source=f-{city}");
        await dialects.Post("frigate", api, $"city={city}&source=f-{city}");

        Assert.Equal(["17:00:00-17:00:45"], await Alerts(city));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_state_that_is_false_at_the_time_of_subscribing_ends_its_alert_whichever_came_first(bool isInOrder)
    {
        var city = await dialects.Host.NewCity();
        var query = $"city={city}&source=onvif-{city}&device=cam-1";
        var gone = Motion("false", 30).Replace("Changed", "Initialized");

        foreach (var message in isInOrder ? (string[])[Motion("true", 0), gone] : [gone, Motion("true", 0)])
            await dialects.Post("onvif", message, query, Type);
        // Again, and of a state that was never true.
        await dialects.Post("onvif", gone, query, Type);
        Assert.Equal("ignored", (await dialects.Post("onvif", gone, $"{query}9", Type)).State);
        Assert.Equal("ignored", (await dialects.Post("onvif", gone.Replace("\"false\"", "\"true\""), $"{query}9", Type)).State);

        Assert.Equal(["alert_raised", "alert_ended"], await dialects.Events(city));
        Assert.Equal(["17:00:00-17:00:30"], await Alerts(city));
    }

    [Fact]
    public async Task Hosts_that_share_the_words_of_a_camera_raise_and_end_each_alert_once()
    {
        var city = await dialects.Host.NewCity();
        await using var other = await RunningHost.Start(dialects.Host.ConnectionString);
        // Four alerts of three words each, two minutes apart, none of which is said to be over.
        var words = Enumerable.Range(0, 12).Select(i => Hikvision("VMD", "active", i % 3 + 1, 0)
            .Replace("17:00:00", $"17:{i / 3 * 2:00}:{i % 3 * 5:00}"));
        var messages = words.Concat(words).Select((word, i) => (Word: word, Host: i % 2 == 0 ? dialects.Host : other)).ToArray();
        new Random(TestScale.Seed).Shuffle(messages);
        await Parallel.ForEachAsync(messages, Cancellation, async (message, _) =>
        {
            using var content = new StringContent(message.Word, System.Text.Encoding.UTF8, Type);
            using var answer = await message.Host.Client.PostAsync(
                $"/ingest/hikvision?city={city}&source=hik-{city}&device=cam-1", content, Cancellation);
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        });

        var events = await dialects.Events(city);
        var alerts = await Alerts(city);
        // Whose first word came after its repetition may be named by that; each of the four minutes has one, and all but the last are over.
        Assert.Equal(["17:00", "17:02", "17:04", "17:06"], alerts.Select(a => a[..5]).Distinct());
        Assert.Equal(alerts.Count, events.Count(type => type is "alert_raised"));
        Assert.Equal(alerts.Count(a => !a.EndsWith('-')), events.Count(type => type is "alert_ended"));
        Assert.All(alerts.Where(a => !a.StartsWith("17:06", StringComparison.Ordinal)), a => Assert.DoesNotMatch("-$", a));
        Assert.Equal(0L, (await dialects.Host.Query($"select count(*) from ingest.dead_letter where source = 'hik-{city}'"))[0][0]);
    }

    [Fact]
    public async Task A_lost_picture_recovers_with_the_next_sign_of_life_and_once()
    {
        var city = await dialects.Host.NewCity();
        async Task<int> Reports(string state, int second) => (await dialects.Post(
            "hikvision", Hikvision("videoloss", state, 1, second), $"city={city}&source=hik-{city}&device=cam-1", Type)).Reports.Count;

        int[] counts =
            [await Reports("inactive", 0), await Reports("active", 5), await Reports("inactive", 10), await Reports("inactive", 15)];
        Assert.Equal([1, 1, 2, 1], counts);
    }

    [Fact]
    public async Task A_town_that_another_host_declared_has_no_alert_without_a_name()
    {
        var city = $"other-{Guid.NewGuid():N}"[..20];
        var query = $"city={city}&source=onvif-{city}&device=cam-1";
        Assert.Equal("CITY_UNKNOWN", (await dialects.Post("onvif", Motion("false", 0), query, Type)).Code);

        await dialects.Host.Query(
            $$"""
              insert into store.city values ('{{city}}', '{"code":"{{city}}","zone":"Asia/Almaty","nameEn":"Other"}')
              """);
        Assert.Equal("ignored", (await dialects.Post("onvif", Motion("false", 5), query, Type)).State);
        Assert.Empty(await dialects.Events(city));
    }

    // Of each alert from when until when, by the clock of the town.
    private async Task<List<string>> Alerts(string city, string? source = null) =>
    [
        .. (await dialects.Host.Query(
            $"""
             select substr(b.data->>'occurredAt', 12, 8) || '-' || coalesce(substr(e.data->>'occurredAt', 12, 8), '')
             from store.mt_events b left join store.mt_events e on e.stream_id = b.stream_id and e.type = 'alert_ended'
             where b.type = 'alert_raised' and b.data->'place'->>'city' = '{city}'
                 and b.data->'origin'->>'source' like '{source}%'
             order by b.data->>'occurredAt'
             """)).Select(row => (string)row[0]),
    ];

    private static Transition Step(int second, bool isActive) => new(
        "karaganda", "states", "", Start + Duration.FromSeconds(second), isActive, isActive ? $"alert-{second}" : null);

    private static string Motion(string state, int second) =>
        OnvifTests.Xml("tns1:VideoSource/MotionAlarm", "State", state).Replace("12:00:00Z", $"12:00:{second:00}Z");

    private static string Hikvision(string type, string state, int count, int second) =>
        $"""
         <EventNotificationAlert><channelID>1</channelID><dateTime>2026-07-02T17:00:{second:00}+05:00</dateTime>
         <activePostCount>{count}</activePostCount><eventType>{type}</eventType><eventState>{state}</eventState></EventNotificationAlert>
         """;

    private static IEnumerable<int[]> Orders(int[] of) => of.Length == 0
        ? [[]]
        : of.SelectMany(first => Orders([.. of.Where(other => other != first)]).Select(rest => (int[])[first, .. rest]));
}
