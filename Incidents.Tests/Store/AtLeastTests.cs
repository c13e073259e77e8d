using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Incidents.Tests.Ingest;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>The directive <c>@atLeast</c>: positions that are waited for, and those that are refused.</summary>
public sealed class AtLeastTests(PostgresFixture postgres)
{
    private const string WithVariable = "query At($position: Long!) @atLeast(position: $position) { serverTime }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Positions_that_no_event_has_are_refused_at_once()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: TimeLimit("00:05:00"));
        Assert.NotNull((await host.Ask(WithVariable, new { position = 0 })).GetProperty("serverTime").GetString());
        Assert.Equal(["accepted"], (await host.Post(SampleReports.Incident("karaganda", "1"))).Statuses);
        var last = (long)(await host.Query("select max(seq_id) from store.mt_events"))[0][0];
        foreach (var position in (object[])[last + 1, last + 1_000_000, 1L << 53, $"{long.MaxValue}"])
            Assert.Equal("POSITION_UNKNOWN", (await host.Refused(WithVariable, new { position })).Code);
        foreach (var position in (object[])[-1, int.MinValue, $"{long.MinValue}"])
            Assert.Equal("BAD_INPUT", (await host.Refused(WithVariable, new { position })).Code);
        Assert.Equal("POSITION_UNKNOWN", (await host.Refused($"query @atLeast(position: {last + 1}) {{ serverTime }}")).Code);
        Assert.Equal("BAD_INPUT", (await host.Refused("query @atLeast(position: -1) { serverTime }")).Code);
        Assert.NotNull((await host.Ask(WithVariable, new { position = last })).GetProperty("serverTime").GetString());
        // The document is cached by now, and its variables are new each time.
        Assert.Equal("POSITION_UNKNOWN", (await host.Refused(WithVariable, new { position = last + 1 })).Code);
    }

    private static readonly (string Query, string? Variables)[] Invalid =
    [
        ("query @atLeast { serverTime }", null),
        ("query @atLeast(position: null) { serverTime }", null),
        ("query @atLeast(position: \"x\") { serverTime }", null),
        ("query @atLeast(position: 1.5) { serverTime }", null),
        ("query @atLeast(position: 99999999999999999999) { serverTime }", null),
        ("query @atLeast(position: 0) @atLeast(position: 0) { serverTime }", null),
        ("query ($position: Long) @atLeast(position: $position) { serverTime }", null),
        ("{ serverTime @atLeast(position: 0) }", null),
        ("mutation @atLeast(position: 0) { openIncident(input: { console: \"c\", key: \"1\", category: \"theft\", by: \"a\", "
            + "place: { city: \"karaganda\" } }) { position } }", null),
        (WithVariable, "{}"),
        (WithVariable, """{"position":null}"""),
        (WithVariable, """{"position":"x"}"""),
        (WithVariable, """{"position":1.5}"""),
        (WithVariable, """{"position":[0]}"""),
    ];

    [Fact]
    public async Task A_directive_that_is_not_valid_is_refused_and_nothing_is_executed()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        foreach (var (query, variables) in Invalid)
        {
            var answer = await host.Answer(query, variables is null ? null : JsonSerializer.Deserialize<JsonElement>(variables));
            Assert.True(answer.TryGetProperty("errors", out _), query);
            Assert.False(answer.GetRawText().Contains("INTERNAL", StringComparison.Ordinal), answer.GetRawText());
            Assert.False(answer.TryGetProperty("data", out _), $"{query} {answer.GetRawText()}");
        }
        Assert.Equal(0L, (await host.Query("select count(*) from store.mt_events"))[0][0]);
    }

    [Fact]
    public async Task Where_the_read_models_do_not_come_in_time_the_query_is_refused_and_has_no_data()
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), o => o.RunsDaemon = false, settings: TimeLimit("00:00:00.2"));
        await host.Post(SampleReports.Incident("karaganda", "1"));
        var last = (long)(await host.Query("select max(seq_id) from store.mt_events"))[0][0];

        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = WithVariable, variables = new { position = last } }),
            Headers = { { "Accept", "application/graphql-response+json" } },
        };
        using var response = await host.Client.SendAsync(request, Cancellation);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal("READ_MODELS_BEHIND", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.False(answer.TryGetProperty("data", out _));
        Assert.True(answer.GetProperty("extensions").GetProperty("freshness").GetProperty("lagEvents").GetInt64() > 0);
        Assert.Equal("READ_MODELS_BEHIND", (await host.Refused(WithVariable, new { position = last })).Code);
    }

    [Fact]
    public async Task Queries_that_wait_for_a_position_keep_no_other_query_waiting()
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), o => o.RunsDaemon = false,
            settings: new Dictionary<string, string?>
            {
                ["GraphQL:TimeLimit"] = "00:01:00",
                ["GraphQL:MostQueries"] = "1",
                ["GraphQL:MostWaitingQueries"] = "3",
            });
        // The second round finds the places of the first one free.
        for (var round = 0; round < 2; round++)
        {
            await host.Post(SampleReports.Incident("karaganda", $"{round}"));
            var last = (long)(await host.Query("select max(seq_id) from store.mt_events"))[0][0];
            var body = JsonSerializer.Serialize(new { query = WithVariable, variables = new { position = last } });
            var waiting = Enumerable.Range(0, 4).Select(_ => Send(body)).ToList();
            var refused = await Task.WhenAny(waiting);
            Assert.Contains("TOO_BUSY", await refused);
            Assert.NotNull((await host.Ask("{ serverTime }")).GetProperty("serverTime").GetString());
            Assert.DoesNotContain(waiting, w => w != refused && w.IsCompleted);

            await host.Query($"update read.progress set position = {last}");
            foreach (var answered in waiting.Where(w => w != refused))
                Assert.Contains("serverTime", await answered);
        }

        async Task<string> Send(string body)
        {
            using var response = await host.Client.PostAsync(
                "/graphql", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);
            return await response.Content.ReadAsStringAsync(Cancellation);
        }
    }

    private static Dictionary<string, string?> TimeLimit(string limit) => new() { ["GraphQL:TimeLimit"] = limit };
}
