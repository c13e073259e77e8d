using Incidents.Domain;
using Incidents.Domain.Forecasts;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Forecasts;

public class ForecastTests
{
    private static readonly SealForecast Seal = new(Some.ForecastTerms, Some.ForecastSealed().Parameters, Some.ForecastCells, 17);
    private static readonly LocalDate LastDay = Some.ForecastTerms.Until.PlusDays(-1);
    private static readonly OffsetDateTime Afterwards = new LocalDateTime(2026, 7, 20, 9, 0).WithOffset(Some.Offset);

    [Fact]
    public void A_forecast_is_sealed_before_its_period()
    {
        var content = Assert.IsType<ForecastSealed>(Assert.Single(Seal.Decide(null, Some.Now).Events));

        Assert.Equal(
            (Some.ForecastTerms, Some.ForecastCells, 17, Some.Now),
            (content.Terms, content.Cells, content.LedgerPosition, content.KnownAt));
        Assert.Equal(Some.ForecastSealed().ContentHash, content.ContentHash);
    }

    [Fact]
    public void A_forecast_is_sealed_up_to_the_last_moment_before_its_period_and_never_after()
    {
        var begin = Some.ForecastTerms.From.AtMidnight();

        Assert.False(Seal.Decide(null, begin.PlusMilliseconds(-1).WithOffset(Some.Offset)).IsRefused);
        Assert.Equal(SealForecast.TooLate, Seal.Decide(null, begin.WithOffset(Some.Offset)).Refusal);
        Assert.Equal(SealForecast.TooLate, Seal.Decide(null, begin.PlusDays(40).WithOffset(Some.Offset)).Refusal);
    }

    [Fact]
    public void The_same_forecast_sealed_again_changes_nothing_and_another_is_refused_even_in_time()
    {
        Seal.Yields(Some.Forecast());
        (Seal with { LedgerPosition = 18 }).Refuses(Some.Forecast(), SealForecast.SealedOtherwise);
        (Seal with { Cells = Some.ForecastCells with { Expected = [3, 2.6] } }).Refuses(Some.Forecast(), SealForecast.SealedOtherwise);
    }

    [Fact]
    public void Any_change_of_a_forecast_changes_its_hash()
    {
        var (terms, parameters, cells) = (Some.ForecastTerms, Some.ForecastSealed().Parameters, Some.ForecastCells);
        string[] hashes =
        [
            ForecastSealed.HashOf(terms, parameters, cells, 17),
            ForecastSealed.HashOf(terms with { Category = null }, parameters, cells, 17),
            ForecastSealed.HashOf(terms with { From = terms.From.PlusDays(1) }, parameters, cells, 17),
            ForecastSealed.HashOf(terms with { Area = new(73.1, 49.8, 73.11, 49.82) }, parameters, cells, 17),
            ForecastSealed.HashOf(terms, new Dictionary<string, double> { ["evenShare"] = 0.02 }, cells, 17),
            ForecastSealed.HashOf(terms, parameters, cells with { Codes = [2, 1] }, 17),
            ForecastSealed.HashOf(terms, parameters, cells with { ExpectedOfOthers = 0.26 }, 17),
            ForecastSealed.HashOf(terms, parameters, cells, 18),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.All(hashes, h => Assert.Matches("^[0-9a-f]{64}$", h));
    }

    [Fact]
    public void A_period_that_began_without_its_forecast_is_noted_as_missed_and_stays_so()
    {
        var begun = Some.ForecastTerms with { From = new(2026, 7, 3), Until = new(2026, 7, 10) };

        new NoteMissedForecast(begun).Yields(null, new ForecastMissed(begun, Some.Now, Some.Now));
        new NoteMissedForecast(Some.ForecastTerms).Refuses(null, NoteMissedForecast.NotYetMissed);
        new NoteMissedForecast(begun).Yields(Some.Forecast());
        (Seal with { Terms = begun }).Refuses(Some.Folded<Forecast>(new ForecastMissed(begun, Some.Now, Some.Now)), SealForecast.TooLate);
    }

    [Fact]
    public void A_forecast_is_scored_as_known_on_a_day_that_is_over_and_not_before_its_own_last_day()
    {
        var score = new ScoreForecast(Some.Id, LastDay, 20, Some.ForecastFigures);

        var scored = Assert.IsType<ForecastScored>(Assert.Single(score.Decide(Some.Forecast(), Afterwards).Events));
        Assert.Equal(
            (LastDay, 20, Some.ForecastFigures, Afterwards), (scored.KnownOn, scored.LedgerPosition, scored.Figures, scored.KnownAt));
        Assert.Equal(ScoreForecast.NotOver, (score with { KnownOn = LastDay.PlusDays(-1) }).Decide(Some.Forecast(), Afterwards).Refusal);
        Assert.Equal(Refusals.ImpossibleTime, (score with { KnownOn = Afterwards.Date }).Decide(Some.Forecast(), Afterwards).Refusal);
        Assert.Equal(Refusals.NotFound, score.Decide(null, Afterwards).Refusal);
        Assert.Equal(
            ScoreForecast.WasMissed,
            score.Decide(Some.Folded<Forecast>(new ForecastMissed(Some.ForecastTerms, Some.Now, Some.Now)), Afterwards).Refusal);
    }

    [Fact]
    public void Other_figures_stand_beside_the_first_and_the_same_again_change_nothing()
    {
        var before = Some.Forecast(new ForecastScored(LastDay, 20, Some.ForecastFigures, Afterwards, Afterwards));
        var same = new ScoreForecast(Some.Id, LastDay, 25, Some.ForecastFigures with { Shares = [.. Some.ForecastFigures.Shares] });

        Assert.Empty(same.Decide(before, Afterwards).Events);
        Assert.Single((same with { KnownOn = LastDay.PlusDays(1) }).Decide(before, Afterwards).Events);
        var other = (same with { Figures = Some.ForecastFigures with { Observed = 5 } }).Decide(before, Afterwards).Events;
        Assert.Equal(2, Forecast.Evolve(before, Assert.Single(other))!.Scores.Count);
    }
}
