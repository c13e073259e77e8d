using Incidents.Domain;
using Incidents.Domain.Units;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>A unit of a simulated town.</summary>
/// <param name="CallSign">Its call sign, which starts with <c>sim-</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it stands by.</param>
/// <param name="Team">Its team, 0 or 1: the two take turns by days.</param>
internal sealed record SimulatedUnit(string CallSign, UnitKind Kind, Place Place, int Team)
{
    /// <summary>Its stream.</summary>
    public Guid Id => Unit.Stream(Place.City, CallSign);
}

/// <summary>Who works in a simulated town, and when.</summary>
/// <remarks>
/// Operators work from 8 to 20 and from 20 to 8 in four teams, units for a day and a night from 8 on in two teams. Who is on duty follows
/// from the moment alone, so that a day is simulated without the days before it. The numbers are invented.
/// </remarks>
internal sealed class SimulatedCrew
{
    private const int OperatorTeams = 4;
    private const int UnitTeams = 2;
    private const int DayBegins = 8;
    private const int NightBegins = 20;
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    private readonly DateTimeZone zone;
    private readonly string[][] operators;
    private readonly SimulatedUnit[][] teams;

    /// <summary>Employs the people and units of a town.</summary>
    /// <param name="town">The town, with its streets.</param>
    /// <param name="seed">The seed of the simulation.</param>
    public SimulatedCrew(SimulatedTown town, long seed)
    {
        zone = town.Zone;
        var persons = Math.Clamp(1 + (int)Math.Round(3.5 * town.Share), 1, 3);
        operators = [.. Enumerable.Range(0, OperatorTeams).Select(team => Enumerable.Range(1, persons)
            .Select(i => $"{DayScript.Source}.{town.Code}-operator-{team * persons + i:00}").ToArray())];
        (UnitKind Kind, string Name, int OnDuty)[] kinds =
        [
            (UnitKind.Patrol, "patrol", Count(8, 2)), (UnitKind.RoadPolice, "road", Count(3, 1)),
            (UnitKind.Ambulance, "ambulance", Count(5, 1)), (UnitKind.Fire, "fire", Count(3, 1)),
        ];
        var random = KeyedRandom.For(seed, 9, SimulatedTown.Number(town.Code));
        Units = [.. kinds.SelectMany(kind => Enumerable.Range(0, UnitTeams * kind.OnDuty).Select(i => new SimulatedUnit(
            $"sim-{town.Code}-{kind.Name}-{i + 1:00}", kind.Kind, town.OnePlace(random), i % UnitTeams)))];
        teams = [.. Enumerable.Range(0, UnitTeams).Select(team => Units.Where(unit => unit.Team == team).ToArray())];

        int Count(double inAll, int least) => Math.Max(least, (int)Math.Round(inAll * town.Share));
    }

    /// <summary>All units.</summary>
    public IReadOnlyList<SimulatedUnit> Units { get; }

    /// <summary>The number of the shift at a moment; even ones begin in the morning.</summary>
    public long ShiftAt(Instant at)
    {
        var local = at.InZone(zone).LocalDateTime;
        var day = 2L * Period.DaysBetween(Epoch, local.Date);
        return local.Hour < DayBegins ? day - 1 : local.Hour < NightBegins ? day : day + 1;
    }

    /// <summary>When a shift begins.</summary>
    public Instant BeginOf(long shift) => Cities.Resolve(
        Epoch.PlusDays((int)(shift >> 1)).At(new LocalTime(IsOfMorning(shift) ? DayBegins : NightBegins, 0)), zone).ToInstant();

    /// <summary>Whether a shift begins in the morning, when the units change too.</summary>
    public static bool IsOfMorning(long shift) => (shift & 1) == 0;

    /// <summary>The operators of a shift.</summary>
    public IReadOnlyList<string> OperatorsOf(long shift) => operators[(int)((shift % OperatorTeams + OperatorTeams) % OperatorTeams)];

    /// <summary>The units that are on duty in a shift.</summary>
    public IReadOnlyList<SimulatedUnit> UnitsOf(long shift) => teams[(int)(shift >> 1 & 1)];
}
