using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Domain.Access;
using Xunit;

namespace Incidents.Tests.Units;

/// <summary>A phone works on its own missions, and both sides say the same of them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class UnitHostTests(SharedHost shared)
{
    private RunningHost Host => shared.Host;

    [Fact]
    public async Task A_unit_accepts_sets_out_arrives_and_is_free_and_the_incident_says_the_same()
    {
        var city = await Host.NewCity();
        var (own, foreign) = ($"{city}-phone", $"{city}-other");
        await Register(city, "P-1", own, 73.10);
        await Register(city, "P-2", foreign, 73.20);
        await Host.Ask($$"""mutation { beginUnitDuty(city: "{{city}}", unit: "P-1") { state } }""");
        await Host.CaughtUp();
        var incident = (await Host.Ask(
            $$"""
            mutation { openIncident(console: "{{city}}", key: "1", category: "theft",
                place: { city: "{{city}}", point: { longitude: 73.1, latitude: 49.8 } }) { id } }
            """)).GetProperty("openIncident").GetProperty("id").GetGuid();

        // Of two units only the one on duty is free.
        var advice = (await Host.Ask(
            $$"""{ recommendedUnits(id: "{{incident}}") { basis kilometresPerHour units { distanceMetres unit { callSign } } } }"""))
            .GetProperty("recommendedUnits");
        Assert.Equal(("STRAIGHT_LINE", 30.0), (
            advice.GetProperty("basis").GetString(), advice.GetProperty("kilometresPerHour").GetDouble()));
        Assert.Equal("P-1", Assert.Single(advice.GetProperty("units").EnumerateArray()).GetProperty("unit").GetProperty("callSign")
            .GetString());

        await Host.Ask($$"""mutation { assignUnit(id: "{{incident}}", unit: "P-1") { id } }""");
        await Host.CaughtUp();
        Assert.Equal("ASSIGNED", (await As(own, "{ myUnit { state missions { incidentId } } }", city))
            .GetProperty("data").GetProperty("myUnit").GetProperty("state").GetString());
        // Another phone speaks for itself only.
        Assert.Equal("ACCESS_DENIED", RunningHost.CodeOf(await As(foreign, Say("unitAccept", incident, "P-1"), city)));
        Assert.Equal("UNIT_NOT_ASSIGNED", RunningHost.CodeOf(await As(foreign, Say("unitAccept", incident), city)));

        foreach (var (mutation, state) in (IEnumerable<(string, string)>)[
            ("unitAccept", "ACCEPTED"), ("unitAccept", "ACCEPTED"), ("unitEnRoute", "EN_ROUTE"), ("unitArrive", "AT_SCENE")])
            Assert.Equal(state, StateOf(await As(own, Say(mutation, incident), city), mutation));
        Assert.Equal("ON_SCENE", await StatusOf(incident));
        Assert.Equal("FREE", StateOf(await As(own, Say("unitFree", incident), city), "unitFree"));
        Assert.Equal("OPEN", await StatusOf(incident));
        Assert.Equal("UNIT_ALREADY_RELEASED", RunningHost.CodeOf(await As(own, Say("unitFree", incident), city)));
    }

    [Fact]
    public async Task A_position_that_comes_late_puts_no_unit_back_and_one_that_is_nowhere_is_refused()
    {
        var city = await Host.NewCity();
        await Register(city, "P-1", $"{city}-phone", 73.1);
        string Report(double longitude, string at) =>
            $$"""
            mutation { reportUnitPosition(city: "{{city}}", unit: "P-1", point: { longitude: {{longitude}}, latitude: 49.8 },
                occurredAt: "{{at}}") { position { point { longitude } } } }
            """;

        await Host.Ask(Report(73.3, "2026-01-05T06:01:00Z"));
        var late = await Host.Ask(Report(73.2, "2026-01-05T06:00:00Z"));

        Assert.Equal(73.3, late.GetProperty("reportUnitPosition").GetProperty("position").GetProperty("point").GetProperty("longitude")
            .GetDouble());
        Assert.Equal("COORDINATES_OUT_OF_RANGE", (await Host.Refused(Report(181, "2026-01-05T06:02:00Z"))).Code);
        Assert.Equal("TIME_IN_FUTURE", (await Host.Refused(Report(73.1, "2100-01-05T06:02:00Z"))).Code);
    }

    private Task<JsonElement> Register(string city, string unit, string account, double longitude) => Host.Ask(
        $$"""
        mutation { registerUnit(unit: "{{unit}}", kind: PATROL, account: "{{account}}",
            place: { city: "{{city}}", point: { longitude: {{longitude}}, latitude: 49.8 } }) { id } }
        """);

    private static string Say(string mutation, Guid incident, string? unit = null) =>
        $$"""mutation { {{mutation}}(id: "{{incident}}"{{(unit is null ? "" : $", unit: \"{unit}\"")}}) { state } }""";

    private static string? StateOf(JsonElement answer, string mutation) =>
        answer.GetProperty("data").GetProperty(mutation).GetProperty("unit").GetProperty("state").GetString();

    private async Task<string?> StatusOf(Guid incident) => (await Host.Ask(
        $$"""{ incident(id: "{{incident}}") { status } }""")).GetProperty("incident").GetProperty("status").GetString();

    private async Task<JsonElement> As(string name, string query, string city)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = MutationText.Of(query) }),
        };
        request.Headers.Authorization = Host.SignIn(name, new Grant(Role.Unit, [city]));
        using var response = await Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
