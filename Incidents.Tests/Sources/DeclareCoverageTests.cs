using Incidents.Domain;
using Incidents.Domain.Sources;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Sources;

/// <summary>Declarations of when a source reported.</summary>
public sealed class DeclareCoverageTests
{
    private static readonly LocalDate Today = Some.Now.Date;

    [Fact]
    public void A_declaration_is_an_event_and_the_same_again_changes_nothing()
    {
        var declared = Assert.IsType<CoverageDeclared>(Assert.Single(Some.Declaration.Decide(null, Some.Now).Events));
        Assert.Equal(
            ("register", "karaganda", new LocalDate(2023, 1, 1), new LocalDate(2023, 9, 1), "op-1"),
            (declared.Source, declared.City, declared.From, declared.Until, declared.By));
        Assert.Equal([new(new(2023, 3, 1), new(2023, 3, 8))], declared.Gaps);

        var state = Some.Folded<SourceCoverage>(declared);
        Some.Declaration.Yields(state);
        var corrected = Some.Declaration with { Until = new LocalDate(2023, 10, 1) };
        var again = Assert.IsType<CoverageDeclared>(Assert.Single(corrected.Decide(state, Some.Now).Events));
        Assert.Equal(new LocalDate(2023, 10, 1), again.Until);
    }

    [Fact]
    public void A_period_without_a_day_or_ahead_is_refused()
    {
        (Some.Declaration with { Until = Some.Declaration.From }).Refuses(null, DeclareCoverage.Reversed);
        (Some.Declaration with { From = new(1899, 12, 31) }).Refuses(null, DeclareCoverage.OutOfRange);
        (Some.Declaration with { From = Today.PlusDays(1), Until = null, Gaps = [] }).Refuses(null, DeclareCoverage.OutOfRange);
        (Some.Declaration with { Until = Today.PlusDays(2) }).Refuses(null, DeclareCoverage.OutOfRange);
        Assert.Single((Some.Declaration with { Until = Today.PlusDays(1) }).Decide(null, Some.Now).Events);
        (Some.Declaration with { Kind = (CoveredKind)9 }).Refuses(null, DeclareCoverage.KindUnknown);
    }

    [Fact]
    public void Gaps_lie_within_the_period_and_apart_from_each_other()
    {
        var (first, until) = (new LocalDate(2023, 1, 1), new LocalDate(2023, 9, 1));
        Refused(DeclareCoverage.GapOutside, new CoverageGap(first.PlusDays(-1), first.PlusDays(3)));
        Refused(DeclareCoverage.GapOutside, new CoverageGap(until.PlusDays(-1), until.PlusDays(1)));
        Refused(DeclareCoverage.GapOutside, new CoverageGap(first.PlusDays(3), first.PlusDays(3)));
        Refused(
            DeclareCoverage.GapsOverlap, new(first.PlusDays(5), first.PlusDays(8)), new CoverageGap(first.PlusDays(3), first.PlusDays(5)));
        Refused(
            DeclareCoverage.TooManyGaps,
            [.. Enumerable.Range(0, 1_001).Select(i => new CoverageGap(first.PlusDays(2 * i), first.PlusDays(2 * i + 1)))]);

        static void Refused(Refusal refusal, params CoverageGap[] gaps) =>
            (Some.Declaration with { Gaps = gaps }).Refuses(null, refusal);
    }
}
