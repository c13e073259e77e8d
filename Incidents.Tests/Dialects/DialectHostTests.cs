using System.Globalization;
using System.Text;
using Incidents.Api.Dialects;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain.Access;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>Messages of devices through a real host.</summary>
public sealed class DialectHostTests(DialectHost dialects) : IClassFixture<DialectHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_of_frigate_is_one_in_whatever_order_its_steps_come()
    {
        var city = await dialects.Host.NewCity();
        var query = $"city={city}&source=frigate-{city}";

        Assert.Equal(["accepted", "accepted", "accepted"], (await dialects.Post("frigate", Step("end", 0.9, 20), query)).Reports);
        Assert.Equal(["duplicate", "accepted"], (await dialects.Post("frigate", Step("update", 0.8, null), query)).Reports);
        Assert.Equal(["duplicate"], (await dialects.Post("frigate", Step("new", 0.7, null), query)).Reports);
        Assert.Equal(["duplicate", "duplicate", "duplicate"], (await dialects.Post("frigate", Step("end", 0.9, 20), query)).Reports);

        Assert.Equal(["alert_raised", "alert_updated", "alert_ended", "alert_updated"], await dialects.Events(city));
        var began = await dialects.Host.Query(
            $"select data->>'occurredAt' from store.mt_events where type = 'alert_raised' and data->'place'->>'city' = '{city}'");
        Assert.Equal("2026-07-02T17:00:00+05:00", began[0][0]);
        Assert.Empty(await Letters(city));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_state_that_ends_finds_the_alert_that_it_began_whichever_came_first(bool isInOrder)
    {
        var city = await dialects.Host.NewCity();
        var query = $"city={city}&source=onvif-{city}&device=cam-1";
        var begun = OnvifTests.Xml("tns1:Device/Sensor/PIR", "State", "true");
        var ended = OnvifTests.Xml("tns1:Device/Sensor/PIR", "State", "false").Replace("12:00:00Z", "12:00:30Z");

        var first = await dialects.Post("onvif", isInOrder ? begun : ended, query, "application/xml");
        var second = await dialects.Post("onvif", isInOrder ? ended : begun, query, "application/xml");

        Assert.Equal(isInOrder ? ["accepted"] : [], first.Reports);
        Assert.Equal(isInOrder ? ["accepted"] : ["accepted", "accepted"], second.Reports);
        Assert.Equal(["duplicate"], (await dialects.Post("onvif", ended, query, "application/xml")).Reports);
        Assert.Equal(["alert_raised", "alert_ended"], await dialects.Events(city));
        var streams = await dialects.Host.Query(
            $"""
             select count(distinct stream_id) from store.mt_events
             where stream_id in (select stream_id from store.mt_events where data->'place'->>'city' = '{city}')
             """);
        Assert.Equal(1L, streams[0][0]);
    }

    [Fact]
    public async Task Gate_reads_are_found_by_their_plates_and_come_once()
    {
        var city = await dialects.Host.NewCity();
        var query = $"city={city}&source=gate-{city}&device=gate-1";
        var lines = new StringBuilder("plate_masked,event_time_local\n");
        for (var i = 0; i < 40; i++)
            lines.Append($"{100 + i % 8}ABC09,2026-06-01T{i % 20:00}:{i:00}:00\n");

        var posted = await dialects.Post("webhook.gate", lines.ToString(), query, "text/csv");
        Assert.All(posted.Reports, status => Assert.Equal("accepted", status));
        Assert.All((await dialects.Post("webhook.gate", lines.ToString(), query, "text/csv")).Reports, s => Assert.Equal("duplicate", s));
        await dialects.Host.CaughtUp();

        var found = (await dialects.Host.Ask(
            """
            query($c: [String!]!) @purpose(reason: INVESTIGATION, reference: "7") {
              plateReads(filter: { plate: "103 авс 09", cities: $c }) { totalCount nodes { kind plate deviceId category isCounted } }
              plateTrack(plate: "103ABC09", from: "2026-06-01", until: "2026-06-02") { reads { id } } }
            """, new { c = new[] { city } }));
        Assert.Equal(5, found.GetProperty("plateReads").GetProperty("totalCount").GetInt32());
        Assert.All(
            found.GetProperty("plateReads").GetProperty("nodes").EnumerateArray(),
            node => Assert.Equal(
                """{"kind":"PLATE_READ","plate":"103ABC09","deviceId":"gate-1","category":"plate-read","isCounted":true}""",
                node.GetRawText().Replace(" ", "").Replace("\n", "")));
        Assert.Equal(5, found.GetProperty("plateTrack").GetProperty("reads").GetArrayLength());
    }

    [Fact]
    public async Task A_registered_device_gives_its_place_and_another_gives_none()
    {
        var city = await dialects.Host.NewCity();
        var registered = await dialects.Host.Post(
            $$"""
              {"source":"inventory","id":"{{city}}","kind":"device","deviceId":"cam-1","deviceKind":"camera","city":"{{city}}",
               "longitude":73.1,"latitude":49.8,"street":"Main Street","occurredAt":"2026-01-01"}
              """);
        Assert.Equal(["accepted"], registered.Codes);
        await dialects.Host.CaughtUp();

        await dialects.Post("frigate", Step("new", 0.7, null), $"city={city}&source=a-{city}");
        await dialects.Post("frigate", Step("new", 0.7, null).Replace("cam-1", "cam-2"), $"city={city}&source=b-{city}");

        var places = await dialects.Host.Query(
            $"""
             select data->'place'->'point'->>'longitude', data->'place'->>'street' from store.mt_events
             where type = 'alert_raised' and data->'place'->>'city' = '{city}' order by seq_id
             """);
        Assert.Equal(["73.1", "Main Street"], places[0]);
        Assert.Equal([DBNull.Value, DBNull.Value], places[1]);
    }

    [Fact]
    public async Task Pictures_are_kept_as_hashes_only_and_the_message_is_read_again_as_the_same()
    {
        var city = await dialects.Host.NewCity();
        var message = PlateReaderTests.Multipart(
            ("anpr.xml", "text/xml", PlateReaderTests.Anpr("777ABC09")),
            ("detectionPicture.jpg", "image/jpeg", "\u00ff\u00d8SECRETPICTURE"));
        var posted = await dialects.Post(
            "hikvision", message.Payload.ToArray(), $"city={city}&source=hik-{city}&device=g", message.ContentType);
        Assert.Equal((200, "taken"), (posted.Status, posted.State));

        var kept = new List<string>();
        OriginalBlock? last = null;
        while (await dialects.Host.Services.GetRequiredService<Originals>().Page(
            $"hik-{city}", Instant.FromUtc(2000, 1, 1, 0, 0), Instant.FromUtc(2100, 1, 1, 0, 0), last, Cancellation) is { Count: > 0 } page)
        {
            last = page[^1];
            kept.AddRange(page.SelectMany(block => block.Reports).Select(bytes => Encoding.UTF8.GetString(bytes.Span)));
        }
        var original = Assert.Single(kept, text => text.Contains(city, StringComparison.Ordinal));
        Assert.Contains("777ABC09", original, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRETPICTURE", original, StringComparison.Ordinal);

        var summary = await dialects.Host.Services.GetRequiredService<Reread>().Run(
            new($"hik-{city}", Instant.FromUtc(2000, 1, 1, 0, 0), Instant.FromUtc(2100, 1, 1, 0, 0), Corrects: false),
            found => Assert.Fail(found.ToString()), Cancellation);
        Assert.Equal((1, 1, 0), (summary.Read, summary.Same, summary.Different));
    }

    [Fact]
    public async Task What_is_refused_is_one_letter_however_often_it_comes_and_is_replayed_through_its_dialect()
    {
        const string city = "later-town";
        var query = $"city={city}&source=frigate-{city}";
        Assert.Equal((422, "CITY_UNKNOWN"), CodeOf(await dialects.Post("frigate", Step("new", 0.7, null), query)));
        Assert.Equal((422, "CITY_UNKNOWN"), CodeOf(await dialects.Post("frigate", Step("new", 0.7, null), query)));
        Assert.Equal((422, "MESSAGE_UNKNOWN"), CodeOf(await dialects.Post("frigate", """{"type":"odd"}""", query)));
        Assert.Equal([("CITY_UNKNOWN", 2), ("MESSAGE_UNKNOWN", 1)], (await Letters(city)).Select(l => (l.Code, l.Times)));

        await dialects.Host.Services.GetRequiredService<CityCatalogue>().Declare(new(city, "Asia/Almaty", city), Cancellation);
        var replay = dialects.Host.Services.GetRequiredService<DeadLetterReplay>();
        var replayed = await replay.Replay((await Letters(city)).ConvertAll(l => l.Id), Cancellation);

        Assert.Equal((1, 1), (replayed.Accepted, replayed.Refused));
        Assert.Equal(["MESSAGE_UNKNOWN"], (await Letters(city)).Select(l => l.Code));
        Assert.Equal(["alert_raised"], await dialects.Events(city));
    }

    [Fact]
    public async Task An_unknown_dialect_a_form_and_a_message_without_a_town_are_refused_at_once()
    {
        Assert.Equal((404, "DIALECT_UNKNOWN"), CodeOf(await dialects.Post("klingon", "{}", "city=karaganda")));
        Assert.Equal((415, "UNSUPPORTED_MEDIA_TYPE"), CodeOf(await dialects.Post("frigate", "{}", "city=karaganda", "text/plain")));
        Assert.Equal((400, "CITY_MISSING"), CodeOf(await dialects.Post("frigate", "{}", "")));
        Assert.Equal((400, "EMPTY"), CodeOf(await dialects.Post("frigate", "", "city=karaganda")));
    }

    [Fact]
    public async Task A_sender_posts_for_its_own_towns_and_source_only()
    {
        using var client = new HttpClient { BaseAddress = dialects.Host.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = dialects.Host.SignIn("cam", new Grant(Role.Device, ["karaganda"]));
        async Task<int> Post(string query)
        {
            using var body = new StringContent(Step("new", 0.7, null), Encoding.UTF8, "application/json");
            using var response = await client.PostAsync($"/ingest/frigate?{query}", body, Cancellation);
            return (int)response.StatusCode;
        }

        Assert.Equal((200, 403, 403), (await Post(""), await Post("city=temirtau"), await Post("source=other")));
    }

    [Fact]
    public async Task Lines_of_a_Dahua_are_taken_as_plain_text_with_a_key_and_nothing_else_is()
    {
        using var client = new HttpClient { BaseAddress = dialects.Host.Client.BaseAddress };
        async Task<(int, string)> Post(string dialect)
        {
            const string line = "Code=VideoMotion;action=Pulse;index=0;data={\"RealUTC\":1782993605}";
            using var body = new StringContent(line, Encoding.UTF8, "text/plain");
            using var response = await client.PostAsync($"/ingest/{dialect}?device=cam-9", body, Cancellation);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        }
        Assert.Equal(401, (await Post("dahua")).Item1);

        client.DefaultRequestHeaders.Authorization = dialects.Host.SignIn("lines", new Grant(Role.Device, ["karaganda"]));
        var (status, answer) = await Post("dahua");
        Assert.Equal(200, status);
        Assert.Equal(2, answer.Split("\"accepted\"").Length - 1);
        Assert.Equal(415, (await Post("hikvision")).Item1);
    }

    [Fact]
    public async Task Broken_messages_stop_nobody()
    {
        var city = await dialects.Host.NewCity();
        var intake = dialects.Host.Services.GetRequiredService<DialectIntake>();
        var random = new Random(TestScale.Seed);
        string[] names = [.. FuzzTests.Dialects.Select(row => row.Data)];
        for (var batch = 0; batch < TestScale.Of(4, 200); batch++)
        {
            var messages = Enumerable.Range(0, 100).Select(_ =>
            {
                var dialect = names[random.Next(names.Length)];
                var samples = DialectSamples.Of(dialect);
                return new DialectMessage(
                    dialect, city, random.Next(2) == 0 ? "cam-1" : null, $"fuzz-{city}", "",
                    Mutations.Of(samples[random.Next(samples.Count)], random), SystemClock.Instance.GetCurrentInstant());
            }).ToArray();
            var answers = await await intake.Enqueue(messages, Cancellation);
            Assert.All(answers, answer => Assert.NotEqual(DialectStatus.Unavailable, answer.Status));
        }
        await dialects.Host.CaughtUp();

        Assert.NotEmpty(await dialects.Events(city));
        var status = await dialects.Host.Ask("{ ingestStatus { pausedShards { name } } quarantine { totalCount } }");
        Assert.Equal(0, status.GetProperty("ingestStatus").GetProperty("pausedShards").GetArrayLength());
        Assert.Equal(0, status.GetProperty("quarantine").GetProperty("totalCount").GetInt32());
    }

    private static (int, string?) CodeOf(DialectPost post) => (post.Status, post.Code);

    private async Task<List<KeptDeadLetter>> Letters(string city)
    {
        var all = await dialects.Host.Services.GetRequiredService<DeadLetters>()
            .List(null, $"frigate-{city}", null, backward: true, 100, Cancellation);
        return [.. all.OrderBy(l => l.Code, StringComparer.Ordinal)];
    }

    private static string Step(string type, double score, int? seconds)
    {
        var top = score.ToString(CultureInfo.InvariantCulture);
        var frame = (1_782_993_600 + score * 10).ToString(CultureInfo.InvariantCulture);
        var end = seconds is { } after ? (1_782_993_600 + after).ToString(CultureInfo.InvariantCulture) : "null";
        return $$"""
                 {"type":"{{type}}","after":{"id":"1782993600-x","camera":"cam-1","label":"person","start_time":1782993600,
                  "top_score":{{top}},"frame_time":{{frame}},"end_time":{{end}} } }
                 """;
    }
}
