using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Incidents.Domain.Access;
using Incidents.Tests.Feeds;
using Incidents.Tests.Mqtt;
using Incidents.Tests.Postgres;
using NodaTime;
using NodaTime.Testing;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Work;

/// <summary>One shift: from a camera's message to an incident that is resolved, with all that is told and kept of it.</summary>
public sealed class OneShiftTests(PostgresFixture postgres)
{
    private const string City = "karaganda";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_becomes_an_incident_that_a_unit_resolves_and_everybody_is_told()
    {
        await using var broker = await MosquittoBroker.Start();
        await using var cap = await FeedReceiver.Start();
        await using var eido = await FeedReceiver.Start();
        var began = Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds());
        var clock = new FakeClock(began);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: Settings(broker));
        await host.Connected();
        foreach (var (receiver, format) in (IEnumerable<(FeedReceiver, string)>)[(cap, "CAP"), (eido, "EIDO")])
        {
            await host.Ask(
                $$"""
                mutation { createFeedSubscription(name: "{{format}}", format: {{format}}, address: "{{receiver.Address}}",
                    kinds: [INCIDENT], classes: [PLACE, EXACT, PERSON]) { secret } }
                """);
        }
        await host.Ask($$"""mutation { beginShift(city: "{{City}}") { person } }""");
        await host.Ask(
            $$"""
            mutation { registerUnit(unit: "P-1", kind: PATROL, account: "phone",
                place: { city: "{{City}}", point: { longitude: 73.11, latitude: 49.8 } }) { id } }
            """);
        await host.Ask($$"""mutation { beginUnitDuty(city: "{{City}}", unit: "P-1") { state } }""");

        await broker.Publish(($"incidents/{City}/reports/cam-1", AlertMessages.Json(1, new
        {
            deviceId = "cam-1",
            confidence = 0.9,
            occurredAt = InstantPattern.General.Format(began),
            longitude = 73.1,
            latitude = 49.8,
        })));
        await RunningHost.Until(async () => (await Incidents(host)).Length == 1, "the incident");
        var id = (await Incidents(host))[0].GetProperty("id").GetGuid();

        await At(1, () => host.Ask($$"""mutation { takeIncident(id: "{{id}}") { takenBy } }"""));
        await At(2, () => host.Ask($$"""mutation { assignUnit(id: "{{id}}", unit: "P-1") { id } }"""));
        await host.CaughtUp();
        await At(3, () => Say(host, "unitAccept", id));
        await At(4, () => Say(host, "unitEnRoute", id));
        await At(9, () => Say(host, "unitArrive", id));
        await At(20, () => Say(host, "unitFree", id));
        await At(21, () => host.Ask($$"""mutation { resolveIncident(id: "{{id}}", outcomeCode: "detained") { version } }"""));
        var alert = (await Incidents(host))[0].GetProperty("signals")[0].GetProperty("id").GetGuid();
        await RunningHost.Until(
            async () => (await host.Ask($$"""{ alert(id: "{{alert}}") { judgement { outcome } } }""")).GetProperty("alert")
                .GetProperty("judgement").ValueKind is JsonValueKind.Object,
            "the outcome of the alert");
        await host.Ask($$"""mutation { endShift(city: "{{City}}") { endedAt } }""");
        await host.CaughtUp();

        var incident = (await Incidents(host))[0];
        Assert.Equal(
            [
                "incident_opened 0", "work_taken 1", "unit_assigned 2", "unit_accepted 3", "unit_set_out 4", "unit_arrived 9",
                "unit_released 20", "incident_resolved 21",
            ],
            incident.GetProperty("timeline").EnumerateArray().Where(entry => entry.GetProperty("subjectId").GetGuid() != alert)
                .Select(entry => $"{entry.GetProperty("type")} {Minutes(entry.GetProperty("occurredAt").GetString()!)}"));
        var unit = (await host.Ask("{ units { state } }")).GetProperty("units")[0];
        Assert.Equal("FREE", unit.GetProperty("state").GetString());
        // Resolved as detained: the alert is confirmed. From taking to resolving 20 minutes of the operator, of the unit 18.
        var ledger = (await host.Ask(
            $$"""
            { alertPrecision(from: "{{Day(-1)}}", until: "{{Day(2)}}", filter: { cities: ["{{City}}"] }) {
                groups { alertCount confirmedCount unitMinutes } } }
            """)).GetProperty("alertPrecision").GetProperty("groups").GetRawText();
        Assert.Equal("""[{"alertCount":1,"confirmedCount":1,"unitMinutes":18}]""", ledger);

        var version = incident.GetProperty("version").GetInt64();
        foreach (var receiver in (FeedReceiver[])[cap, eido])
        {
            await RunningHost.Until(
                () => Task.FromResult(receiver.Taken.Any(one => one.Version == version)), $"version {version} to be told");
            Assert.Equal(receiver.Taken.Select(one => one.Version).Order().Distinct(), receiver.Taken.Select(one => one.Version));
        }
        Assert.All(cap.Taken, one =>
        {
            var document = XDocument.Parse(one.Body);
            Assert.Empty(CapStandard.Missing(document));
            Assert.Empty(CapStandard.Faults(document));
        });
        Assert.All(eido.Taken, one =>
        {
            var document = JsonNode.Parse(one.Body)!.AsObject();
            Assert.Empty(EidoStandard.Missing(document));
            Assert.Empty(EidoStandard.Dangling(document));
        });

        Task At(int minute, Func<Task> act)
        {
            clock.Reset(began + Duration.FromMinutes(minute));
            return act();
        }

        int Minutes(string moment) =>
            (int)(OffsetDateTimePattern.ExtendedIso.Parse(moment).Value.ToInstant() - began).TotalMinutes;

        string Day(int days) => LocalDatePattern.Iso.Format((began + Duration.FromDays(days)).InUtc().Date);
    }

    private static Dictionary<string, string?> Settings(MosquittoBroker broker) => new(broker.Settings("shift"))
    {
        ["Correlation:Enabled"] = "true",
        ["Feeds:Domain"] = "centre.example",
        ["Feeds:Networks"] = "127.0.0.1/32",
        ["Feeds:AllowsHttp"] = "true",
        ["Feeds:Interval"] = "00:00:00.05",
    };

    private static async Task<JsonElement[]> Incidents(RunningHost host) =>
    [
        .. (await host.Ask(
            """
            { incidents(first: 5) { nodes { id version signals { id } timeline { subjectId type occurredAt } } } }
            """)).GetProperty("incidents").GetProperty("nodes").EnumerateArray(),
    ];

    // The phone of the unit.
    private static async Task Say(RunningHost host, string mutation, Guid incident)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = MutationText.Of($$"""mutation { {{mutation}}(id: "{{incident}}") { state } }""") }),
        };
        request.Headers.Authorization = host.SignIn("phone", new Grant(Role.Unit, [City]));
        using var response = await host.Client.SendAsync(request, Cancellation);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(
            JsonValueKind.Object, answer.GetProperty("data").GetProperty(mutation).GetProperty("unit").ValueKind);
    }
}
