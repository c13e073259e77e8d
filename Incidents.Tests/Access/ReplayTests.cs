using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Projections;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>
/// What was read is answered again from the events up to the position at which it was read: 60 reads in <c>./test</c>, 1,000 in
/// <c>./test --long</c>.
/// </summary>
public sealed class ReplayTests(PostgresFixture postgres)
{
    private const string Replay =
        """
        mutation($id: UUID!) { replayRead(id: $id) {
            state progress answer digest isSame leftOut difference projectedPosition appendedPosition } }
        """;

    private static readonly string[] Queries =
    [
        """
        query($id: UUID!) { incident(id: $id) {
            id version status category description timeline { sequence type occurredAt knownAt by } signals { id } offences { category } } }
        """,
        """
        query($filter: IncidentFilterInput) { incidents(filter: $filter, first: 7) {
            nodes { id status category knownAt lastKnownAt description } pageInfo { hasNextPage endCursor } } }
        """,
        """
        query($filter: IncidentFilterInput) { incidents(filter: $filter, first: 4, order: KNOWN_DESCENDING) {
            edges { cursor node { id version timeline { type knownAt } } } } }
        """,
        "query($id: UUID!) { incident(id: $id) { id "
            + "near(radiusMetres: 5000, hours: 500) { distanceMetres incident { id status version description } } } }",
        "{ alerts(first: 9) { nodes { id isCounted knownAt timeline { type } } } violations(first: 5) { nodes { id plate status } } }",
        "query @purpose(reason: AUDIT, reference: \"replay\") { sosCalls(first: 5) { nodes { id status } } "
            + "incidents(filter: { search: \"theft\" }, first: 3) { nodes { id description } } }",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logged_reads_give_the_same_answers_after_more_data_came_and_after_a_rebuild()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: RandomHistory.Clock());
        var life = new RandomHistory(host, TestScale.Seed);
        await life.Live(200);
        await host.CaughtUp();
        var reads = TestScale.Of(60, 1_000);
        for (var i = 0; i < reads; i++)
        {
            if (i % 3 == 0)
                await life.Live(2);
            // Most are read while the read models catch up.
            if (i % 6 == 0)
                await host.CaughtUp();
            await Read(host, i);
        }
        await life.Live(100);
        await host.CaughtUp();
        var rebuilt = host.Services.GetRequiredService<ReadModelStore>();
        foreach (var projection in host.Services.GetRequiredService<ReadModels>().Projections)
            await rebuilt.Rebuild(projection, _ => { }, Cancellation);

        var entries = (await host.LoggedOf("witness")).Where(e => e.GetProperty("isReplayable").GetBoolean()).Reverse().ToList();
        Assert.Equal(reads, entries.Count);
        var changed = 0;
        foreach (var entry in entries)
        {
            var replay = await Again(host, entry);
            Assert.True(
                replay.GetProperty("isSame").GetBoolean(),
                $"{entry.GetRawText()}\ngives {replay.GetRawText()}");
            changed += await IsOtherToday(host, entry) ? 1 : 0;
        }
        Assert.True(changed > reads / 4, $"Only {changed} of {reads} answers would be others today: the test shows little.");
        Assert.Equal(entries.Count, (await host.Logged(new { kinds = new[] { "REPLAYED" } })).Count);

