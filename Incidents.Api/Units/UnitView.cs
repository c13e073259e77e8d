using System.ComponentModel;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Units;
using Incidents.Projections.Units;
using NodaTime;

namespace Incidents.Api.Units;

/// <summary>A unit, with what it does at present.</summary>
/// <remarks>
/// The events of incidents are read when the first field asks for them: a phone that reports its position again and again asks for none.
/// </remarks>
[ObjectType]
[DisplayName("Unit")]
public sealed class UnitView
{
    private readonly UnitRow row;
    private readonly Lazy<Task<IReadOnlyList<UnitMission>>> missions;

    internal UnitView(UnitRow row, UnitPosition? position, Func<Task<IReadOnlyList<UnitMission>>> missions)
    {
        (this.row, Position) = (row, position);
        this.missions = new(missions);
    }

    /// <summary>Its id.</summary>
    public Guid Id => row.Id;

    /// <summary>Number of its events: what a command on the unit itself names as the version that its sender saw.</summary>
    public long Version => row.Version;

    /// <summary>Its call sign.</summary>
    public string CallSign => row.CallSign;

    /// <summary>What it is.</summary>
    public UnitKind Kind => row.Kind;

    /// <summary>Where it stands by.</summary>
    public Place Place => row.Place;

    /// <summary>City code; also in `place`.</summary>
    public string City => row.Place.City;

    /// <summary>Name of the sign-in of its phone, or null.</summary>
    public string? Account => row.Account;

    /// <summary>Whether it is no more.</summary>
    public bool IsRetired => row.IsRetired;

    /// <summary>Whether it is on duty.</summary>
    public bool IsOnDuty => row.IsOnDuty;

    /// <summary>Where its phone reported it last, or null.</summary>
    public UnitPosition? Position { get; }

    /// <summary>What it does: that of the mission to which it was sent last.</summary>
    public async Task<UnitState> State() => UnitMission.StateOf(row.IsRetired, row.IsOnDuty, await missions.Value);

    /// <summary>Since when; null where nobody said whether it is on duty.</summary>
    public async Task<OffsetDateTime?> StateSince() => (await missions.Value).LastOrDefault()?.StateSince ?? row.DutyAt;

    /// <summary>The incidents that it is on, by the time at which it was sent.</summary>
    public Task<IReadOnlyList<UnitMission>> Missions() => missions.Value;
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
