using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Api.Access;
using Incidents.Domain.Access;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Keys by which devices post reports.</summary>
public sealed class DeviceKeyTests(DeviceKeyTests.OneHost one) : IClassFixture<DeviceKeyTests.OneHost>
{
    private const string Revoke = "mutation($id: UUID!) { revokeDeviceKey(id: $id) { revokedBy } }";
    private const string MakeExpired =
        """mutation { createDeviceKey(source: "k", note: "n", expiresAt: "2020-01-01T00:00:00Z") { authorization } }""";

    private static int numbers;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningHost Host => one.Host;

    [Fact]
    public async Task A_key_posts_reports_of_its_source_and_nothing_else()
    {
        var (key, id) = await Make("""source: "cameras", note: "the old town" """);
        using var client = Client(key);

        Assert.Equal(["accepted"], (await Post(client, Report("cameras"))).Codes);

        using var query = await client.PostAsJsonAsync("/graphql", new { query = "{ serverTime }" }, Cancellation);
        Assert.Equal((HttpStatusCode.Forbidden, "ACCESS_DENIED"), (query.StatusCode, await Browser.CodeOf(query)));
        using var export = await client.GetAsync("/export/incidents.csv", Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, export.StatusCode);
        Assert.Contains(
            one.Log.Entries,
            entry => entry is { Kind: AccessKind.KeyChanged, Name: "op" } && entry.Details["key"]!.GetValue<string>() == id);
        Assert.Contains(one.Log.Entries, entry => entry.Kind is AccessKind.Denied && entry.Caller == id);
        var kept = await Host.Query($"select sha256 from sign_in.device_key where id = '{id}'");
        Assert.Equal(32, ((byte[])kept[0][0]).Length);
    }

    [Fact]
    public async Task What_a_key_may_not_post_is_refused_report_by_report_and_kept()
    {
        var (key, _) = await Make("""source: "gate", note: "n", deviceIds: ["cam-1", "cam-2"], cities: ["karaganda"] """);
        using var client = Client(key);

        var answer = await Post(
            client, Report("gate", device: "cam-1"), Report("other", device: "cam-1"), Report("gate", device: "cam-3"), Report("gate"),
            Report("gate", device: "cam-2", city: "temirtau"), Report("gate", device: "cam-2"));

        Assert.Equal(["accepted", "OUTSIDE_KEY", "OUTSIDE_KEY", "OUTSIDE_KEY", "OUTSIDE_KEY", "accepted"], answer.Codes);
        var letters = await Host.Query(
            "select source, field from ingest.dead_letter where code = 'OUTSIDE_KEY' and source in ('gate', 'other') order by position");
        Assert.Equal(
            [("other", "source"), ("gate", "deviceId"), ("gate", "deviceId"), ("gate", "city")],
            letters.Select(row => ((string)row[0], (string)row[1])));

        // Nobody gives a key more rights by a replay.
        var again = (await Host.Ask("mutation { replayDeadLetters(code: OUTSIDE_KEY) { accepted refused } }"))
            .GetProperty("replayDeadLetters");
        Assert.Equal(0, again.GetProperty("accepted").GetInt32());
        Assert.True(again.GetProperty("refused").GetInt32() >= letters.Count);
    }

