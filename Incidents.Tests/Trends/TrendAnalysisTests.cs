using System.Text.Json;
using Incidents.Statistics.Series;
using Incidents.Tests.Analyses;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Trends;

/// <summary>Tables of the week, comparisons and anomalies through GraphQL, on worlds that can be counted by hand.</summary>
[Collection(OnSharedHost.Name)]
public sealed class TrendAnalysisTests(SharedHost shared)
{
    private static readonly Incidents.Domain.GeoPoint Here = new(73.1, 49.8);
    private readonly RunningHost host = shared.Host;

    // 1 January 2026 was a Thursday; the period of 10 days has two Thursdays, Fridays and Saturdays, and one of each other day.
    [Fact]
    public async Task The_table_of_the_week_has_counts_shares_and_how_many_on_such_a_day()
    {
        var world = await CountedWorld.In(host);
        var first = new LocalDate(2026, 1, 1);
        for (var i = 0; i < 6; i++)
            world.Add(Here, first.PlusDays(i < 4 ? 0 : 7), hour: 22);
        world.Add(Here, first.PlusDays(4), hour: 3);
        world.Add(Here, first.PlusDays(4), hour: 3);
        await world.Settle();

        var found = (await host.Ask(
            $$"""
              { hourByWeekday(from: "2026-01-01", until: "2026-01-11", filter: { cities: ["{{world.City}}"] }) {
                  isTooFew hours { weekday hour count share perDay isTooFew } byHour byWeekday days basis { method count } } }
              """)).GetProperty("hourByWeekday");

        Assert.Equal("[1,1,1,2,2,2,1]", found.GetProperty("days").GetRawText());
        Assert.Equal("[2,0,0,6,0,0,0]", found.GetProperty("byWeekday").GetRawText());
        Assert.Equal(
            (2, 6, 8), (
                found.GetProperty("byHour")[3].GetInt32(), found.GetProperty("byHour")[22].GetInt32(),
                found.GetProperty("byHour").EnumerateArray().Sum(n => n.GetInt32())));
        Assert.Equal(
            """{"weekday":4,"hour":22,"count":6,"share":0.75,"perDay":3,"isTooFew":false}""",
            found.GetProperty("hours")[3 * 24 + 22].GetRawText());
        Assert.Equal(
            """{"weekday":1,"hour":3,"count":2,"share":0.25,"perDay":2,"isTooFew":true}""",
            found.GetProperty("hours")[3].GetRawText());
        Assert.True(found.GetProperty("isTooFew").GetBoolean());
        Assert.Equal(8, found.GetProperty("basis").GetProperty("count").GetInt32());
    }

    // 2026-01-01 is a Thursday. Two thefts between its 22:00 and Friday's 06:00, one at 22:00 sharp; the second is withdrawn on the 10th.
    [Fact]
    public async Task Thefts_known_to_a_night_are_spread_over_its_hours_as_known_then_and_now()
    {
        var city = await host.NewCity();
        object Theft(string id, string? until, string? phase = null, string known = "2026-01-02T09:00:00") => new
        {
            source = city,
            id,
            kind = "incident",
            phase,
            city,
            category = $"{city}-theft",
            reference = id.Split('-')[0],
            occurredAt = "2026-01-01T22:00:00",
            occurredUntil = until,
            knownAt = known,
        };
        var answer = await host.PostLines(
        [
            Theft("a", "2026-01-02T06:00:00"), Theft("b", "2026-01-02T06:00:00"), Theft("c", null),
            Theft("b-gone", null, "withdrawn", "2026-01-10T09:00:00"),
            Theft("d", "2026-01-01T21:59:59"), Theft("e", "2026-02-02T22:00:00"),
        ]);
        Assert.Equal(["accepted", "accepted", "accepted", "accepted", "refused", "refused"], answer.Statuses);
        Assert.Equal(["INTERVAL_REVERSED", "INTERVAL_TOO_LONG"], answer.Answers.Skip(4).Select(a => a.GetProperty("code").GetString()));
        await host.CaughtUp();

        var (now, then) = (await Week(null), await Week("2026-01-09"));

        Assert.Equal(
            (2, 1), (
                now.GetProperty("hours")[3 * 24 + 22].GetProperty("count").GetInt32(),
                now.GetProperty("aoristic").GetProperty("intervals").GetInt32()));
        Assert.Equal(1.125, Weight(now, 3 * 24 + 22), 1e-12);
        Assert.Equal(0.125, Weight(now, 4 * 24 + 5), 1e-12);
        Assert.Equal(0, Weight(now, 4 * 24 + 6), 1e-12);
        Assert.Equal(2, now.GetProperty("aoristic").GetProperty("byHour").EnumerateArray().Sum(w => w.GetDouble()), 1e-12);
        Assert.Equal(0.75, now.GetProperty("aoristic").GetProperty("byWeekday")[4].GetDouble(), 1e-12);
        Assert.Equal((1.25, 0.25), (Weight(then, 3 * 24 + 22), Weight(then, 4 * 24 + 5)));

        async Task<JsonElement> Week(string? known) => (await host.Ask(
            """
            query($city: [String!], $known: Date)
                { hourByWeekday(from: "2026-01-01", until: "2026-01-02", asKnownOn: $known, filter: { cities: $city })
                    { hours { count } aoristic { intervals hours byHour byWeekday } } }
            """,
            new { city = new[] { city }, known })).GetProperty("hourByWeekday");

        static double Weight(JsonElement week, int hour) => week.GetProperty("aoristic").GetProperty("hours")[hour].GetDouble();
    }

