using Incidents.Domain;
using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>A district as a source names it, with its city: districts of two cities may have one name.</summary>
/// <param name="City">City code.</param>
/// <param name="Name">Name of the district; empty for what has no district.</param>
public readonly record struct CityDistrict(string City, string Name);

/// <summary>Which counts are summed. A list that is null is no restriction, an empty one selects nothing.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="AsKnownOn">Count as known at the end of this day, or null for as known now.</param>
public sealed record CountScope(Measure Measure, LocalDate From, LocalDate Until, LocalDate? AsKnownOn = null)
{
    private const int HoursOfDay = 24;

    /// <summary>City codes, or null.</summary>
    public IReadOnlyList<string>? Cities { get; init; }

    /// <summary>Districts, or null.</summary>
    public IReadOnlyList<CityDistrict>? Districts { get; init; }

    /// <summary>Category codes, or null.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>
    /// Bounds in degrees, or null: what lies in a cell of <see cref="GridCell.FineZoom"/> that touches them. What has no coordinates is not
    /// counted.
    /// </summary>
    public GeoBounds? Bounds { get; init; }

    /// <summary>Hours of the local week, 0 (Monday, 00:00 to 01:00) to 167, or null.</summary>
    public IReadOnlyList<short>? HoursOfWeek { get; init; }

    /// <summary>
    /// In which part of the period sources reported what is counted; null where that was not looked up. It does not limit what is counted.
    /// </summary>
    public ScopeCoverage? Coverage { get; init; }

    /// <summary>Only what is known to this unit or more precisely; null for all, each at the beginning of its unit.</summary>
    public TimePrecision? KnownTo { get; init; }

    /// <summary>Whether the tables of cells lack what is filtered by: they hold neither districts nor hours.</summary>
    public bool NeedsRegisterForCells => Districts is not null || HoursOfWeek is not null;

    /// <summary>The scopes of stored measures whose sum this scope is.</summary>
    internal IEnumerable<CountScope> Parts() => Measure.Parts().Select(part => this with { Measure = part });

    /// <summary>SQL for the hour of the week of a local day and an hour.</summary>
    internal static string HourOfWeek(string day, string hour) => $"(extract(isodow from {day})::int - 1) * {HoursOfDay} + {hour}";
}
