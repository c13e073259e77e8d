using Incidents.Domain;
using Incidents.Domain.Hazards;
using Xunit;

namespace Incidents.Tests.Hazards;

[Collection(OnSharedHost.Name)]
public sealed class HazardTests(SharedHost shared)
{
    private static readonly NoteHazard Note = new(Some.Origin, "weapon", Some.Place, "A hunter lives here.", "op");
    private static readonly LiftHazard Lift = new(Some.Id, "karaganda", "op", "moved away");

    [Fact]
    public void A_person_notes_a_hazard() => Note.Yields(null, Some.HazardNoted() with { OccurredAt = Some.Now, KnownAt = Some.Now });

    [Fact]
    public void A_hazard_noted_again_changes_nothing() => Note.Yields(Some.Folded<Hazard>(Some.HazardNoted()));

    [Fact]
    public void A_hazard_without_coordinates_would_not_be_found() => Assert.Equal(
        ("place.point", ErrorCode.FieldMissing),
        (Note with { Place = new("karaganda") }).Check() is { } refusal ? (refusal.Field!, refusal.Code) : default);

    [Fact]
    public void No_hazard_is_noted_ahead() => (Note with { OccurredAt = Some.Later(6) }).Refuses(null, Refusals.ImpossibleTime);

    [Fact]
    public void A_hazard_is_lifted_once_by_who_knows_its_town()
    {
        var noted = Some.Folded<Hazard>(Some.HazardNoted());
        Lift.Yields(noted, Some.HazardLifted());
        Lift.Refuses(null, Refusals.NotFound);
        (Lift with { Town = "temirtau" }).Refuses(noted, Refusals.NotFound);
        Lift.Refuses(Some.Folded<Hazard>(Some.HazardNoted(), Some.HazardLifted()), LiftHazard.AlreadyLifted);
    }

    [Fact]
    public async Task A_hazard_stands_on_the_incidents_at_its_address_until_it_is_lifted()
    {
        var host = shared.Host;
        var city = await host.NewCity();
        var noted = (await host.Ask(
            $$"""
            mutation { noteHazard(console: "c", key: "{{city}}", category: "weapon", by: "op", description: "A hunter lives here.",
              place: { city: "{{city}}", point: { longitude: 73.1, latitude: 49.8 } }) { id } }
            """)).GetProperty("noteHazard").GetProperty("id").GetGuid();
        var (here, away) = (await Open("1", 49.8003), await Open("2", 49.801));
        await host.CaughtUp();

        Assert.Equal((string?[])["A hunter lives here."], await Hazards(here));
        // 111 metres away.
        Assert.Empty(await Hazards(away));

        await host.Ask(
            $"mutation {{ liftHazard(city: \"{city}\", hazardId: \"{noted}\", by: \"op\", reason: \"moved away\") {{ isLifted }} }}");
        await host.CaughtUp();
        Assert.Empty(await Hazards(here));

        async Task<Guid> Open(string key, double latitude) => (await host.Ask(
            FormattableString.Invariant(
                $$"""
                mutation { openIncident(console: "c", key: "{{city}}-{{key}}", category: "fight",
                  place: { city: "{{city}}", point: { longitude: 73.1, latitude: {{latitude}} } }) { id } }
                """))).GetProperty("openIncident").GetProperty("id").GetGuid();

        async Task<string?[]> Hazards(Guid incident) =>
        [
            .. (await host.Ask($"{{ incident(id: \"{incident}\") {{ hazards {{ description }} }} }}")).GetProperty("incident")
                .GetProperty("hazards").EnumerateArray().Select(hazard => hazard.GetProperty("description").GetString()),
        ];
    }
}