    [Fact]
    public async Task Comparisons_are_of_the_spans_they_name()
    {
        var world = await CountedWorld.In(host);
        // The week to 10 March: 9; the week before: 4; the three weeks before that: 5; earlier in the year: 3. A year earlier, in that
        // week: 2, and before it: 10.
        foreach (var (day, n) in new[]
        {
            (new LocalDate(2026, 3, 10), 9), (new(2026, 3, 3), 4), (new(2026, 2, 15), 5), (new(2026, 1, 1), 3), (new(2025, 3, 10), 2),
            (new(2025, 1, 1), 10), (new(2025, 3, 11), 7),
        })
        {
            for (var i = 0; i < n; i++)
                world.Add(Here, day);
        }
        await world.Settle();

        var found = (await host.Ask(
            $$"""
              { comparison(until: "2026-03-11",
                  filter: { categories: ["{{world.Category}}"], cities: ["{{world.City}}"] }) { series { key changes {
                  span against from until beforeFrom beforeUntil count before change isNotable
                  rateRatio rateRatioLow rateRatioHigh p pETest isTooFew } } } }
              """)).GetProperty("comparison").GetProperty("series");

        var changes = Assert.Single(found.EnumerateArray()).GetProperty("changes").EnumerateArray().ToArray();
        Assert.Equal(
            [("WEEK", "SPAN_BEFORE", 9, 4), ("WEEK", "FOUR_WEEKS_BEFORE", 9, 9), ("WEEK", "YEAR_EARLIER", 9, 2),
                ("FOUR_WEEKS", "SPAN_BEFORE", 18, 0), ("FOUR_WEEKS", "YEAR_EARLIER", 18, 2), ("YEAR_TO_DATE", "YEAR_EARLIER", 21, 12)],
            changes.Select(
                c =>
                    (c.GetProperty("span").GetString()!, c.GetProperty("against").GetString()!, c.GetProperty("count").GetInt32(),
                        c.GetProperty("before").GetInt32())));
        Assert.Equal("2026-03-04 2026-03-11 2026-02-25 2026-03-04", Days(changes[0]));
        Assert.Equal("2026-03-04 2026-03-11 2026-02-04 2026-03-04", Days(changes[1]));
        Assert.Equal("2026-02-11 2026-03-11 2025-02-11 2025-03-11", Days(changes[4]));
        Assert.Equal("2026-01-01 2026-03-11 2025-01-01 2025-03-11", Days(changes[5]));
        // By hand: 9 in a week against 9 in four, which is 2.25 a week: 2 (√9 − √2.25) = 3.
        Assert.Equal(3, changes[1].GetProperty("change").GetDouble(), 1e-12);
        foreach (var (change, before, days) in changes.Zip((int[])[7, 28, 7, 28, 28, 69], (int[])[7, 7, 7, 28, 28, 69]))
        {
            var wanted = CountChange.Between(
                change.GetProperty("before").GetInt32(), change.GetProperty("count").GetInt32(), before, days);
            Assert.Equal(wanted.Score, change.GetProperty("change").GetDouble(), 1e-12);
            Assert.Equal(Math.Abs(wanted.Score) > 3, change.GetProperty("isNotable").GetBoolean());
            Assert.Equal(wanted.PExact, change.GetProperty("p").GetDouble(), 1e-12);
            Assert.Equal(
                double.IsFinite(wanted.RateRatio) ? wanted.RateRatio : double.NaN, CountedWorld.Number(change.GetProperty("rateRatio")),
                1e-12);
        }

        static string Days(JsonElement change) =>
            string.Join(' ', new[] { "from", "until", "beforeFrom", "beforeUntil" }.Select(name => change.GetProperty(name).GetString()));
    }

