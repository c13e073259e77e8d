using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>Times known to the hour, day or month, as operators and the sources of signals give them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class TimePrecisionTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task An_operator_opens_and_corrects_with_the_precision_that_is_known()
    {
        var city = await host.NewCity();
        var opened = (await host.Ask(
            $$"""
              mutation { openIncident(
                  console: "{{city}}", key: "1", category: "theft", place: { city: "{{city}}" }, occurredAt: "2024-02-29T10:00:00Z",
                  timePrecision: DAY) { id occurredText occurredAt } }
              """)).GetProperty("openIncident");
        var corrected = await host.Ask(
            """
            mutation ($id: UUID!) { correctIncident(
                id: $id, by: "op", reason: "register", incidentOccurredAt: "2024-02-29T10:00:00Z", incidentTimePrecision: MONTH) {
                occurredText timePrecision } }
            """, new { id = opened.GetProperty("id").GetGuid() });

        Assert.Equal(
            ("2024-02-29", "2024-02-29T00:00:00+06:00"),
            (opened.GetProperty("occurredText").GetString(), opened.GetProperty("occurredAt").GetString()));
        Assert.Equal(
            """{"occurredText":"2024-02","timePrecision":"MONTH"}""", corrected.GetProperty("correctIncident").GetRawText());
    }

    [Fact]
    public async Task Alerts_calls_and_violations_keep_theirs_and_no_answer_time_starts_at_a_day()
    {
        var city = await host.NewCity();
        object Signal(string kind, string at, string? phase = null) => new
        {
            source = city,
            id = "1",
            kind,
            phase,
            city,
            category = $"{city}-x",
            article = "592",
            by = "op",
            longitude = 73.1,
            latitude = 49.8,
            occurredAt = at,
        };
        var accepted = await host.PostLines(
            Signal("alert", "2024-02"), Signal("sosCall", "2024-02-28"), Signal("sosCall", "2024-02-28T10:00", "answered"),
            Signal("violation", "2024-02-28T10"));
        var refused = await host.PostLines(Signal("sosCall", "2024-02-28T11", "ended"));
        await host.CaughtUp();
        Assert.All(accepted.Statuses, status => Assert.Equal("accepted", status));

        var data = await host.Ask(
            $$"""
              { alerts(filter: { cities: ["{{city}}"] }) { nodes { timePrecision occurredText } }
                sosCalls(filter: { cities: ["{{city}}"] }) { nodes { timePrecision occurredText waitedSeconds isBeginningReported } }
                violations(filter: { cities: ["{{city}}"] }) { nodes { timePrecision occurredText } }
                kpis(from: "2024-02-01", until: "2024-03-01", filter: { cities: ["{{city}}"] }) { city durations { measure count } }
                trend(from: "2024-02-01", until: "2024-03-01", grain: DAY, filter: {
                    cities: ["{{city}}"], measure: ALERTS, bounds: { west: 73, south: 49, east: 74, north: 50 } }) {
                    series { total } } }
              """);

        Assert.Equal("TIME_TOO_COARSE", refused.Codes.Single());
        string Node(string list) => data.GetProperty(list).GetProperty("nodes")[0].GetRawText();
        Assert.Equal("""{"timePrecision":"MONTH","occurredText":"2024-02"}""", Node("alerts"));
        Assert.Equal(
            """{"timePrecision":"DAY","occurredText":"2024-02-28","waitedSeconds":null,"isBeginningReported":true}""", Node("sosCalls"));
        Assert.Equal("""{"timePrecision":"HOUR","occurredText":"2024-02-28T10+06:00"}""", Node("violations"));
        Assert.All(
            data.GetProperty("kpis").EnumerateArray().SelectMany(k => k.GetProperty("durations").EnumerateArray()),
            // Of incidents there are no data.
            d => Assert.Equal(
                d.GetProperty("measure").GetString() is "ANSWER_TIME" ? "0" : "null", d.GetProperty("count").GetRawText()));
        // The only alert is known to the month: no day has a count.
        Assert.Equal("null", data.GetProperty("trend").GetProperty("series")[0].GetProperty("total").GetRawText());
    }
}
