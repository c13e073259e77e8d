using System.Text.Json;
using Incidents.Tests.Access;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Feeds;

/// <summary>A host that sends to receivers on loopback, and tries again soon.</summary>
public sealed class FeedHost(PostgresFixture postgres) : IAsyncLifetime
{
    private RunningHost? host;
    private int alerts;

    internal RunningHost Host => host!;

    internal KeptAccessLog Log { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => host = await Start(await postgres.CreateDatabase());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }

    /// <summary>Starts another host over a database.</summary>
    internal Task<RunningHost> Start(string connectionString, string interval = "00:00:00.02") => RunningHost.Start(
        connectionString,
        settings: new Dictionary<string, string?>
        {
            ["Feeds:Domain"] = "centre.example",
            ["Feeds:Networks"] = "127.0.0.1/32",
            ["Feeds:AllowsHttp"] = "true",
            ["Feeds:Interval"] = interval,
            ["Feeds:FirstRetry"] = "00:00:00.02",
            ["Feeds:LongestRetry"] = "00:00:00.1",
            ["Feeds:GivesUpAfter"] = "00:00:01",
            ["Feeds:Patience"] = "00:00:05",
        },
        services: Log.Use);

    /// <summary>Makes a receiver that is told of a town; answers its id, its secret and the header of its WebSocket.</summary>
    internal async Task<(Guid Id, string Secret, string? Authorization)> Subscribe(
        string city, string? address, string format = "JSON", string more = "")
    {
        var to = address is null ? "" : $", address: \"{address}\"";
        var issued = (await Host.Ask(
            $$"""
              mutation { createFeedSubscription(name: "{{city}}", format: {{format}}, cities: ["{{city}}"] {{to}} {{more}}) {
                  secret authorization subscription { id } } }
              """)).GetProperty("createFeedSubscription");
        return (
            issued.GetProperty("subscription").GetProperty("id").GetGuid(), issued.GetProperty("secret").GetString()!,
            issued.GetProperty("authorization").GetString());
    }

    /// <summary>Raises an alert, and answers its id.</summary>
    internal async Task<Guid> Alert(string city, string? plate = null)
    {
        var answer = await Host.PostLines(new
        {
            source = "feeds",
            id = $"{Interlocked.Increment(ref alerts)}",
            kind = "alert",
            city,
            category = "fight",
            deviceId = "cam-1",
            plate,
            longitude = 73.1,
            latitude = 49.8,
            occurredAt = "2026-07-03T12:00:00+05:00",
        });
        return answer.Id();
    }

    /// <summary>Acknowledges an alert and dismisses it: two more events.</summary>
    internal async Task Handle(Guid alert)
    {
        await Host.Ask($$"""mutation { acknowledgeAlert(id: "{{alert}}", by: "op") { id } }""");
        await Host.Ask($$"""mutation { dismissAlert(id: "{{alert}}", by: "op", reasonCode: "shadow") { id } }""");
    }

    /// <summary>A receiver as GraphQL shows it.</summary>
    internal async Task<JsonElement> Shown(Guid id)
    {
        var answer = await Host.Ask(
            "{ feedSubscriptions { id waiting deadLetters delivered failure endedAt } }");
        return answer.GetProperty("feedSubscriptions").EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == id);
    }
}
