using System.Text.Json.Serialization;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>Why a count of a period says less than it seems.</summary>
public enum CoverageCode
{
    /// <summary>No source reported in the period: there are no data.</summary>
    CoverageNone,

    /// <summary>Sources reported in a part of the period only.</summary>
    CoveragePartial,

    /// <summary>All times of the period are known less precisely than is counted by: what occurred is left out.</summary>
    TimeNotKnownToStep,
}

/// <summary>The days on which sources of a city reported what is counted.</summary>
/// <param name="City">City code.</param>
/// <param name="Days">The days.</param>
public sealed record CityCoverage(string City, CoveredDays Days)
{
    /// <summary>The days of each source. Live sources that nobody declared are one, without the others' days.</summary>
    [JsonIgnore]
    public IReadOnlyList<CoveredDays> Sources { get; init; } = [];
}

/// <summary>In which part of a period sources reported what is counted.</summary>
/// <remarks>
/// A day is covered where a source of any of the cities reported. Nothing is known of days after today, or after the day as known on which
/// is counted, so they are not asked for.
/// </remarks>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it, and no later than the day after the last one that is known.</param>
/// <param name="Cities">The cities with a source, by code.</param>
public sealed record ScopeCoverage(LocalDate From, LocalDate Until, IReadOnlyList<CityCoverage> Cities)
{
    private CoveredDays? all;

    /// <summary>The covered days of all cities together, within the period or not.</summary>
    [JsonIgnore]
    public CoveredDays All => all ??= Cities.Count == 1 ? Cities[0].Days : CoveredDays.Union(Cities.SelectMany(c => c.Days.Ranges));

    /// <summary>Number of days of the period.</summary>
    [JsonIgnore]
    public int Days => From < Until ? Period.DaysBetween(From, Until) : 0;

    /// <summary>Number of covered days of the period.</summary>
    [JsonIgnore]
    public int DaysCovered => All.In(From, Until);

    /// <summary>What the period lacks; null where all of it is covered.</summary>
    [JsonIgnore]
    public CoverageCode? Code => CodeOf(DaysCovered, Days);

    /// <summary>The covered days of a city, or of all of them together.</summary>
    /// <param name="city">City code, or null.</param>
    public CoveredDays Of(string? city) =>
        city is null ? All : Cities.FirstOrDefault(c => c.City == city)?.Days ?? CoveredDays.None;

    /// <summary>The sets of sources of a city, or of all cities together, by day.</summary>
    /// <param name="city">City code, or null.</param>
    /// <param name="from">First day.</param>
    /// <param name="until">First day no longer needed.</param>
    public SourceSets SetsOf(string? city, LocalDate from, LocalDate until) =>
        new(Cities.Where(c => city is null || c.City == city).SelectMany(c => c.Sources), from, until);

    /// <summary>What a number of days lacks; null where all are covered, or where there are none.</summary>
    /// <param name="covered">Number of covered days.</param>
    /// <param name="days">Number of days.</param>
    public static CoverageCode? CodeOf(int covered, int days) =>
        covered >= days ? null : covered == 0 ? CoverageCode.CoverageNone : CoverageCode.CoveragePartial;
}

/// <summary>Kinds of things by measure.</summary>
public static class CoveredKinds
{
    /// <summary>The kind of thing that a measure counts or times.</summary>
    public static CoveredKind ReportedKind(this Measure measure) => measure switch
    {
        Measure.Alerts or Measure.FalseAlerts => CoveredKind.Alert,
        Measure.SosCalls or Measure.AbandonedCalls or Measure.AnswerTime => CoveredKind.SosCall,
        Measure.Violations => CoveredKind.Violation,
        Measure.UpkeepObservations or Measure.UpkeepTasks or Measure.UpkeepDone or Measure.UpkeepDoneInTime or Measure.UpkeepTime =>
            CoveredKind.Upkeep,
        _ => CoveredKind.Incident,
    };
}
