using System.ComponentModel;
using Incidents.Domain;
using Incidents.Domain.Sources;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Projections.Sources;

/// <summary>How it is known when a source reported.</summary>
public enum CoverageBasis
{
    /// <summary>It was declared, by the map of an import or by a person.</summary>
    Declared,

    /// <summary>It was learned from the days of the source's own reports.</summary>
    Learned,

    /// <summary>Devices of the kind are registered: from the first day of registration on, what occurs would be reported.</summary>
    Devices,
}

/// <summary>From when until when a source reported one kind of thing in a city.</summary>
/// <param name="City">City code.</param>
/// <param name="Source">The source; null for the registered devices of the city.</param>
/// <param name="Kind">Kind of thing reported.</param>
/// <param name="Basis">How it is known.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it; null where the source goes on.</param>
/// <param name="Gaps">Days in the period in which it did not report, in order.</param>
[DisplayName("SourceCoverage")]
public sealed record CoveredSource(
    string City, string? Source, CoveredKind Kind, CoverageBasis Basis, LocalDate From, LocalDate? Until,
    IReadOnlyList<CoverageGap> Gaps)
{
    /// <summary>Who declared it; null where it was not declared.</summary>
    public string? By { get; init; }

    /// <summary>Local day on which the declaration became known; null where it was not declared.</summary>
    public LocalDate? DeclaredOn { get; init; }

    /// <summary>
    /// Whether all reports came with an imported file, or said themselves from when they were known; false where there are none.
    /// </summary>
    public bool IsImported { get; init; }

    /// <summary>Number of reports, whenever they occurred.</summary>
    public int ReportCount { get; init; }

    /// <summary>First local day of a report, also where that is outside the period; null where there is none.</summary>
    public LocalDate? FirstReportOn { get; init; }

    /// <summary>Last local day of a report; null where there is none.</summary>
    public LocalDate? LastReportOn { get; init; }

    /// <summary>The covered days, as ranges.</summary>
    public IEnumerable<DayRange> Ranges() => CoveredDays.Without(
        new(From, Until ?? LocalDate.MaxIsoValue), Gaps.Select(g => new DayRange(g.From, g.Until)));

    /// <summary>Number of covered days of a period.</summary>
    /// <param name="from">First day.</param>
    /// <param name="until">First day no longer in it.</param>
    public int DaysIn(LocalDate from, LocalDate until) => new CoveredDays([.. Ranges()]).In(from, until);
}