    [Fact]
    public async Task A_day_unlike_its_weekdays_before_raises_an_alarm_and_the_rate_is_reported()
    {
        var world = await CountedWorld.In(host);
        var first = new LocalDate(2026, 1, 1);
        for (var day = 0; day < 70; day++)
        {
            for (var i = 0; i < (day == 65 ? 14 : 3); i++)
                world.Add(Here, first.PlusDays(day));
        }
        await world.Settle();

        var found = (await host.Ask(
            $$"""
              { anomalies(from: "2026-02-26", until: "2026-03-12", falseAlarmRate: 0.01, filter: { cities: ["{{world.City}}"] }) {
                  basis { observations parameters { name value } } series {
                      isTooFew judged alarms expectedFalseAlarms days { day count expected dispersion pHigh pLow kind } } } }
              """)).GetProperty("anomalies");

        var series = Assert.Single(found.GetProperty("series").EnumerateArray());
        Assert.Equal(
            (14, 1, 0.14), (
                series.GetProperty("judged").GetInt32(), series.GetProperty("alarms").GetInt32(),
                Math.Round(series.GetProperty("expectedFalseAlarms").GetDouble(), 12)));
        var counts = Enumerable.Range(0, 70).Select(day => day == 65 ? 14.0 : 3).ToArray();
        var expected = Anomalies.Detect(counts, new() { FalseAlarmRate = 0.01 });
        foreach (var (wanted, actual) in expected.Counts.Skip(56).Zip(series.GetProperty("days").EnumerateArray()))
        {
            Assert.Equal(
                (wanted.Count, wanted.Kind.ToString().ToUpperInvariant()),
                (actual.GetProperty("count").GetDouble(), actual.GetProperty("kind").GetString()!));
            Assert.Equal(wanted.PHigh, actual.GetProperty("pHigh").GetDouble(), 1e-12);
            Assert.Equal(wanted.Expected, actual.GetProperty("expected").GetDouble());
        }
        Assert.Equal(
            "2026-03-07", series.GetProperty("days").EnumerateArray().Single(d => d.GetProperty("kind").GetString() == "HIGH").GetProperty(
                "day").GetString());
        Assert.Contains(
            found.GetProperty("basis").GetProperty("parameters").EnumerateArray(), p =>
                p.GetProperty("name").GetString() == "falseAlarmRate" && p.GetProperty("value").GetDouble() == 0.01);
    }

    [Theory]
    [InlineData("""anomalies(from: "2026-02-26", until: "2026-03-12", falseAlarmRate: 0.5) { basis { observations } }""")]
    [InlineData("""anomalies(from: "2026-02-26", until: "2026-03-12", weeks: 1) { basis { observations } }""")]
    [InlineData("""anomalies(from: "0001-01-01", until: "0001-03-12") { basis { observations } }""")]
    [InlineData("""hourByWeekday(from: "2026-02-26", until: "2026-01-12") { isTooFew }""")]
    public async Task What_cannot_be_answered_is_refused(string field) =>
        Assert.Equal("BAD_INPUT", (await host.Refused($"{{ {field} }}")).Code);
}
