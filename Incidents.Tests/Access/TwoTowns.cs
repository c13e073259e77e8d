using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain.Access;
using Incidents.Domain.Forecasts;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>A host with the same kinds of things in two towns, in other numbers, at neighbouring places and the same times.</summary>
public sealed class TwoTowns(PostgresFixture postgres) : IAsyncLifetime
{
    private RunningHost? host;

    internal RunningHost Host => host!;

    internal Town A { get; private set; } = null!;

    internal Town B { get; private set; } = null!;

    /// <summary>Who sees everything.</summary>
    internal TownCaller All => new(Host, Host.SignIn("op"));

    /// <summary>Somebody with the grants.</summary>
    internal TownCaller As(params Grant[] grants) => new(Host, Host.SignIn($"person {grants.Length}", grants));

    /// <summary>The host's errors.</summary>
    internal KeptLog Log { get; } = new();

    /// <summary>Somebody with a role in some towns.</summary>
    internal TownCaller As(Role role, params Town[] towns) => As(new Grant(role, [.. towns.Select(town => town.Code)]));

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        host = await RunningHost.Start(await postgres.CreateDatabase(), log: Log);
        A = await Town.Make(host, 3);
        B = await Town.Make(host, 5);
        await host.Query(
            """
            insert into store.boundary (set_code, name, valid_from, region, source, shape) values ('districts', 'd', '2000-01-01', 'r', 's',
                '{"type":"Polygon","coordinates":[[[73,49.7],[73.2,49.7],[73.2,49.8],[73,49.8],[73,49.7]]]}')
            """);
        foreach (var (town, count) in (IEnumerable<(Town, int)>)[(A, 1), (B, 2)])
        {
            await host.Ask(
                $$"""mutation { registerUnit(unit: "P-{{count}}", kind: PATROL, place: { city: "{{town.Code}}" }) { id } }""");
            var answer = await host.PostLines([.. Enumerable.Range(0, count).Select(i => (object)new
            {
                source = "upkeep",
                id = $"{town.Code}-{i}",
                kind = "upkeep",
                city = town.Code,
                category = "light-out",
                occurredAt = "2026-01-05T12:00:00+05:00",
            })]);
            Assert.All(answer.Codes, code => Assert.Equal("accepted", code));
        }
        // What the watch over recorders knows: one recorder in each town.
        await host.Query(
            $"""
             insert into ops.recorder_speed select city, 'recorder-' || city, 73.1, 49.8, array[]::double precision[], array[]::uuid[],
                 0, 0, 0, 0, 0, 0, 0, false, null, 1, '2026-01-05'
             from unnest(array['{A.Code}', '{B.Code}']) as city
             """);
        await host.CaughtUp();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }
}

/// <summary>The tests that share <see cref="TwoTowns"/>.</summary>
[CollectionDefinition(Name)]
public sealed class OnTwoTowns : ICollectionFixture<TwoTowns>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "on two towns";
}

