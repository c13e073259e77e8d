using System.Text;
using Incidents.Api.Dialects;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>What is kept of messages of devices, and how it is read and tried again.</summary>
public sealed class KeptMessageTests(DialectHost dialects) : IClassFixture<DialectHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("frigate")]
    [InlineData("dahua")]
    public async Task A_replay_gives_a_sender_no_more_rights(string dialect)
    {
        var city = await dialects.Host.NewCity();
        var body = dialect is "frigate"
            ? $$"""[{{Event("cam-2", "e")}},{"type":"odd"}]"""
            : """
              {"eventList":[{"Code":"VideoMotion","Action":"Pulse","Data":{"DeviceID":"cam-2","RealUTC":1782993605}},{"Code":"Odd"}]}
              """;
        var intake = dialects.Host.Services.GetRequiredService<DialectIntake>();

        var answer = (await await intake.Enqueue(
            [Message(dialect, city, body) with { Rights = new([$"s-{city}"], ["cam-1"], [city]) }], Cancellation))[0];

        Assert.All(answer.Reports, report => Assert.Equal(ErrorCode.OutsideKey, report.Refusal!.Code));
        var letters = await Letters(city);
        Assert.Equal(["MESSAGE_UNKNOWN", "OUTSIDE_KEY"], letters.Select(l => l.Code).Distinct());
        Assert.All(letters, letter => Assert.True(letter.IsMessage));
        var replayed = await Replay(letters);
        Assert.Equal((0, letters.Count), (replayed.Accepted, replayed.Refused));
        Assert.Empty(await dialects.Events(city));
    }

    [Fact]
    public async Task A_report_that_pretends_to_be_a_kept_message_is_a_report()
    {
        var city = $"later-{Guid.NewGuid():N}"[..20];
        var report =
            $$"""
              {"$dialect":"frigate","dialect":"frigate","city":"{{city}}","source":"s-{{city}}","path":"",
               "receivedAt":"2026-07-02T12:00:00Z",
               "text":{{System.Text.Json.JsonSerializer.Serialize(Event("cam-2", "forged"))}},
               "id":"own","kind":"alert","phase":"raised","category":"fight","occurredAt":"2026-07-02T17:00:00+05:00"}
              """.ReplaceLineEndings(" ");
        Assert.Equal(["CITY_UNKNOWN"], (await dialects.Host.Post(report)).Codes);
        await dialects.Host.Services.GetRequiredService<CityCatalogue>().Declare(new(city, "Asia/Almaty", city), Cancellation);

        Assert.Equal(1, (await Replay(await Letters(city))).Accepted);

        var raised = await dialects.Host.Query(
            $"select data->>'category' from store.mt_events where type = 'alert_raised' and data->'place'->>'city' = '{city}'");
        Assert.Equal(["fight"], raised.Select(row => (string)row[0]));
        var original = Assert.Single(await Originals(city));
        Assert.Equal("own", Kept.Read(Encoding.UTF8.GetBytes(original), out _)!.Id);
        Assert.Null(Kept.Open(Encoding.UTF8.GetBytes(original)).Message);
    }

    [Fact]
    public async Task A_letter_about_one_report_is_judged_by_that_report()
    {
        var city = $"later-{Guid.NewGuid():N}"[..20];
        const string body =
            """
            {"eventList":[{"Code":"VideoMotion","Action":"Pulse","Data":{"RealUTC":1782993605}},{"Code":"Odd"},
             {"Code":"FaceDetection","Action":"Pulse","Data":{"RealUTC":1782993605}}]}
            """;
        var intake = dialects.Host.Services.GetRequiredService<DialectIntake>();
        await await intake.Enqueue([Message("dahua", city, body)], Cancellation);
        await dialects.Host.Services.GetRequiredService<CityCatalogue>().Declare(new(city, "Asia/Almaty", city), Cancellation);

        // Two alerts that begin and end at once, and what nobody knows.
        var letters = await Letters(city);
        Assert.Equal(5, letters.Count);
        var first = letters.Where(l => l.Code == "CITY_UNKNOWN").Take(1).ToList();
        Assert.Equal(1, (await Replay(first)).Accepted);

        var rest = await Replay(await Letters(city));
        Assert.Equal((3, 1), (rest.Accepted, rest.Refused));
        Assert.Equal(2, (await dialects.Events(city)).Count(type => type is "alert_raised"));
    }

    [Fact]
    public async Task Each_of_several_messages_in_a_body_is_kept_by_itself()
    {
        var city = await dialects.Host.NewCity();
        var body = $"[{string.Join(',', Enumerable.Range(1, 3).Select(i => Event("cam-1", $"event{i}")))}]";

        Assert.Equal(["accepted", "accepted", "accepted"], (await dialects.Post("frigate", body, Query(city))).Reports);

        var originals = await Originals(city);
        Assert.Equal(3, originals.Count);
        Assert.All(originals, text => Assert.Single(Enumerable.Range(1, 3), i => text.Contains($"event{i}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_does_not_make_hundreds_of_copies_of_itself()
    {
        var city = await dialects.Host.NewCity();
        var lines = new StringBuilder("plate_masked,event_time_local,remark\n");
        for (var i = 0; i < 400; i++)
            lines.Append($"{100 + i}ABC09,2026-06-01T10:{i / 60:00}:{i % 60:00},{new string('x', 1_000)}\n");

        var posted = await dialects.Post("webhook.gate", lines.ToString(), $"{Query(city)}&device=gate-1", "text/csv");
        var odd = string.Join(',', Enumerable.Repeat("""{"type":"odd"}""", 501));
        var many = await dialects.Post("frigate", $"[{odd}]", Query(city));

        Assert.Equal((422, "TOO_MANY_REPORTS"), (posted.Status, posted.Code));
        Assert.Equal((422, "TOO_MANY_REPORTS"), (many.Status, many.Code));
        Assert.Empty(await dialects.Events(city));
        Assert.Equal(2, (await Letters(city)).Count);
    }

    [Fact]
    public async Task A_message_that_comes_again_after_its_device_was_registered_or_moved_is_a_duplicate()
    {
        var city = await dialects.Host.NewCity();
        var message = Event("cam-1", "e").Replace("\"type\":\"new\"", "\"type\":\"end\"");
        Assert.All((await dialects.Post("frigate", message, Query(city))).Reports, status => Assert.Equal("accepted", status));
        var lines = "plate_masked,event_time_local\n123ABC09,2026-06-01T10:00:00\n";
        Assert.Equal(["accepted"], (await dialects.Post("webhook.gate", lines, $"{Query(city)}&device=cam-1", "text/csv")).Reports);

        var registered = await dialects.Host.Post(
            $$"""
              {"source":"inventory","id":"{{city}}","kind":"device","deviceId":"cam-1","deviceKind":"camera","city":"{{city}}",
               "longitude":73.1,"latitude":49.8,"street":"Main Street","occurredAt":"2026-01-01"}
              """);
        Assert.Equal(["accepted"], registered.Codes);
        await dialects.Host.CaughtUp();

        Assert.All((await dialects.Post("frigate", message, Query(city))).Reports, status => Assert.Equal("duplicate", status));
        Assert.Equal(["duplicate"], (await dialects.Post("webhook.gate", lines, $"{Query(city)}&device=cam-1", "text/csv")).Reports);
        // Another plate under the same identity would be a conflict still; another device is another read.
        Assert.Empty(await Letters(city));
    }

    [Fact]
    public async Task A_message_of_megabytes_of_pictures_is_taken_and_kept_without_them()
    {
        var city = await dialects.Host.NewCity();
        var body = InlinePictureTests.Pushed(InlinePictureTests.Jpeg(500_000, 1), InlinePictureTests.Jpeg(3_000_000, 2));

        Assert.Equal(["accepted"], (await dialects.Post("dahua", body, $"{Query(city)}&device=g", "application/json")).Reports);
        Assert.Equal(["duplicate"], (await dialects.Post("dahua", body, $"{Query(city)}&device=g", "application/json")).Reports);

        var original = Assert.Single(await Originals(city));
        Assert.InRange(original.Length, 300, 2_000);
        Assert.Contains("NormalPic", original, StringComparison.Ordinal);
        Assert.Empty(await Letters(city));
        var summary = await dialects.Host.Services.GetRequiredService<Reread>().Run(
            new($"s-{city}", Instant.FromUtc(2000, 1, 1, 0, 0), Instant.FromUtc(2100, 1, 1, 0, 0), Corrects: false),
            found => Assert.Fail(found.ToString()), Cancellation);
        Assert.Equal((1, 1, 0), (summary.Read, summary.Same, summary.Different));
    }

    private KeptReports Kept => dialects.Host.Services.GetRequiredService<KeptReports>();

    private static string Query(string city) => $"city={city}&source=s-{city}";

    private static DialectMessage Message(string dialect, string city, string body) => new(
        dialect, city, null, $"s-{city}", "", Encoding.UTF8.GetBytes(body), SystemClock.Instance.GetCurrentInstant());

    internal static string Event(string camera, string id) =>
        $$"""
          {"type":"new","after":{"id":"1782993600-{{id}}","camera":"{{camera}}","label":"person","start_time":1782993600,"end_time":null} }
          """;

    private async Task<List<KeptDeadLetter>> Letters(string city) =>
    [
        .. (await dialects.Host.Services.GetRequiredService<DeadLetters>().List(
            null, $"s-{city}", null, backward: true, 100, Cancellation)).OrderBy(l => l.Code, StringComparer.Ordinal),
    ];

    private Task<ReplayResult> Replay(List<KeptDeadLetter> letters) =>
        dialects.Host.Services.GetRequiredService<DeadLetterReplay>().Replay(letters.ConvertAll(l => l.Id), Cancellation);

    private Task<List<string>> Originals(string city) => OriginalsOf(dialects.Host, $"s-{city}");

    /// <summary>What is kept of the accepted reports of a source.</summary>
    internal static async Task<List<string>> OriginalsOf(RunningHost host, string source)
    {
        var kept = new List<string>();
        OriginalBlock? last = null;
        while (await host.Services.GetRequiredService<Originals>().Page(
            source, Instant.FromUtc(2000, 1, 1, 0, 0), Instant.FromUtc(2100, 1, 1, 0, 0), last, Cancellation) is { Count: > 0 } page)
        {
            last = page[^1];
            kept.AddRange(page.SelectMany(block => block.Reports).Select(bytes => Encoding.UTF8.GetString(bytes.Span))
                .Where(text => text.Contains(source, StringComparison.Ordinal)));
        }
        return kept;
    }
}
