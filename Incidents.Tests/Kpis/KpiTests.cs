using System.Text.Json;
using Incidents.Domain.Devices;
using Xunit;

namespace Incidents.Tests.Kpis;

[Collection(OnSharedHost.Name)]
public sealed class KpiTests(SharedHost shared)
{
    // Three calls on Monday, answered after 5, 10 and 40 seconds; one on Wednesday of the next week, after 20.
    [Fact]
    public async Task Response_times_by_day_and_week_include_steps_without_calls()
    {
        var city = await shared.Host.NewCity();
        await Answered(city, ("2026-03-02T10:00:00+05:00", 5), ("2026-03-02T11:00:00+05:00", 10), ("2026-03-02T23:59:59+05:00", 40),
            ("2026-03-11T12:00:00+05:00", 20));

        var days = await Trend(city, "DAY");
        Assert.Equal(14, days.Length);
        Assert.Equal("2026-03-02", days[0].GetProperty("day").GetString());
        Assert.Equal([3, 0, 1], new[] { days[0], days[1], days[9] }.Select(Size));
        Assert.Equal(10, Durations(days[0]).GetProperty("medianSeconds").GetDouble(), 0.1);
        Assert.Equal(40, Durations(days[0]).GetProperty("p90Seconds").GetDouble(), 0.4);
        Assert.Equal(2 / 3.0, Durations(days[0]).GetProperty("shareWithinTarget").GetDouble(), 1e-9);
        Assert.Equal(JsonValueKind.Null, Durations(days[1]).GetProperty("medianSeconds").ValueKind);
        Assert.All(days, day => Assert.True(day.GetProperty("isTooFew").GetBoolean()));

        Assert.Equal([3, 1], (await Trend(city, "WEEK")).Select(Size));
        Assert.Equal([4], (await Trend(city, "MONTH")).Select(Size));
    }

    [Fact]
    public async Task Figures_are_compared_with_the_previous_period_or_with_a_given_one_of_any_length()
    {
        var city = await shared.Host.NewCity();
        await Answered(city, ("2025-03-01T10:00:00+05:00", 5), ("2025-03-31T23:00:00+05:00", 5), ("2026-01-29T00:30:00+05:00", 5),
            ("2026-02-27T10:00:00+05:00", 5), ("2026-02-28T10:00:00+05:00", 5), ("2026-03-02T10:00:00+05:00", 5));

        // 31 days: the previous period begins on 29 January.
        Assert.Equal((1, 3), await Compared(""));
        Assert.Equal((1, 2), await Compared(", beforeFrom: \"2025-03-01\", beforeUntil: \"2025-04-01\""));
        Assert.Equal((1, 2), await Compared(", beforeFrom: \"2026-02-01\", beforeUntil: \"2026-03-01\""));

        async Task<(int Now, int Before)> Compared(string arguments)
        {
            var data = await shared.Host.Ask(
                $$"""
                { kpis(from: "2026-03-01", until: "2026-04-01", filter: { cities: ["{{city}}"] }{{arguments}}) {
                    durations { measure count before { count } } } }
                """);
            var answers = data.GetProperty("kpis")[0].GetProperty("durations").EnumerateArray()
                .Single(d => d.GetProperty("measure").GetString() == "ANSWER_TIME");
            return (answers.GetProperty("count").GetInt32(), answers.GetProperty("before").GetProperty("count").GetInt32());
        }
    }

    [Theory]
    [InlineData("beforeFrom: \"2025-03-01\"")]
    [InlineData("beforeUntil: \"2025-03-01\"")]
    [InlineData("beforeFrom: \"2025-03-01\", beforeUntil: \"2025-03-01\"")]
    [InlineData("beforeFrom: \"2026-02-01\", beforeUntil: \"2026-03-02\"")]
    public async Task The_period_to_compare_with_has_two_ends_and_ends_before_the_period(string arguments) => Assert.Equal(
        "BAD_INPUT",
        (await shared.Host.Refused($$"""{ kpis(from: "2026-03-01", until: "2026-04-01", {{arguments}}) { city } }""")).Code);

    [Fact]
    public async Task Response_times_are_filtered_by_district_and_by_the_hour_in_which_the_time_started()
    {
        var city = await shared.Host.NewCity();
        await Answered(city, "north", ("2026-03-02T10:00:00+05:00", 5), ("2026-03-02T11:00:00+05:00", 10));
        await Answered(city, ("2026-03-02T10:30:00+05:00", 40));

        // Monday 10:00 is hour 10.
        Assert.Equal((3, 3), await Counts($$"""cities: ["{{city}}"]"""));
        Assert.Equal((2, 2), await Counts($$"""districts: [{ city: "{{city}}", name: "north" }]"""));
        Assert.Equal((1, 1), await Counts($$"""districts: [{ city: "{{city}}", name: "" }]"""));
        Assert.Equal((2, 2), await Counts($$"""cities: ["{{city}}"], hoursOfWeek: [10]"""));
        Assert.Equal((1, 1), await Counts($$"""districts: [{ city: "{{city}}", name: "north" }], hoursOfWeek: [10]"""));

        async Task<(int Key, int Trend)> Counts(string filter)
        {
            var data = await shared.Host.Ask(
                $$"""
                {
                  kpis(from: "2026-03-02", until: "2026-03-09", filter: { {{filter}} }) { durations { measure count } }
                  durationTrend(measure: ANSWER_TIME, grain: WEEK, from: "2026-03-02", until: "2026-03-09", filter: { {{filter}} }) {
                      points { durations { count } } }
                }
                """);
            return (
                data.GetProperty("kpis")[0].GetProperty("durations").EnumerateArray()
                    .Single(d => d.GetProperty("measure").GetString() == "ANSWER_TIME").GetProperty("count").GetInt32(),
                data.GetProperty("durationTrend").GetProperty("points")[0].GetProperty("durations").GetProperty("count").GetInt32());
        }
    }

