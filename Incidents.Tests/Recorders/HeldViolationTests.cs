using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Recorders;

/// <summary>One plate at two places, through the host: both captures are held, not fined, and lifted by a person.</summary>
[Collection(OnSharedHost.Name)]
public sealed class HeldViolationTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;
    private readonly Instant noon = shared.Host.Services.GetRequiredService<IClock>().GetCurrentInstant() - Duration.FromHours(3);

    [Fact]
    public async Task Captures_that_no_vehicle_can_have_made_are_held_and_fined_only_after_a_person_has_looked()
    {
        var city = await host.NewCity();
        // A tenth of a degree of latitude, 11.1 km, in 30 s: within twice the 30 s of clocks that were not measured.
        var ids = await host.PostLines(
            Violation(city, "1", "511 KLN 09", "rec-1", 49.8, 0), Violation(city, "2", "511 KLN 09", "rec-2", 49.9, 30),
            Violation(city, "3", "512 KLN 09", "rec-2", 49.9, 30), Violation(city, "4", "511 KLN 09", "rec-2", 49.9, 3_600));
        foreach (var i in (int[])[0, 1, 2, 3])
            await host.Ask("mutation ($id: UUID!) { confirmViolation(id: $id, by: \"i\") { status } }", new { id = ids.Id(i) });

        await RunningHost.Until(
            async () => await Hold(ids.Id(0)) is not null && await Hold(ids.Id(1)) is not null, "both captures to be held");

        var hold = (await Hold(ids.Id(1)))!.Value;
        Assert.Equal("TWO_PLACES", hold.GetProperty("reason").GetString());
        Assert.Equal("rule:recorders", hold.GetProperty("by").GetString());
        Assert.Equal(ids.Id(0), hold.GetProperty("otherId").GetGuid());
        Assert.Equal(11_120, hold.GetProperty("distanceMetres").GetDouble());
        Assert.Equal("VIOLATION_HELD", await Fined(ids.Id(0)));

        await host.Ask(
            "mutation ($id: UUID!) { liftViolationHold(id: $id, by: \"i\", reasonCode: \"reads-agree\") { hold { reason } } }",
            new { id = ids.Id(0) });
        Assert.Null(await Fined(ids.Id(0)));
        // Another plate, and the same one an hour later, are possible.
        Assert.Null(await Hold(ids.Id(2)));
        Assert.Null(await Hold(ids.Id(3)));
        Assert.Null(await Fined(ids.Id(3)));
    }

    [Fact]
    public async Task A_person_holds_and_lifts_by_name()
    {
        var city = await host.NewCity();
        var id = (await host.PostLines(Violation(city, "1", "513 KLN 09", "rec-1", 49.8, 0))).Id();
        const string HoldIt = "mutation ($id: UUID!) { holdViolation(id: $id, by: \"i\", note: \"a lorry\") { hold { reason by note } } }";
        const string LiftIt = "mutation ($id: UUID!) { liftViolationHold(id: $id, by: \"i\", reasonCode: \"seen\") { hold { by } } }";

        Assert.Equal("VIOLATION_NOT_HELD", (await host.Refused(LiftIt, new { id })).Code);
        Assert.Equal(
            """{"reason":"OTHER","by":"i","note":"a lorry"}""",
            (await host.Ask(HoldIt, new { id })).GetProperty("holdViolation").GetProperty("hold").GetRawText());
        Assert.Equal("VIOLATION_ALREADY_HELD", (await host.Refused(HoldIt, new { id })).Code);
        Assert.Equal(
            JsonValueKind.Null,
            (await host.Ask(LiftIt, new { id })).GetProperty("liftViolationHold").GetProperty("hold").ValueKind);
    }

    [Fact]
    public async Task A_recorder_that_nobody_suspects_is_not_cleared()
    {
        var city = await host.NewCity();
        const string Clear =
            """
            mutation ($city: String!) {
              clearRecorder(city: $city, deviceId: "rec-1", by: "i", reasonCode: "verified") { city } }
            """;
        Assert.Equal("NOT_FOUND", (await host.Refused(Clear, new { city })).Code);
    }

    private async Task<JsonElement?> Hold(Guid id)
    {
        var hold = (await host.Ask(
            "query ($id: UUID!) { violation(id: $id) { hold { reason by otherId distanceMetres seconds } } }", new { id }))
            .GetProperty("violation").GetProperty("hold");
        return hold.ValueKind is JsonValueKind.Null ? null : hold;
    }

    private async Task<string?> Fined(Guid id) => RunningHost.CodeOf(
        await host.Answer("mutation ($id: UUID!) { fineViolation(id: $id) { status } }", new { id }));

    private object Violation(string city, string id, string plate, string recorder, double latitude, int seconds) => new
    {
        source = city,
        id,
        kind = "violation",
        city,
        article = "592",
        part = "1",
        plate,
        deviceId = recorder,
        longitude = 73.1,
        latitude,
        measured = new { value = 75, allowed = 60, unit = "km/h" },
        certificate = new { number = "KZ-1", validUntil = "2099-12-31" },
        occurredAt = InstantPattern.ExtendedIso.Format(noon + Duration.FromSeconds(seconds)),
    };
}