        // The first once more, after the last: the replica begins again.
        Assert.True((await Again(host, entries[0])).GetProperty("isSame").GetBoolean());
        await host.Services.GetRequiredService<Api.Access.Log.ReplayService>().Remove(Cancellation);
        Assert.Equal(0L, (await host.Query("select count(*) from pg_database where datname = current_database() || '_replay'"))[0][0]);
    }

    [Fact]
    public async Task What_is_no_read_of_rows_and_a_role_that_may_not_make_databases_are_refused_with_the_reason()
    {
        var connection = await postgres.CreateDatabase();
        await using var host = await RunningHost.Start(connection);
        await host.Post(Ingest.SampleReports.Incident("karaganda", "1"));
        await host.CaughtUp();
        await host.As("witness", "{ accessLog(first: 1) { nodes { id } } }");
        await host.As("witness", "{ incidents(first: 1) { nodes { id description } } }");
        var entries = await host.LoggedOf("witness");

        Assert.Equal("REPLAY_UNAVAILABLE", (await host.Refused(Replay, new { id = Id(entries[1]) })).Code);
        Assert.Equal("NOT_FOUND", (await host.Refused(Replay, new { id = Guid.Empty })).Code);
        // A database of this name that is in use cannot be removed, as one cannot be made where the role may not.
        var name = new NpgsqlConnectionStringBuilder(connection).Database;
        await host.Query($"create database \"{name}_replay\" is_template true");
        try
        {
            Assert.Equal("REPLAY_UNAVAILABLE", (await host.Refused(Replay, new { id = Id(entries[0]) })).Code);
        }
        finally
        {
            await host.Query($"alter database \"{name}_replay\" is_template false");
        }
        Assert.True((await Again(host, entries[0])).GetProperty("isSame").GetBoolean());
    }

    // Otherwise whoever asks for the clock beside rows would make the read impossible to prove.
    [Fact]
    public async Task What_follows_from_no_event_is_left_out_and_the_rows_beside_it_are_the_same()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Post(Ingest.SampleReports.Incident("karaganda", "1", "a window is broken"));
        await host.CaughtUp();
        await host.As(
            "witness",
            """
            query Beside {
              clock: serverTime
              incidents(first: 1) { totalCount nodes { id description } edges { node { id } } }
              analyses(first: 1) { nodes { state } }
              ...Intake
            }
            fragment Intake on Query { ingestStatus { lagEvents } deadLetters(first: 1) { totalCount } }
            """);
        var entry = (await host.LoggedOf("witness"))[0];
        // The clock and the state of the intake are others now, and there is a second incident.
        await host.Post(Ingest.SampleReports.Incident("karaganda", "2"));
        await host.CaughtUp();

        var replay = await Again(host, entry);
        Assert.True(replay.GetProperty("isSame").GetBoolean(), replay.GetRawText());
        Assert.Equal(
            ["clock", "analyses", "ingestStatus", "deadLetters"],
            replay.GetProperty("leftOut").EnumerateArray().Select(name => name.GetString()!));
        var answer = JsonDocument.Parse(replay.GetProperty("answer").GetString()!).RootElement;
        Assert.Equal(["incidents"], answer.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, answer.GetProperty("incidents").GetProperty("totalCount").GetInt32());
        // Asked for as nodes and as edges, it is one incident.
        Assert.Equal(1, entry.GetProperty("rows").EnumerateArray()
            .Single(row => row.GetProperty("type").GetString() == "Incident").GetProperty("count").GetInt32());

        // A row that is another one is told.
        await host.Services.GetRequiredService<Api.Access.Log.ReplayService>().Remove(Cancellation);
        await host.Query("update store.mt_events set data = jsonb_set(data, '{description}', '\"other\"') where data ? 'description'");
        Assert.False((await Again(host, entry)).GetProperty("isSame").GetBoolean());
    }

    [Fact]
    public async Task What_was_masked_since_shows_as_masked_and_that_is_the_reason()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Post(Ingest.SampleReports.Incident("karaganda", "1", "seen by Aigerim"));
        await host.CaughtUp();
        await host.As("witness", "{ incidents(first: 1) { nodes { id description timeline { type } } } }");
        var entry = (await host.LoggedOf("witness"))[0];
        Assert.True((await Again(host, entry)).GetProperty("isSame").GetBoolean());

        await host.Query("update store.mt_events set data = jsonb_set(data, '{description}', '\"***\"') where data ? 'description'");
        await host.Services.GetRequiredService<Api.Access.IAccessLog>().Write(
            new(Api.Access.AccessKind.PersonalData, "administrator", "administrator", []), Cancellation);

        var replay = await Again(host, entry);
        Assert.False(replay.GetProperty("isSame").GetBoolean());
        Assert.Equal("MASKED_SINCE", replay.GetProperty("difference").GetString());
        Assert.Contains("***", replay.GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Aigerim", replay.GetProperty("answer").GetString(), StringComparison.Ordinal);
    }

    private static async Task Read(RunningHost host, int i)
    {
        if (i % 10 == 9)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, i % 20 == 9
                ? "/export/incidents.csv?filter=%7B%22cities%22%3A%5B%22temirtau%22%5D%7D"
                : "/export/incidents.ndjson?order=KNOWN_ASCENDING");
            request.Headers.Authorization = host.SignIn("witness");
            using var response = await host.Client.SendAsync(request, Cancellation);
            Assert.True(response.IsSuccessStatusCode);
            await response.Content.ReadAsByteArrayAsync(Cancellation);
            return;
        }
        var ids = await host.Query("select id from read.incident order by known_at desc, id limit 10");
        var filter = new { cities = new[] { "karaganda", "temirtau" }, until = "2027-01-01" };
        var (status, body) = await host.As("witness", Queries[i % Queries.Length], new { id = ids[i % ids.Count][0], filter });
        Assert.Equal(200, status);
        Assert.False(body.StartsWith("{\"errors\"", StringComparison.Ordinal), body);
    }

    private static async Task<JsonElement> Again(RunningHost host, JsonElement entry)
    {
        while (true)
        {
            var payload = (await host.Answer(Replay, new { id = Id(entry) })).GetProperty("data").GetProperty("replayRead");
            Assert.True(payload.GetProperty("errors").ValueKind is JsonValueKind.Null, payload.GetRawText());
            var replay = payload.GetProperty("replay");
            if (replay.GetProperty("state").GetString() == "DONE")
                return replay;
        }
    }

    private static async Task<bool> IsOtherToday(RunningHost host, JsonElement entry)
    {
        if (entry.GetProperty("query").GetString() is not { } query)
            return true;
        var (_, body) = await host.As("today", query, JsonSerializer.Deserialize<object>(entry.GetProperty("variables").GetRawText()));
        var data = JsonDocument.Parse(body).RootElement.GetProperty("data").GetRawText();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data))) != entry.GetProperty("digest").GetString();
    }

    private static string Id(JsonElement entry) => entry.GetProperty("id").GetString()!;
}