    [Fact]
    public async Task A_key_that_is_not_valid_is_refused_and_on_the_log()
    {
        var (key, id) = await Make("""source: "k", note: "n" """);
        var (other, _) = await Make("""source: "other", note: "n" """);
        foreach (var wrong in (string[])[
            $"{id}.{other.Split('.')[1]}", $"{id}.", $"{id}.!", $"{Guid.NewGuid():N}.{key.Split('.')[1]}", key[..^1], "x", $"{key}.x"])
            Assert.Equal((HttpStatusCode.Unauthorized, "KEY_INVALID"), await Try(wrong));
        Assert.Contains(
            one.Log.Entries,
            entry => entry.Kind is AccessKind.Refused && entry.Details["reason"]!.GetValue<string>() == "wrong secret of a key"
                && entry.Details["key"]!.GetValue<string>() == id);
        Assert.Contains("key not known", one.Log.Refusals);
        Assert.DoesNotContain(
            one.Log.Entries, entry => entry.Details.ToJsonString().Contains(key.Split('.')[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_revoked_key_is_refused()
    {
        var (key, id) = await Make("""source: "k", note: "n" """);
        Assert.Equal((HttpStatusCode.OK, null), await Try(key));

        await Host.Ask(Revoke, new { id = Guid.Parse(id) });

        Assert.Equal((HttpStatusCode.Unauthorized, "KEY_REVOKED"), await Try(key));
        Assert.Contains("key revoked", one.Log.Refusals);
        Assert.Equal(
            "NOT_FOUND", (await Host.Refused(Revoke, new { id = Guid.Parse(id) })).Code);
    }

    [Fact]
    public async Task After_a_rotation_the_secret_of_before_is_accepted_for_its_time()
    {
        var (key, id) = await Make("""source: "k", note: "n" """);
        var next = await Rotate(id, 60);
        Assert.Equal((HttpStatusCode.OK, null), await Try(key));
        Assert.Equal((HttpStatusCode.OK, null), await Try(next));

        var last = await Rotate(id, 0);

        Assert.Equal((HttpStatusCode.OK, null), await Try(last));
        Assert.Equal((HttpStatusCode.Unauthorized, "KEY_REVOKED"), await Try(next));
        Assert.Equal((HttpStatusCode.Unauthorized, "KEY_INVALID"), await Try(key));
        Assert.Contains("secret of a key from before its rotation", one.Log.Refusals);
    }

    [Fact]
    public async Task A_key_expires()
    {
        Assert.Equal("BAD_INPUT", (await Host.Refused(MakeExpired)).Code);
        var (key, id) = await Make("""source: "k", note: "n", expiresAt: "2100-01-01T00:00:00Z" """);
        Assert.Equal((HttpStatusCode.OK, null), await Try(key));
        // What another host changes is seen within a few seconds.
        await Host.Query($"update sign_in.device_key set expires_at = now() - interval '1 second' where id = '{id}' returning 1");
        await RunningHost.Until(
            async () => await Try(key) is (HttpStatusCode.Unauthorized, "KEY_REVOKED"), "the host to see that the key has expired");
        Assert.Contains("key expired", one.Log.Refusals);
    }

    [Fact]
    public async Task A_key_has_a_rate_of_its_own()
    {
        var (slow, _) = await Make("""source: "k", note: "n", perMinute: 3 """);
        var (fast, _) = await Make("""source: "k", note: "n" """);
        for (var i = 0; i < 3; i++)
            Assert.Equal((HttpStatusCode.OK, null), await Try(slow));
        using var client = Client(slow);

        var limited = await Post(client, Report("k"));

        Assert.Equal((429, "RATE_EXCEEDED"), (limited.Status, limited.Answers[0].GetProperty("code").GetString()));
        Assert.InRange(limited.RetryAfter!.Value, 1, 60);
        Assert.Equal((HttpStatusCode.OK, null), await Try(fast));
    }

    [Fact]
    public async Task Of_people_only_administrators_post_reports_in_their_towns()
    {
        using var client = new HttpClient { BaseAddress = Host.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = Host.SignIn("analyst", new Grant(Role.Analyst, null));
        Assert.Equal(403, (await Post(client, Report("any"))).Status);
        client.DefaultRequestHeaders.Authorization = Host.SignIn("admin", new Grant(Role.Administrator, ["karaganda"]));
        Assert.Equal(["accepted", "OUTSIDE_KEY"], (await Post(client, Report("any"), Report("any", city: "temirtau"))).Codes);
        client.DefaultRequestHeaders.Authorization = Host.SignIn("bridge", new Grant(Role.Device, null));
        Assert.Equal(["accepted", "OUTSIDE_KEY"], (await Post(client, Report("bridge"), Report("any"))).Codes);
    }

    [Fact]
    public async Task Keys_are_listed_without_their_secrets()
    {
        var (_, id) = await Make("""source: "listed", note: "for the list", cities: ["saran"], perMinute: 7 """);
        var listed = await Host.Ask("{ deviceKeys { id source note deviceIds cities perMinute createdBy revokedAt } }");
        var row = listed.GetProperty("deviceKeys").EnumerateArray().Single(key => key.GetProperty("id").GetGuid() == Guid.Parse(id));
        Assert.Equal(
            """
            ,"source":"listed","note":"for the list","deviceIds":null,"cities":["saran"],"perMinute":7,"createdBy":"op","revokedAt":null}
            """,
            row.GetRawText()[row.GetRawText().IndexOf(',', StringComparison.Ordinal)..]);
    }

    private static object Report(string source, string? device = null, string city = "karaganda") => new
    {
        source,
        id = $"{Interlocked.Increment(ref numbers)}",
        kind = "incident",
        city,
        category = "theft",
        deviceId = device,
        occurredAt = "2026-01-05T10:00:00",
    };

    private static async Task<IntakeAnswer> Post(HttpClient client, params object[] reports)
    {
        using var response = await client.PostAsJsonAsync("/ingest/reports", reports, Cancellation);
        return await IntakeAnswer.Of(response);
    }

    private async Task<(HttpStatusCode Status, string? Code)> Try(string key)
    {
        using var client = Client(key);
        using var response = await client.PostAsJsonAsync("/ingest/reports", Report("k"), Cancellation);
        return (response.StatusCode, await Browser.CodeOf(response));
    }

    private HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = Host.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", key);
        return client;
    }

    private async Task<(string Key, string Id)> Make(string input)
    {
        var made = await Host.Ask($"mutation {{ createDeviceKey({input}) {{ authorization }} }}");
        return Split(made.GetProperty("createDeviceKey"));
    }

    private async Task<string> Rotate(string id, int graceMinutes)
    {
        var rotated = await Host.Ask(
            "mutation($id: UUID!, $graceMinutes: Int!) { rotateDeviceKey(id: $id, graceMinutes: $graceMinutes) { authorization } }",
            new { id = Guid.Parse(id), graceMinutes });
        return Split(rotated.GetProperty("rotateDeviceKey")).Key;
    }

    private static (string Key, string Id) Split(JsonElement issued)
    {
        var key = issued.GetProperty("authorization").GetString()!["Key ".Length..];
        return (key, key.Split('.')[0]);
    }

    /// <summary>A host, and its access log.</summary>
    public sealed class OneHost(PostgresFixture postgres) : IAsyncLifetime
    {
        internal KeptAccessLog Log { get; } = new();

        internal RunningHost Host { get; private set; } = null!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() => Host = await RunningHost.Start(
            await postgres.CreateDatabase(), o => o.RunsDaemon = false, services: Log.Use,
            settings: new Dictionary<string, string?> { ["Access:RefusalsPerMinute"] = "100000" });

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