/// <summary>What is in a town.</summary>
/// <param name="Code">Its code, which its texts contain too.</param>
/// <param name="Open">Incidents that are open.</param>
/// <param name="Closed">An incident that is closed.</param>
/// <param name="Registered">Incidents of a historic register.</param>
/// <param name="Alerts">Alerts: one that is acknowledged and over, one that is dismissed, then open ones.</param>
/// <param name="Calls">SOS calls: one that is over, then open ones.</param>
/// <param name="Violations">Violations: one that is confirmed, then such that nobody has decided.</param>
/// <param name="Job">An analysis of the town.</param>
internal sealed record Town(
    string Code, Guid[] Open, Guid Closed, Guid[] Registered, Guid[] Alerts, Guid[] Calls, Guid[] Violations, Guid Job)
{
    /// <summary>A word of all its descriptions, streets, devices and plates.</summary>
    public string Word => WordOf(Code);

    // Another town's word is more than a typing error away.
    private static string WordOf(string code) =>
        "zz" + string.Concat(code.Where(char.IsDigit).Select(digit => new string((char)('a' + digit - '0'), 3)));

    /// <summary>The incidents that an operator sees, and all.</summary>
    public IEnumerable<Guid> Incidents => [.. Open, Closed, .. Registered];

    /// <summary>What must be in no answer to who does not see the town.</summary>
    public IEnumerable<string> Marks =>
        [$"\"{Code}\"", Word, .. Incidents.Concat(Alerts).Concat(Calls).Concat(Violations).Append(Job).Select(id => id.ToString())];

    /// <summary>Makes a town with so many of each.</summary>
    public static async Task<Town> Make(RunningHost host, int number)
    {
        var code = await host.NewCity();
        var word = WordOf(code);
        await host.Covers(code);
        object Report(string kind, int i, string? phase = null) => new
        {
            source = code,
            id = $"{kind}{i}",
            kind,
            phase,
            city = code,
            category = kind is "incident" ? "theft" : kind is "violation" ? null : "fight",
            article = kind is "violation" ? "592" : null,
            plate = kind is "violation" ? $"{i}23{code[^1]}AB09" : null,
            by = phase is null ? null : "op",
            occurredAt = $"2026-02-0{i}T1{i}:00:00Z",
            // A register of the past: its incidents are over.
            knownAt = kind is "incident" ? $"2026-02-0{i}T23:00:00Z" : null,
            street = $"{word} street",
            district = $"{word} district",
            description = $"{word} was seen",
            deviceId = $"{word}-cam",
            longitude = 73.1 + i * 0.0137,
            latitude = 49.75 + i * 0.0019,
        };
        string[] kinds = ["incident", "alert", "sosCall", "violation"];
        var reported = await host.PostLines(kinds.SelectMany(kind => Enumerable.Range(1, number).Select(i => Report(kind, i))));
        Assert.All(reported.Statuses, status => Assert.Equal("accepted", status));
        var answered = await host.PostLines(Enumerable.Range(1, number).Select(i => Report("sosCall", i, "answered")));
        Assert.All(answered.Statuses, status => Assert.Equal("accepted", status));
        await host.PostLines(Report("alert", 1, "ended"), Report("sosCall", 1, "ended"));
        Guid[][] ids =
        [
            .. Enumerable.Range(0, kinds.Length).Select(k => Enumerable.Range(k * number, number).Select(reported.Id).ToArray()),
        ];
        var opened = await host.Ask($"mutation {{ {string.Join(' ', Enumerable.Range(0, number + 1).Select(i =>
            $$"""
            o{{i}}: openIncident(console: "{{code}}", key: "{{i}}", category: "fight", description: "{{word}} said",
                deviceId: "{{word}}-cam", occurredAt: "2026-03-0{{i + 1}}T12:00:00Z", place: { city: "{{code}}", street: "{{word}} street",
                point: { longitude: {{FormattableString.Invariant($"{73.05 + i * 0.0113}")}}, latitude: 49.76 } }) { id }
            """))}}}");
        var open = Enumerable.Range(0, number + 1).Select(i => opened.GetProperty($"o{i}").GetProperty("id").GetGuid()).ToArray();
        // An analysis is of what the read models hold.
        await host.CaughtUp();
        var job = await host.Ask(
            $$"""
            mutation {
                r: resolveIncident(id: "{{open[^1]}}", outcomeCode: "done") { id }
                c: closeIncident(id: "{{open[^1]}}") { id }
                a: acknowledgeAlert(id: "{{ids[1][0]}}") { id }
                d: dismissAlert(id: "{{ids[1][1]}}", reasonCode: "shadow") { id }
                v: confirmViolation(id: "{{ids[3][0]}}") { id }
                k: registerDevice(deviceId: "{{word}}-cam", kind: CAMERA, place: { city: "{{code}}", street: "{{word}} street",
                    point: { longitude: 73.1, latitude: 49.75 } }, installedAt: "2026-01-01T00:00:00Z",
                    details: { installedOn: "2026-01-01", acceptedOn: "2026-01-01" }) { id }
                j: startDecomposition(from: "2026-01-01", until: "2026-04-01", filter: { cities: ["{{code}}"] }, waitSeconds: 0) { id }
            }
            """);
        var missed = Some.ForecastTerms with { Plan = code, City = code, From = new(2026, 2, 2), Until = new(2026, 2, 9) };
        await host.Services.GetRequiredService<CommandStore>().Decide(
            new NoteMissedForecast(missed), TestContext.Current.CancellationToken);
        return new(code, open[..^1], open[^1], ids[0], ids[1], ids[2], ids[3], job.GetProperty("j").GetProperty("id").GetGuid());
    }
}

/// <summary>Somebody who asks the host.</summary>
internal sealed record TownCaller(RunningHost Host, AuthenticationHeaderValue SignIn)
{
    /// <summary>The text of the answer to a body.</summary>
    public async Task<string> Post(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = await Send(request);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The answer to a query or mutation, in the short form of the tests.</summary>
    public async Task<JsonElement> Answer(string query, object? variables = null) =>
        JsonDocument.Parse(await Post(JsonSerializer.Serialize(new { query = MutationText.Of(query), variables }))).RootElement;

    /// <summary>The data of an answer without errors.</summary>
    public async Task<JsonElement> Ask(string query, object? variables = null)
    {
        var answer = await Answer(query, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), $"{query}: {errors}");
        return answer.GetProperty("data");
    }

    /// <summary>The codes of the refusals of an answer.</summary>
    public async Task<string[]> Codes(string query, object? variables = null) =>
        [.. RunningHost.ErrorsOf(await Answer(query, variables)).Select(error => error.Code)];

    /// <summary>The ids and the number of a list.</summary>
    /// <param name="list">Its field, such as <c>incidents</c>.</param>
    /// <param name="filter">Its filter, or nothing.</param>
    public async Task<Guid[]> Listed(string list, string filter = "")
    {
        const string Purpose = "query Q @purpose(reason: AUDIT, reference: \"a test\")";
        var arguments = filter.Length > 0 ? $"filter: {{ {filter} }}, first: 1000" : "first: 1000";
        var answer = (await Ask($"{Purpose} {{ {list}({arguments}) {{ totalCount nodes {{ id }} }} }}")).GetProperty(list);
        Guid[] ids = [.. answer.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetGuid()).Order()];
        Assert.Equal(ids.Length, answer.GetProperty("totalCount").GetInt32());
        return ids;
    }

    /// <summary>Gets an address.</summary>
    public Task<HttpResponseMessage> Get(string address) => Send(new(HttpMethod.Get, address));

    private Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        request.Headers.Authorization = SignIn;
        return Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
