using System.Text.Json;
using Incidents.Tests.Ingest;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>What an answer states of its own freshness is never better than its data.</summary>
public sealed class FreshnessTests(PostgresFixture postgres)
{
    private const int Writers = 8;

    private const string Register =
        "query Register($cities: [String!]) { incidents(filter: { cities: $cities }, first: 1000) { nodes { sourceId } } }";

    [Fact]
    public async Task An_answer_without_what_was_acknowledged_before_it_states_that_events_are_missing()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var lacking = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Write()));

        // Otherwise nothing was tried: the read models follow within milliseconds, and the next answer comes sooner.
        Assert.NotEqual(0, lacking);

        async Task Write()
        {
            var city = await host.NewCity();
            for (var i = 0; i < TestScale.Of(25, 250); i++)
            {
                var written = await host.Post(SampleReports.Incident(city, $"{i}"));
                Assert.Equal(["accepted"], written.Statuses);
                var answer = await host.Answer(Register, new { cities = new[] { city } });
                var position = await Position(host, written.Id());

                var (freshness, isThere) = (Freshness(answer), Ids(answer).Contains($"{i}"));
                Assert.True(freshness.Appended >= position, $"appended {freshness.Appended}, committed before the request: {position}");
                Assert.True(isThere || freshness.Lag > 0, "An answer that lacks an event states that none is missing.");
                Assert.True(isThere || freshness.Projected < position, $"projected {freshness.Projected}, and event {position} is missing");
                if (!isThere)
                    Interlocked.Increment(ref lacking);
            }
        }
    }

    [Fact]
    public async Task Every_one_of_8_writers_reads_its_own_write_where_it_asks_for_its_position()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Write()));

        async Task Write()
        {
            var city = await host.NewCity();
            for (var i = 0; i < TestScale.Of(25, 250); i++)
            {
                var position = i % 5 == 0 ? await Open(host, city, $"{i}") : await Report(host, city, $"{i}");
                var answer = await host.Answer(
                    Register.Replace("($cities: [String!])", "($cities: [String!], $position: Long!) @atLeast(position: $position)"),
                    new { cities = new[] { city }, position });

                Assert.Equal(Enumerable.Range(0, i + 1).Select(n => $"{n}").Order(), Ids(answer).Order());
                Assert.True(Freshness(answer).Projected >= position, $"{Freshness(answer)} {position}");
            }
        }
    }

    [Fact]
    public async Task A_position_of_another_host_is_waited_for_on_either_host()
    {
        var database = await postgres.CreateDatabase();
        await using var projecting = await RunningHost.Start(database);
        await using var other = await RunningHost.Start(database, o => o.RunsDaemon = false);
        var city = await projecting.NewCity();
        (RunningHost Writer, RunningHost Reader)[] turns = [(other, projecting), (projecting, other), (other, other)];
        for (var i = 0; i < 3 * turns.Length; i++)
        {
            var (writer, reader) = turns[i % turns.Length];
            var position = i % 2 == 0 ? await Open(writer, city, $"{i}") : await Report(writer, city, $"{i}");
            var answer = await reader.Answer(
                $"query @atLeast(position: {position}) {{ incidents(filter: {{ cities: [\"{city}\"] }}) {{ nodes {{ sourceId }} }} }}");
            Assert.Equal(i + 1, Ids(answer).Count());
        }
    }

    private static async Task<long> Report(RunningHost host, string city, string id)
    {
        var written = await host.Post(SampleReports.Incident(city, id));
        Assert.Equal(["accepted"], written.Statuses);
        return await Position(host, written.Id());
    }

    private static async Task<long> Open(RunningHost host, string city, string key) =>
        (await host.Ask(
            """
            mutation Open($city: String!, $key: String!) {
              openIncident(input: { console: $city, key: $key, category: "theft", place: { city: $city }, by: "op" }) { position }
            }
            """, new { city, key })).GetProperty("openIncident").GetProperty("position").GetInt64();

    private static async Task<long> Position(RunningHost host, Guid id) =>
        (long)(await host.Query($"select max(seq_id) from store.mt_events where stream_id = '{id}'"))[0][0];

    private static IEnumerable<string> Ids(JsonElement answer)
    {
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty("incidents").GetProperty("nodes").EnumerateArray()
            .Select(node => node.GetProperty("sourceId").GetString()!);
    }

    private static (long Projected, long Appended, long Lag) Freshness(JsonElement answer)
    {
        var freshness = answer.GetProperty("extensions").GetProperty("freshness");
        return (freshness.GetProperty("projectedSequence").GetInt64(), freshness.GetProperty("appendedSequence").GetInt64(),
            freshness.GetProperty("lagEvents").GetInt64());
    }
}
