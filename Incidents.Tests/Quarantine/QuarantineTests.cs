using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.Store;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Quarantine;

/// <summary>An event that a read model cannot apply stops nothing else, and counts once it is released.</summary>
public sealed class QuarantineTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Text that does not compress: longer than a row of an index may be.
    private static readonly string TooLong = string.Concat(Enumerable.Range(0, 400).Select(_ => Guid.NewGuid().ToString("n")));

    [Fact]
    public async Task An_event_that_cannot_be_applied_is_passed_over_and_listed()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Raise(host, "a-1");
        // Stored by an earlier build whose rules were other ones: the indexes of the registry and of the signals cannot hold its device id.
        await Store(host, "alert_raised", Alert(deviceId: TooLong));
        await Raise(host, "a-2");
        await host.CaughtUp();

        var entries = await Quarantined(host);
        Assert.Equal(
            [("alert-ledger", "alert_raised"), ("devices", "alert_raised"), ("signals", "alert_raised")],
            entries.Select(e => (e.Model, e.Type)));
        Assert.All(entries, entry => Assert.StartsWith("54000: ", entry.Reason));
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await Health(host));
        Assert.Equal(3, await Alerts(host));
        Assert.Equal(2, await Devices(host));
        await RebuildTests.EqualsItsRebuild(host);
    }

    [Fact]
    public async Task What_a_released_event_counts_for_is_known_from_its_release_and_a_rebuild_gives_the_same()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 3, 2, 6, 0));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await Raise(host, "a-1");
        await host.CaughtUp();
        // The ledger refuses one category until the fix.
        await host.Query("alter table read.label add constraint broken check (text <> 'arson')");
        await Raise(host, "a-2", "arson");
        await Raise(host, "a-3");
        await host.CaughtUp();
        Assert.Equal("ledger", Assert.Single(await Quarantined(host)).Model);
        Assert.Equal(2, await Alerts(host));
        await RebuildTests.EqualsItsRebuild(host);

        await host.Query("alter table read.label drop constraint broken");
        clock.AdvanceDays(2);
        await host.Ask("""mutation { releaseQuarantined(by: "op-1", readModel: "ledger") { released } }""");
        await host.CaughtUp();

        Assert.Empty(await Quarantined(host));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Health(host));
        Assert.Equal(3, await Alerts(host));
        Assert.Equal(2, await Alerts(host, "2026-03-02"));
        Assert.Equal(3, await Alerts(host, "2026-03-04"));
        await RebuildTests.EqualsItsRebuild(host);
    }

    [Fact]
    public async Task A_released_event_that_fails_again_is_quarantined_again()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Query("alter table read.label add constraint broken check (text <> 'arson')");
        await Raise(host, "a-1", "arson");
        await host.CaughtUp();
        await host.Ask("""mutation { releaseQuarantined(by: "op-1") { released } }""");
        await host.CaughtUp();
        var again = Assert.Single(await Quarantined(host));
        Assert.Equal(("ledger", "event_released"), (again.Model, again.Type));

        await host.Query("alter table read.label drop constraint broken");
        await host.Ask("""mutation { releaseQuarantined(by: "op-1") { released } }""");
        await host.CaughtUp();
        Assert.Empty(await Quarantined(host));
        Assert.Equal(1, await Alerts(host));
        await RebuildTests.EqualsItsRebuild(host);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_stops_no_read_model()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await Raise(host, "a-1");
        await Store(host, "device_registered", """{"deviceId":"c","kind":7,"place":{"city":"karaganda"},"occurredAt":"x","knownAt":"y"}""");
        await Raise(host, "a-2");
        await host.CaughtUp();

        await RunningHost.Until(
            async () => (await Quarantined(host)).Count == 13, "the event to be listed for each of thirteen read models");
        Assert.Equal(2, await Alerts(host));
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await Health(host));
        await RebuildTests.EqualsItsRebuild(host);
        Assert.Equal(
            """{"released":0,"unreadable":13}""",
            (await host.Ask("""mutation { releaseQuarantined(by: "op-1") { released unreadable } }"""))
            .GetProperty("releaseQuarantined").GetRawText());
    }

    [Fact]
    public async Task A_read_model_whose_table_is_missing_does_not_hold_the_others_and_goes_on_when_it_is_back()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        await host.Covered();
        await host.Query("alter table read.incident rename to incident_away");
        Assert.Equal(["accepted"], (await host.Post(Ingest.SampleReports.Incident("karaganda", "i-1"))).Statuses);
        for (var i = 0; i < 5; i++)
            await Raise(host, $"a-{i}");
        await RunningHost.Until(async () => await Alerts(host) == 5, "the ledger to go on without the register");
        Assert.Empty(await Quarantined(host));
        await RunningHost.Until(
            async () =>
            {
                var fresh = (await host.Answer("{ serverTime }")).GetProperty("extensions").GetProperty("freshness");
                return fresh.GetProperty("readModels").GetProperty("ledger").GetInt64() == fresh.GetProperty("appendedSequence").GetInt64()
                    && fresh.GetProperty("lagEvents").GetInt64() > 0;
            }, "the freshness of the ledger to be told apart from the register's");

        await host.Query("alter table read.incident_away rename to incident");
        await host.CaughtUp();
        Assert.Equal(1, (await host.Ask("{ incidents { totalCount } }")).GetProperty("incidents").GetProperty("totalCount").GetInt32());
        await RebuildTests.EqualsItsRebuild(host);
    }

    // Whatever a field of an event holds, stored by whatever build: every read model goes on, and equals its rebuild.
    [Fact]
    public async Task Events_with_extreme_values_in_every_field_stop_no_read_model()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var catalogue = host.Services.GetRequiredService<EventCatalogue>();
        var stored = 0;
        // In ./test six of each event, others with each seed.
        var random = new Random(TestScale.Seed);
        foreach (var sample in Some.Events.DistinctBy(e => e.GetType()))
        {
            var extremes = Extremes(JsonNode.Parse(catalogue.Write(sample))!.AsObject()).ToArray();
            foreach (var json in TestScale.IsLong ? extremes : random.GetItems(extremes, 6))
            {
                await Store(host, catalogue.Of(sample).Name, json);
                stored++;
            }
        }
        Assert.True(stored > 300, $"only {stored} events were made");
        await Raise(host, "after");
        await host.CaughtUp();

        Assert.Empty((await host.Ask("{ ingestStatus { pausedShards { name } } }")).GetProperty("ingestStatus").GetProperty("pausedShards")
            .EnumerateArray());
        await RebuildTests.EqualsItsRebuild(host);
    }

    private static IEnumerable<string> Extremes(JsonObject whole)
    {
        JsonNode?[] values =
        [
            null, "", "\n", "x", TooLong, 7, -1, 1e308, -1e308, long.MaxValue, true, new JsonArray(), new JsonObject(),
            "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999-18:00", "-9998-01-01T00:00:00+18:00",
            "11111111-1111-1111-1111-111111111111",
        ];
        foreach (var path in Paths(whole))
        {
            foreach (var value in values)
            {
                var copy = (JsonObject)whole.DeepClone();
                JsonNode at = copy;
                foreach (var name in path[..^1])
                    at = at[name]!;
                at[path[^1]] = value?.DeepClone();
                yield return copy.ToJsonString();
            }
        }
    }

    private static IEnumerable<string[]> Paths(JsonObject node) => node.SelectMany(field =>
        (string[][])[[field.Key], .. field.Value is JsonObject inner ? Paths(inner).Select(p => (string[])[field.Key, .. p]) : []]);

    private static string Alert(string deviceId) =>
        $$"""
        {"origin":{"source":"s","id":"{{Guid.NewGuid()}}"},"category":"fight","deviceId":"{{deviceId}}","place":{"city":"karaganda"},
         "occurredAt":"2026-03-02T10:00:00+05:00","knownAt":"2026-03-02T10:00:00+05:00"}
        """;

    // As an earlier build may have stored it.
    private static async Task Store(RunningHost host, string type, string json)
    {
        var stream = Guid.NewGuid();
        await using var connection = await host.Database.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            with stream as (insert into store.mt_streams (id, type, version) values ($1, 'alert', 1))
            insert into store.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            values (nextval('store.mt_events_sequence'), $2, $1, 1, $3::jsonb, $4, now(), '*DEFAULT*', $5, false)
            """;
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = Guid.NewGuid() });
        command.Parameters.Add(new() { Value = json });
        command.Parameters.Add(new() { Value = type });
        command.Parameters.Add(new() { Value = DotNetType(host, type) });
        await command.ExecuteNonQueryAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);
    }

    private static string DotNetType(RunningHost host, string type)
    {
        var catalogue = host.Services.GetRequiredService<EventCatalogue>();
        return Some.Events.Select(catalogue.Of).First(e => e.Name == type).DotNetType;
    }

    private static async Task Raise(RunningHost host, string id, string category = "fight") => Assert.Equal(
        ["accepted"],
        (await host.PostLines(new
        {
            kind = "alert",
            source = "q",
            id,
            city = "karaganda",
            category,
            deviceId = $"cam-{id}",
            occurredAt = "2026-03-02T10:00:00+05:00",
        })).Statuses);

    private static async Task<long> Alerts(RunningHost host, string? knownAt = null) => (await host.Ask(
        $$"""
        { trend(
            from: "2026-03-01", until: "2026-03-31", grain: DAY
            {{(knownAt is null ? "" : $"asKnownOn: \"{knownAt}\"")}}, filter: { measure: ALERTS }) { series { total } } }
        """)).GetProperty("trend").GetProperty("series")[0].GetProperty("total").GetInt64();

    private static async Task<long> Devices(RunningHost host) => (long)(await host.Query("select count(*) from read.device"))[0][0];

    private static async Task<IReadOnlyList<(string Model, string Type, string Reason)>> Quarantined(RunningHost host) =>
        [.. (await host.Ask("{ quarantine(first: 1000) { nodes { readModel type reason } } }"))
            .GetProperty("quarantine").GetProperty("nodes").EnumerateArray().Select(n => (
                n.GetProperty("readModel").GetString()!, n.GetProperty("type").GetString()!, n.GetProperty("reason").GetString()!))];

    private static async Task<(HttpStatusCode Status, string Word)> Health(RunningHost host)
    {
        using var response = await host.Client.GetAsync("/health/ready", Cancellation);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
        return (response.StatusCode, body.GetProperty("status").GetString()!);
    }
}
