using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Units;
using Incidents.Projections.Units;
using NodaTime;

namespace Incidents.Api.Units;

/// <summary>Opens units with their missions: the one place where both sides of a mission are put together.</summary>
/// <remarks>
/// Which incidents have units comes from the register, a moment after the events; how far each has come from the events themselves. A unit
/// is that of the incident's town by its call sign.
/// </remarks>
internal sealed class UnitFiles(UnitReader reader, UnitPositions positions, EventReader events, UnitSettings settings, IClock clock)
{
    private const int MostAtOnce = 500;

    /// <summary>The units of some towns, by city and call sign.</summary>
    /// <param name="cities">City codes; null for all.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<List<UnitView>> Read(IReadOnlyList<string>? cities, CancellationToken cancellation) =>
        await Open(await reader.Read(cities, cancellation), cities, [], cancellation);

    /// <summary>One unit, or null; with its mission on an incident that the register may not have yet.</summary>
    /// <param name="city">City code.</param>
    /// <param name="callSign">Its call sign.</param>
    /// <param name="incident">The incident, or null.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<UnitView?> Find(string city, string callSign, Guid? incident, CancellationToken cancellation)
    {
        if (await events.Open<Unit>(Unit.Stream(city, callSign), null, cancellation) is not { } unit)
            return null;
        var state = unit.State;
        UnitRow row = new(
            Unit.Stream(city, callSign), unit.Version, callSign, state.Kind, state.Place, state.Account, state.IsRetired, state.IsOnDuty,
            state.DutyAt);
        return (await Open([row], [city], incident is { } id ? [id] : [], cancellation))[0];
    }

    /// <summary>Whether there is such a unit, also one that is no more.</summary>
    /// <param name="city">City code.</param>
    /// <param name="callSign">Its call sign.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<bool> Has(string city, string callSign, CancellationToken cancellation) =>
        await events.Open<Unit>(Unit.Stream(city, callSign), null, cancellation) is not null;

    /// <summary>The unit whose phone has a sign-in, or null where there is none, or several have it.</summary>
    /// <param name="account">Name of the sign-in.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<UnitRow?> OfAccount(string account, CancellationToken cancellation) =>
        await reader.OfAccount(account, cancellation) is [var only] ? only : null;

    /// <summary>Which unit could be sent to a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="kinds">The kinds that are wanted; none for any.</param>
    /// <param name="first">The most units.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<UnitRecommendation> Recommend(
        Place place, IReadOnlyCollection<UnitKind> kinds, int first, CancellationToken cancellation)
    {
        var speed = settings.KilometresPerHour;
        if (place.Point is not { } to)
            return new(TravelTimeBasis.StraightLine, speed, true, [], []);
        var free = new List<UnitView>();
        foreach (var unit in await Read([place.City], cancellation))
        {
            if (await unit.State() is UnitState.Free)
                free.Add(unit);
        }
        var candidates = free.ConvertAll(unit => (Unit: unit, Candidate: Candidate(unit)));
        var ranked = UnitRanking.Of(to, candidates.Select(c => c.Candidate).OfType<UnitCandidate>(), kinds, speed);
        var bySign = free.ToDictionary(unit => unit.CallSign, StringComparer.Ordinal);
        return new(
            TravelTimeBasis.StraightLine, speed, false,
            [
                .. ranked.Take(first).Select(r => new RecommendedUnit(
                    bySign[r.Unit.CallSign], Math.Round(r.Metres, 1), Math.Round(r.Seconds), r.Unit.From,
                    kinds.Count == 0 || kinds.Contains(r.Unit.Kind))),
            ],
            [.. candidates.Where(c => c.Candidate is null).Select(c => c.Unit.CallSign)]);
    }

    private UnitCandidate? Candidate(UnitView unit) =>
        unit.Position is { } position && position.At >= clock.GetCurrentInstant() - settings.LongestAge
            ? new(unit.CallSign, unit.Kind, position.Point, UnitPlace.Reported)
        : unit.Place.Point is { } point ? new(unit.CallSign, unit.Kind, point, UnitPlace.StandBy)
        : null;

    private async Task<List<UnitView>> Open(
        List<UnitRow> rows, IReadOnlyList<string>? cities, IReadOnlyList<Guid> further, CancellationToken cancellation)
    {
        var known = await positions.Read([.. rows.Select(row => row.Id)], cancellation);
        // Once for all of them, when the first is asked for its missions.
        var missions = new Lazy<Task<Dictionary<Guid, UnitMission[]>>>(() => Missions(rows, cities, further, cancellation));
        return rows.ConvertAll(row => new UnitView(
            row, known.GetValueOrDefault(row.Id), async () => (await missions.Value)[row.Id]));
    }

    private async Task<Dictionary<Guid, UnitMission[]>> Missions(
        List<UnitRow> rows, IReadOnlyList<string>? cities, IReadOnlyList<Guid> further, CancellationToken cancellation)
    {
        var asked = rows.Select(row => (row.Place.City, Sign: row.CallSign)).ToHashSet();
        var on = new List<((string City, string Sign) Unit, Guid Id, Incident State)>();
        // All of them, a page at a time: a unit of an incident that is left out would count as free.
        foreach (var page in (await reader.IncidentsWithUnits(cities, cancellation)).Union(further).Chunk(MostAtOnce))
        {
            foreach (var (id, stream) in await events.Open<Incident>(page, null, cancellation))
            {
                on.AddRange(stream.State.Units.Where(unit => unit.EndedAt is null)
                    .Select(unit => (stream.State.Place.City, Sign: unit.Unit)).Distinct().Where(asked.Contains)
                    .Select(unit => (unit, id, stream.State)));
            }
        }
        var byUnit = on.ToLookup(mission => mission.Unit);
        var states = await events.Open<Unit>([.. rows.Select(row => row.Id)], null, cancellation);
        return rows.ToDictionary(row => row.Id, row => byUnit[(row.Place.City, row.CallSign)]
            .Select(mission => UnitMission.Of(states.GetValueOrDefault(row.Id)?.State, row.CallSign, mission.Id, mission.State))
            .OfType<UnitMission>().OrderBy(mission => mission.SentAt.ToInstant()).ThenBy(mission => mission.IncidentId).ToArray());
    }
}
