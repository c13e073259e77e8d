using Incidents.Api.Data;

namespace Incidents.Api.Simulation;

/// <summary>The parameters of the simulation, from <c>simulation.json</c>.</summary>
internal sealed record SimulationPlan(
    string Source, int Cameras, int Recorders, int SosTerminals, double AlertsPerDay, double SosCallsPerDay, double ViolationsPerDay,
    CrimePlan[] Crimes, AlertPlan[] Alerts, TownPlan[] Towns)
{
    /// <summary>Reads the plan from the folder of catalogues.</summary>
    public static SimulationPlan Load(string? folder = null) => Catalogues.Read<SimulationPlan>(folder, "simulation.json");
}

/// <summary>The frequency of an offence.</summary>
/// <param name="Article">Article of УК РК.</param>
/// <param name="Category">Its category.</param>
/// <param name="PerYear">Offences per year in all towns.</param>
/// <param name="Rhythm">Its <see cref="Simulation.Rhythm"/>.</param>
/// <param name="Attended">Whether a unit is assigned to it.</param>
/// <param name="Repeats">Mean number of near-repeats of an offence.</param>
internal sealed record CrimePlan(string Article, string Category, double PerYear, string Rhythm, bool Attended = false, double Repeats = 0);

/// <summary>The frequency of a kind of camera alert.</summary>
/// <param name="Category">Its category.</param>
/// <param name="Share">Its share of all alerts of a day.</param>
/// <param name="Rhythm">Its <see cref="Simulation.Rhythm"/>.</param>
/// <param name="Dispatched">Share of the true ones that are followed by an incident.</param>
/// <param name="FalseShare">Share of dismissed alerts.</param>
/// <param name="Months">The months in which it occurs, or null for all.</param>
internal sealed record AlertPlan(string Category, double Share, string Rhythm, double Dispatched, double FalseShare, int[]? Months = null);

/// <summary>The parameters of a town.</summary>
/// <param name="City">Code of the city.</param>
/// <param name="DispatchMinutes">Median time until a unit is assigned, in minutes.</param>
/// <param name="ArrivalMinutes">Median time until it arrives, in minutes.</param>
/// <param name="ResolutionMinutes">Median time from arrival to resolution, in minutes.</param>
/// <param name="HotSpots">Number of hot spots.</param>
/// <param name="Streets">Names of streets.</param>
/// <param name="Neighbourhoods">Its neighbourhoods.</param>
internal sealed record TownPlan(
    string City, double DispatchMinutes, double ArrivalMinutes, double ResolutionMinutes, int HotSpots, string[] Streets,
    NeighbourhoodPlan[] Neighbourhoods);

/// <summary>A part of a town, with streets in two directions within a radius.</summary>
/// <param name="Name">Its name.</param>
/// <param name="District">Its administrative district, or null if the town has none.</param>
/// <param name="Longitude">Longitude of its centre in degrees.</param>
/// <param name="Latitude">Latitude of its centre in degrees.</param>
/// <param name="RadiusMetres">Its radius in metres.</param>
/// <param name="Weight">Its weight in the town.</param>
/// <param name="StreetDegrees">Direction of its streets, anticlockwise from east.</param>
internal sealed record NeighbourhoodPlan(
    string Name, string? District, double Longitude, double Latitude, double RadiusMetres, double Weight, double StreetDegrees);
