using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>Moments of all times are kept as they are, or refused by name.</summary>
[Collection(OnSharedHost.Name)]
public sealed class MomentTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    // Almaty's clocks were 5:07:48 ahead of UTC until 1924, Amsterdam's 0:19:32 until 1937, Monrovia's 0:44:30 behind until 1972.
    [Theory]
    [InlineData("Asia/Almaty", "1900-01-01T00:00:00Z")]
    [InlineData("Asia/Almaty", "1924-05-01T18:52:11.999999Z")]
    [InlineData("Asia/Almaty", "1924-05-01T18:52:12Z")]
    [InlineData("Europe/Amsterdam", "1937-06-30T23:40:28Z")]
    [InlineData("Africa/Monrovia", "1971-12-31T23:59:59.123456Z")]
    [InlineData("Asia/Almaty", "1969-12-31T23:59:59.999999Z")]
    [InlineData("Asia/Almaty", "2024-02-29T18:30:00Z")]
    public async Task A_moment_is_kept_exactly(string zone, string text)
    {
        var city = await host.NewCity(zone);
        var moment = InstantPattern.ExtendedIso.Parse(text).Value;
        var answer = await host.PostLines(new { source = city, id = "1", kind = "incident", city, category = "theft", occurredAt = text });
        Assert.Equal(["accepted"], answer.Statuses);
        await host.CaughtUp();

        var data = await host.Ask(
            "query ($id: UUID!) { incident(id: $id) { occurredAt timeline { occurredAt } } }", new { id = answer.Id() });
        var incident = data.GetProperty("incident");
        foreach (var written in (string[])[
            incident.GetProperty("occurredAt").GetString()!, incident.GetProperty("timeline")[0].GetProperty("occurredAt").GetString()!])
            Assert.Equal(moment, OffsetDateTimePattern.Rfc3339.Parse(written).Value.ToInstant());
        var stored = (await host.Query(
            $"""
             select (data->>'occurredAt')::timestamptz = '{text}'::timestamptz, data->>'occurredAt',
                 (select occurred_at = '{text}'::timestamptz from read.incident where id = '{answer.Id()}')
             from store.mt_events where stream_id = '{answer.Id()}'
             """))[0];
        Assert.True(stored is [true, _, true], $"stored as {stored[1]}");
        // By the city's own clock, to the second.
        Assert.Equal(
            moment.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime,
            OffsetDateTimePattern.ExtendedIso.Parse((string)stored[1]).Value.LocalDateTime);
        Assert.Equal(["duplicate"], (await host.PostLines(
            new { source = city, id = "1", kind = "incident", city, category = "theft", occurredAt = text })).Statuses);
    }

    [Fact]
    public async Task No_moment_makes_the_intake_fail()
    {
        var city = await host.NewCity();
        string[] dates =
            ["-9998-01-01", "-0001-12-31", "0000-01-01", "0001-01-01", "1899-12-31", "1900-01-01", "9999-12-31", "10000-01-01"];
        string[] times = ["T00:00:00", "T23:59:59", "T23:59:59.9999999", "T23:59:59.999999999"];
        string[] offsets = ["", "Z", "+14:00", "-14:00", "+18:00", "-18:00", "+05:07:48"];
        var moments = (from date in dates from time in times from offset in offsets select date + time + offset).ToList();
        foreach (var field in (string[])["occurredAt", "occurredUntil", "knownAt"])
        {
            var lines = moments.Select((moment, i) =>
            {
                var given = field == "occurredAt" ? "" : "\"occurredAt\":\"2026-01-05T10:00:00\",";
                return $$"""{"source":"{{city}}","id":"{{field}}-{{i}}","kind":"incident","city":"{{city}}","category":"a","""
                    + $"{given}\"{field}\":\"{moment}\"}}";
            });
            var answer = await host.Post(string.Join('\n', lines), "application/x-ndjson");
            Assert.Equal((200, moments.Count), (answer.Status, answer.Statuses.Count()));
            string[] allowed =
                ["accepted", "TIME_MALFORMED", "TIME_OUT_OF_RANGE", "TIME_IN_FUTURE", "INTERVAL_REVERSED", "KNOWN_AT_CLOSED"];
            Assert.All(answer.Codes, code => Assert.Contains(code, allowed));
        }
        await host.CaughtUp();
        var all = await host.Ask("query ($city: String!) { incidents(filter: { cities: [$city] }) { totalCount } }", new { city });
        Assert.True(all.GetProperty("incidents").GetProperty("totalCount").GetInt64() > 0);
    }
}
