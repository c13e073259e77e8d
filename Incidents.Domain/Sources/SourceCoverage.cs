using NodaTime;

namespace Incidents.Domain.Sources;

/// <summary>Days in which a source did not report.</summary>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day on which it reported again.</param>
public sealed record CoverageGap(LocalDate From, LocalDate Until);

/// <summary>It was declared from when until when a source reports one kind of thing in a city.</summary>
/// <remarks>A later declaration of the same source, city and kind replaces it from the day on which it became known.</remarks>
/// <param name="Source">The source.</param>
/// <param name="City">City code.</param>
/// <param name="Kind">Kind of thing reported.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it; null where the source goes on.</param>
/// <param name="Gaps">Days in the period in which it did not report, in order.</param>
/// <param name="By">Who declared it; for an import its map's source.</param>
/// <param name="OccurredAt">When it was declared.</param>
/// <param name="KnownAt">The same.</param>
public sealed record CoverageDeclared(
    string Source, string City, CoveredKind Kind, LocalDate From, LocalDate? Until, IReadOnlyList<CoverageGap> Gaps, string By,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "source_coverage";
}

/// <summary>The coverage of a source, as last declared.</summary>
/// <param name="Declared">The last declaration.</param>
public sealed record SourceCoverage(CoverageDeclared Declared) : StreamState, IState<SourceCoverage>
{
    /// <inheritdoc/>
    public Place Place => new(Declared.City);

    /// <inheritdoc/>
    public static SourceCoverage? Evolve(SourceCoverage? state, object @event) =>
        @event is CoverageDeclared declared ? new(declared) : state;
}
