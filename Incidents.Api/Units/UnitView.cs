using System.ComponentModel;
using Incidents.Domain;
using Incidents.Domain.Units;
using NodaTime;

namespace Incidents.Api.Units;

/// <summary>A unit, with what it does at present.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Number of its events: what a command on the unit itself names as the version that its sender saw.</param>
/// <param name="CallSign">Its call sign.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it stands by.</param>
/// <param name="Account">Name of the sign-in of its phone, or null.</param>
/// <param name="IsRetired">Whether it is no more.</param>
/// <param name="IsOnDuty">Whether it is on duty.</param>
/// <param name="State">What it does: that of the mission to which it was sent last.</param>
/// <param name="StateSince">Since when; null where nobody said whether it is on duty.</param>
/// <param name="Position">Where its phone reported it last, or null.</param>
/// <param name="Missions">The incidents that it is on, by the time at which it was sent.</param>
[DisplayName("Unit")]
public sealed record UnitView(
    Guid Id, long Version, string CallSign, UnitKind Kind, Place Place, string? Account, bool IsRetired, bool IsOnDuty, UnitState State,
    OffsetDateTime? StateSince, UnitPosition? Position, IReadOnlyList<UnitMission> Missions)
{
    /// <summary>City code; also in `place`.</summary>
    public string City => Place.City;
}

/// <summary>A unit that could be sent.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="DistanceMetres">Metres in a straight line.</param>
/// <param name="TravelSeconds">Seconds in a straight line by `kilometresPerHour`.</param>
/// <param name="From">How it is known where it is.</param>
/// <param name="IsOfKind">Whether it is of a kind that was asked for.</param>
public sealed record RecommendedUnit(UnitView Unit, double DistanceMetres, double TravelSeconds, UnitPlace From, bool IsOfKind);

/// <summary>How a travel time was found.</summary>
public enum TravelTimeBasis
{
    /// <summary>The straight line at one speed: roads, rivers and traffic are not known.</summary>
    StraightLine,
}

/// <summary>Which unit could be sent to an incident.</summary>
/// <param name="Basis">How travel times were found.</param>
/// <param name="KilometresPerHour">The speed.</param>
/// <param name="IsPlaceUnknown">Whether it is not known where the incident is, so that no unit can be recommended.</param>
/// <param name="Units">The free units of the town, those of the kinds asked for first, then by travel time.</param>
/// <param name="WithoutPlace">Call signs of free units of which neither a position nor a place to stand by is known.</param>
public sealed record UnitRecommendation(
    TravelTimeBasis Basis, double KilometresPerHour, bool IsPlaceUnknown, IReadOnlyList<RecommendedUnit> Units,
    IReadOnlyList<string> WithoutPlace);
