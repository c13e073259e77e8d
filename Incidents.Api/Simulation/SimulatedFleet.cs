using Incidents.Domain;
using Incidents.Domain.Units;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Which units are on which incident.</summary>
internal sealed class SimulatedFleet(IReadOnlyList<SimulatedTown> towns)
{
    // How fast a unit goes, as a demo shows it: the times of arrival come from the script.
    private const double MetresPerSecond = 11;
    private const double FarthestShare = 0.95;
    private static readonly Duration Back = Duration.FromMinutes(8);

    private static readonly Dictionary<string, UnitKind> Kinds = new()
    {
        ["fire"] = UnitKind.Fire,
        ["smoke"] = UnitKind.Fire,
        ["ems"] = UnitKind.Ambulance,
        ["fall"] = UnitKind.Ambulance,
        ["traffic-accident"] = UnitKind.RoadPolice,
        ["drunk-driving-accident"] = UnitKind.RoadPolice,
        ["driving-while-banned"] = UnitKind.RoadPolice,
        ["wanted-vehicle"] = UnitKind.RoadPolice,
    };

    private readonly Dictionary<string, SimulatedCrew> crews = towns.ToDictionary(town => town.Code, town => town.Crew);
    private readonly Dictionary<(Guid Incident, string Unit), Mission> missions = [];
    private readonly Dictionary<string, Mission> latest = [];

    /// <summary>
    /// Sends the nearest unit that is free and of the right kind; where there is none, one of another kind or team. Null where none is
    /// free: then nobody is sent.
    /// </summary>
    /// <param name="city">The town.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="unit">What the script calls the unit.</param>
    /// <param name="category">Category of the incident.</param>
    /// <param name="point">Where it is.</param>
    /// <param name="at">When.</param>
    public SimulatedUnit? Send(string city, Guid incident, string unit, string category, GeoPoint point, Instant at)
    {
        var crew = crews[city];
        var kind = Kinds.GetValueOrDefault(category, UnitKind.Patrol);
        // The second one helps the first: an ambulance where somebody may be hurt, else a patrol.
        if (missions.Any(other => other.Key.Incident == incident))
            kind = kind is UnitKind.Fire or UnitKind.RoadPolice ? UnitKind.Ambulance : UnitKind.Patrol;
        var onDuty = crew.UnitsOf(crew.ShiftAt(at));
        var chosen = crew.Units.Where(candidate => !IsBusy(candidate))
            .OrderBy(candidate => onDuty.Contains(candidate) ? 0 : 1)
            .ThenBy(candidate => candidate.Kind == kind ? 0 : candidate.Kind is UnitKind.Patrol ? 1 : 2)
            .ThenBy(candidate => Wgs84.Metres(candidate.Place.Point!.Value, point))
            .FirstOrDefault();
        if (chosen is null)
            return null;
        missions[(incident, unit)] = latest[chosen.CallSign] = new(chosen, point, at);
        return chosen;
    }

    /// <summary>A unit has arrived.</summary>
    /// <returns>Its call sign; null where none was free to be sent.</returns>
    public string? Arrived(Guid incident, string unit, Instant at)
    {
        if (!missions.TryGetValue((incident, unit), out var mission))
            return null;
        mission.ArrivedAt = at;
        return mission.Unit.CallSign;
    }

    /// <summary>A unit has left.</summary>
    /// <returns>Its call sign; null where none was free to be sent.</returns>
    public string? End(Guid incident, string unit, Instant at)
    {
        if (!missions.Remove((incident, unit), out var mission))
            return null;
        mission.EndedAt = at;
        return mission.Unit.CallSign;
    }

    /// <summary>Where the units on duty are, and those that are not back yet.</summary>
    public IEnumerable<(Guid Unit, GeoPoint Point)> Positions(Instant now) =>
        from crew in crews.Values
        let onDuty = crew.UnitsOf(crew.ShiftAt(now))
        from unit in crew.Units
        where onDuty.Contains(unit) || IsBusy(unit)
        select (unit.Id, PointOf(unit, now));

    private bool IsBusy(SimulatedUnit unit) => latest.GetValueOrDefault(unit.CallSign) is { EndedAt: null };

    private GeoPoint PointOf(SimulatedUnit unit, Instant now)
    {
        var home = unit.Place.Point!.Value;
        if (latest.GetValueOrDefault(unit.CallSign) is not { } mission)
            return home;
        var share = mission switch
        {
            { EndedAt: { } ended } => 1 - (now - ended) / Back,
            { ArrivedAt: not null } => 1,
            _ => Math.Min(
                FarthestShare, (now - mission.SentAt).TotalSeconds * MetresPerSecond / Math.Max(1, Wgs84.Metres(home, mission.Point))),
        };
        share = Math.Clamp(share, 0, 1);
        return new(
            Math.Round(home.Longitude + share * (mission.Point.Longitude - home.Longitude), 6),
            Math.Round(home.Latitude + share * (mission.Point.Latitude - home.Latitude), 6));
    }

    private sealed record Mission(SimulatedUnit Unit, GeoPoint Point, Instant SentAt)
    {
        public Instant? ArrivedAt { get; set; }
        public Instant? EndedAt { get; set; }
    }
}