    [Theory]
    [InlineData("measure: ANSWER_TIME, grain: DAY, filter: { measure: INCIDENTS }", "FILTER_UNSUPPORTED")]
    [InlineData("measure: ANSWER_TIME, grain: DAY, filter: { bounds: { west: 1, south: 1, east: 2, north: 2 } }", "FILTER_UNSUPPORTED")]
    [InlineData("measure: ANSWER_TIME, grain: HOUR_OF_WEEK", "BAD_INPUT")]
    public async Task A_duration_trend_is_of_a_duration_by_day_or_longer(string arguments, string code) =>
        Assert.Equal(code,
            (await shared.Host.Refused(
                $$"""{ durationTrend(from: "2026-03-02", until: "2026-03-16", {{arguments}}) { targetSeconds } }""")).Code);

    [Fact]
    public async Task A_trend_of_more_than_two_thousand_steps_is_refused() => Assert.Equal(
        "TOO_MANY_POINTS",
        (await shared.Host.Refused(
            """{ durationTrend(measure: ANSWER_TIME, grain: DAY, from: "2015-01-01", until: "2026-01-01") { targetSeconds } }""")).Code);

    [Fact]
    public async Task Devices_are_counted_by_town_and_kind_in_service_retired_and_unregistered()
    {
        var (city, key) = (await shared.Host.NewCity(), Guid.NewGuid());
        var reports = new object[] { Device("cam-1", DeviceKind.Camera), Device("cam-2", DeviceKind.Camera),
            Device("rec-1", DeviceKind.Recorder) };
        Assert.All((await shared.Host.PostLines(reports)).Statuses, status => Assert.Equal("accepted", status));
        await shared.Host.Ask($$"""mutation { retireDevice(city: "{{city}}", deviceId: "cam-2", reasonCode: "broken") { isRetired } }""");
        Assert.Equal(["accepted"],
            (await shared.Host.PostLines(
                new
                {
                    kind = "alert",
                    source = "kpis",
                    id = $"{key}-a",
                    city,
                    category = "fight",
                    deviceId = "cam-9",
                    occurredAt = "2026-03-02T10:00:00+05:00"
                })).Statuses);
        await shared.Host.CaughtUp();

        var counts = (await shared.Host.Ask($$"""{ deviceCounts(cities: ["{{city}}"]) { kind inService retired unregistered } }"""))
            .GetProperty("deviceCounts").EnumerateArray().Select(c => c.GetRawText());

        Assert.Equal(
            [
                """{"kind":"CAMERA","inService":1,"retired":1,"unregistered":0}""",
                """{"kind":"RECORDER","inService":1,"retired":0,"unregistered":0}""",
                """{"kind":null,"inService":0,"retired":0,"unregistered":1}""",
            ],
            counts);

        object Device(string deviceId, DeviceKind deviceKind) =>
            new
            {
                kind = "device",
                source = "kpis",
                id = $"{key}-{deviceId}",
                city,
                deviceId,
                deviceKind,
                occurredAt = "2026-03-01T10:00:00+05:00"
            };
    }

    private static JsonElement Durations(JsonElement point) => point.GetProperty("durations");

    private static long Size(JsonElement point) => Durations(point).GetProperty("count").GetInt64();

    private async Task<JsonElement[]> Trend(string city, string grain)
    {
        var data = await shared.Host.Ask(
            $$"""
            { durationTrend(measure: ANSWER_TIME, grain: {{grain}}, from: "2026-03-02", until: "2026-03-16",
                filter: { cities: ["{{city}}"] }) {
                targetSeconds points { day isTooFew durations { count medianSeconds p90Seconds shareWithinTarget } } } }
            """);
        var trend = data.GetProperty("durationTrend");
        Assert.Equal(10, trend.GetProperty("targetSeconds").GetDouble());
        return [.. trend.GetProperty("points").EnumerateArray()];
    }

    private Task Answered(string city, params IEnumerable<(string PlacedAt, int Seconds)> calls) => Answered(city, null, calls);

    private async Task Answered(string city, string? district, params IEnumerable<(string PlacedAt, int Seconds)> calls)
    {
        foreach (var (placedAt, seconds) in calls)
        {
            var began = DateTimeOffset.Parse(placedAt, System.Globalization.CultureInfo.InvariantCulture);
            var report = new
            {
                kind = "sosCall",
                source = "kpis",
                id = Guid.NewGuid().ToString(),
                city,
                district,
                category = "sos",
                occurredAt = placedAt
            };
            var placed = await shared.Host.PostLines(report);
            Assert.Equal(["accepted"], placed.Statuses);
            await shared.Host.Ask(
                "mutation($id: UUID!, $at: DateTime!) { answerSosCall(id: $id, by: \"op\", occurredAt: $at) { status } }",
                new { id = placed.Id(), at = began.AddSeconds(seconds) });
        }
        await shared.Host.CaughtUp();
    }
}
