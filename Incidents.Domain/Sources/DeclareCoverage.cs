using NodaTime;

namespace Incidents.Domain.Sources;

/// <summary>Declares from when until when a source reports one kind of thing in a city. The same values again change nothing.</summary>
/// <param name="Source">The source.</param>
/// <param name="CityCode">City code.</param>
/// <param name="Kind">Kind of thing reported.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it; null where the source goes on.</param>
/// <param name="Gaps">Days in the period in which it did not report, in any order.</param>
/// <param name="By">Who declares it.</param>
public sealed record DeclareCoverage(
    string Source, string CityCode, CoveredKind Kind, LocalDate From, LocalDate? Until, IReadOnlyList<CoverageGap> Gaps, string By)
    : ICommand<SourceCoverage>
{
    /// <summary>The most gaps of a declaration.</summary>
    public const int MostGaps = 1_000;

    /// <summary>A kind that there is not: a number in place of a name.</summary>
    public static readonly Refusal KindUnknown = new(ErrorCode.CoveredKindUnknown, "Sources report no such kind of thing.", "kind");

    /// <summary>The period ends before it begins, or has no day.</summary>
    public static readonly Refusal Reversed = new(ErrorCode.CoverageReversed, "The period has at least one day.", "until");

    /// <summary>The period begins before the years of which events are taken, or lies ahead.</summary>
    public static readonly Refusal OutOfRange = new(
        ErrorCode.CoverageOutOfRange, $"The period begins in {EventTime.EarliestYear} or later, and no day of it lies ahead.", "from");

    /// <summary>A gap has no day, or is not within the period.</summary>
    public static readonly Refusal GapOutside = new(
        ErrorCode.CoverageGapOutside, "A gap has at least one day and lies within the period.", "gaps");

    /// <summary>Two gaps have a day in common, or nothing between them.</summary>
    public static readonly Refusal GapsOverlap = new(
        ErrorCode.CoverageGapsOverlap, "Gaps have no day in common, and at least one day between them.", "gaps");

    /// <summary>There are more gaps than <see cref="MostGaps"/>.</summary>
    public static readonly Refusal TooManyGaps = new(
        ErrorCode.CoverageTooManyGaps, $"A period has at most {MostGaps} gaps.", "gaps");

    /// <summary>The stream of a source, city and kind.</summary>
    public static Guid Stream(string source, string city, CoveredKind kind) =>
        Identity.Stream("source_coverage", source, $"{city}/{kind}");

    /// <inheritdoc/>
    public Guid StreamId => Stream(Source, CityCode, Kind);

    /// <inheritdoc/>
    string? ICommand<SourceCoverage>.City => CityCode;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Source.Check(Source, "source") ?? Texts.City.Check(CityCode, "city") ?? Texts.Person.Check(By, "by")
        ?? (Enum.IsDefined(Kind) ? null : KindUnknown) ?? CheckPeriod() ?? CheckGaps();

    /// <inheritdoc/>
    public Decision Decide(SourceCoverage? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        // The period may end with today, whose reports are still to come.
        if (From > now.Date || Until > now.Date.PlusDays(1))
            return OutOfRange;
        CoverageGap[] gaps = [.. Gaps.OrderBy(gap => gap.From)];
        return state is { Declared: var before } && before.From == From && before.Until == Until && before.Gaps.SequenceEqual(gaps)
            ? Decision.Unchanged
            : Decision.Of(new CoverageDeclared(Source, CityCode, Kind, From, Until, gaps, By, now, now));
    }

    private Refusal? CheckPeriod() => From.Year < EventTime.EarliestYear ? OutOfRange : Until <= From ? Reversed : null;

    private Refusal? CheckGaps()
    {
        if (Gaps.Count > MostGaps)
            return TooManyGaps;
        LocalDate? last = null;
        foreach (var gap in Gaps.OrderBy(gap => gap.From))
        {
            if (gap.From >= gap.Until || gap.From < From || gap.Until > Until)
                return GapOutside;
            if (gap.From <= last)
                return GapsOverlap;
            last = gap.Until;
        }
        return null;
    }
}
