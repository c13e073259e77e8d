using Incidents.Api.Data;

namespace Incidents.Api.Simulation;

/// <summary>What the simulator imitates, from <c>simulation.json</c>.</summary>
internal sealed record SimulationPlan(
    string Source, int Cameras, int Recorders, int SosTerminals, double AlertsPerDay, double SosCallsPerDay, double ViolationsPerDay,
    CrimePlan[] Crimes, AlertPlan[] Alerts, TownPlan[] Towns)
{
    /// <summary>Reads it from the folder of catalogues.</summary>
    public static SimulationPlan Load(string? folder = null) => Catalogues.Read<SimulationPlan>(folder, "simulation.json");
}

/// <summary>One offence and how often it is registered.</summary>
/// <param name="Article">Article of УК РК.</param>
/// <param name="Category">Our category of it.</param>
/// <param name="PerYear">Offences a year in all towns together.</param>
/// <param name="Rhythm">Its <see cref="Simulation.Rhythm"/>.</param>
/// <param name="Attended">Whether a unit is sent to it.</param>
/// <param name="Repeats">Mean number of near-repeats that each one excites.</param>
internal sealed record CrimePlan(string Article, string Category, double PerYear, string Rhythm, bool Attended = false, double Repeats = 0);

/// <summary>One kind of camera alert.</summary>
/// <param name="Category">Our category of it.</param>
/// <param name="Share">Its share of all alerts of a day.</param>
/// <param name="Rhythm">Its <see cref="Simulation.Rhythm"/>.</param>
/// <param name="Dispatched">Share of the true ones that lead to an incident.</param>
/// <param name="FalseShare">Share that is dismissed.</param>
/// <param name="Months">The months in which it occurs, or null for all.</param>
internal sealed record AlertPlan(string Category, double Share, string Rhythm, double Dispatched, double FalseShare, int[]? Months = null);

/// <summary>One town.</summary>
/// <param name="City">The city's code.</param>
/// <param name="DispatchMinutes">Median time until a unit is sent.</param>
/// <param name="ArrivalMinutes">Median time until it arrives.</param>
/// <param name="ResolutionMinutes">Median time from arrival until it is done.</param>
/// <param name="HotSpots">Number of hot places.</param>
/// <param name="Streets">Names of streets.</param>
/// <param name="Neighbourhoods">Where people live.</param>
internal sealed record TownPlan(
    string City, double DispatchMinutes, double ArrivalMinutes, double ResolutionMinutes, int HotSpots, string[] Streets, NeighbourhoodPlan[] Neighbourhoods);

/// <summary>A part of a town: streets in two directions within a radius.</summary>
/// <param name="Name">Its name.</param>
/// <param name="District">The administrative district that it lies in, or null where the town has none.</param>
/// <param name="Longitude">Degrees east of its middle.</param>
/// <param name="Latitude">Degrees north of its middle.</param>
/// <param name="RadiusMetres">How far it reaches.</param>
/// <param name="Weight">Its share of what happens in the town.</param>
/// <param name="StreetDegrees">Direction of its streets, anticlockwise from east.</param>
internal sealed record NeighbourhoodPlan(
    string Name, string? District, double Longitude, double Latitude, double RadiusMetres, double Weight, double StreetDegrees);
