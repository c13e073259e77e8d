namespace Incidents.Statistics.Forecasting;

/// <summary>The outcome of one method in one period.</summary>
/// <param name="Hits">Events in the cells of highest expectation, up to the share of the area.</param>
/// <param name="Observed">Events in the area.</param>
/// <param name="Outside">Events outside the area, which no forecast can hit: they count as missed.</param>
/// <param name="Pei">Prediction efficiency index, or null.</param>
/// <param name="LogScore">Logarithmic score, or null for minus infinity.</param>
public readonly record struct PeriodOutcome(double Hits, double Observed, double Outside, double? Pei, double? LogScore)
{
    /// <summary>All events, inside the area and outside.</summary>
    public double Events => Observed + Outside;
}

/// <summary>How a method compares with the baseline.</summary>
public enum BaselineVerdict
{
    /// <summary>It is the baseline.</summary>
    Baseline,

    /// <summary>There are too few events or periods for a comparison.</summary>
    TooFew,

    /// <summary>The interval of the difference in hits contains zero.</summary>
    CannotTell,

    /// <summary>More hits: the interval of the difference lies above zero.</summary>
    Better,

    /// <summary>Fewer hits: the interval of the difference lies below zero.</summary>
    Worse,
}

/// <summary>Why a method was chosen.</summary>
public enum ChoiceReason
{
    /// <summary>There are too few events or periods to choose by: the simplest method.</summary>
    TooFew,

    /// <summary>It has the most hits, and more than every simpler method.</summary>
    MostHits,

    /// <summary>Its hits cannot be distinguished from the most, and every method that can is no simpler.</summary>
    SimplestOfEqual,
}

/// <summary>What there is too little of.</summary>
public enum TooFewReason
{
    /// <summary>Fewer events than <see cref="ForecastComparison.LeastEvents"/> in all periods together.</summary>
    FewEvents,

    /// <summary>Fewer periods than <see cref="ForecastComparison.LeastPeriods"/>.</summary>
    FewPeriods,
}

/// <summary>Compares methods by their outcomes in the same periods, and chooses one.</summary>
/// <remarks>
/// Hits are compared at one share of the area, where the methods are given from the simplest on: the first is the baseline. A method is
/// tied with the one of most hits where the bootstrap interval of the difference contains zero; of tied methods the simplest is chosen.
/// </remarks>
public static class ForecastComparison
{
    /// <summary>The fewest events that are compared.</summary>
    public const int LeastEvents = 30;

    /// <summary>The fewest periods that are compared: with five, "better five times of five" has a two-sided p of 0.06.</summary>
    public const int LeastPeriods = 6;

    /// <summary>Compares the methods.</summary>
    /// <param name="outcomes">For each method, the simplest first, its outcomes in all periods; the periods are the same.</param>
    /// <param name="share">The share of the area of the hits, in (0, 1].</param>
    /// <param name="draws">Draws of the bootstrap over periods; 0 for no intervals.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="confidence">Confidence of the intervals, in (0, 1).</param>
    /// <exception cref="ArgumentException">There is no method, or the methods have different periods.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds.</exception>
    public static ForecastComparisonResult Of(
        IReadOnlyList<IReadOnlyList<PeriodOutcome>> outcomes, double share, int draws = 999, long seed = 1, double confidence = 0.95)
    {
        if (outcomes.Count == 0 || outcomes.Any(o => o.Count != outcomes[0].Count))
            throw new ArgumentException("Methods are compared over the same periods.", nameof(outcomes));
        if (share is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies above 0 and at most at 1.");
        var periods = outcomes[0].Count;
        PeriodBootstrap bootstrap = new(periods, draws, seed, confidence);
        var events = outcomes[0].Sum(o => o.Events);
        TooFewReason[] tooFew =
        [
            .. events < LeastEvents ? [TooFewReason.FewEvents] : (TooFewReason[])[],
            .. periods < LeastPeriods ? [TooFewReason.FewPeriods] : (TooFewReason[])[],
        ];
        var methods = outcomes.Select((_, m) => Compared(outcomes, m, share, bootstrap, tooFew.Length > 0)).ToArray();
        var (chosen, reason) = Choice(outcomes, bootstrap, tooFew.Length > 0);
        return new(
            new("forecast-comparison", "Efron and Tibshirani 1993, §13.3; Chainey et al. 2008; Hunt 2016", periods,
                new Dictionary<string, object?>
                {
                    ["share"] = share,
                    ["draws"] = draws,
                    ["seed"] = seed,
                    ["confidence"] = confidence,
                    ["leastEvents"] = LeastEvents,
                    ["leastPeriods"] = LeastPeriods,
                }),
            events, tooFew, methods, chosen, reason);
    }

    private static ComparedMethod Compared(
        IReadOnlyList<IReadOnlyList<PeriodOutcome>> outcomes, int method, double share, PeriodBootstrap bootstrap, bool tooFew)
    {
        var (own, last) = (outcomes[method], outcomes[0]);
        int[] all = [.. Enumerable.Range(0, own.Count)];
        var rate = bootstrap.Of(HitRate);
        var difference = method == 0 ? null : bootstrap.Of(MoreHits);
        return new(
            own.Sum(o => o.Hits), own.Sum(o => o.Observed), own.Sum(o => o.Outside), Known(HitRate(all)), rate, Known(HitRate(all) / share),
            rate is null ? null : new(rate.Low / share, rate.High / share), Known(MeanPei(all)), bootstrap.Of(MeanPei),
            own.Any(o => o.LogScore is null) ? null : own.Sum(o => o.LogScore!.Value),
            all.Count(i => own[i].Hits > last[i].Hits), all.Count(i => own[i].Hits < last[i].Hits),
            all.Count(i => own[i].Hits == last[i].Hits), method == 0 ? null : Known(MoreHits(all)), difference,
            method == 0 ? BaselineVerdict.Baseline
                : tooFew ? BaselineVerdict.TooFew
                : difference is { Low: > 0 } ? BaselineVerdict.Better
                : difference is { High: < 0 } ? BaselineVerdict.Worse
                : BaselineVerdict.CannotTell);

        double HitRate(IReadOnlyList<int> drawn) => drawn.Sum(i => own[i].Hits) / drawn.Sum(i => own[i].Events);

        // Periods without an index are left out.
        double MeanPei(IReadOnlyList<int> drawn)
        {
            var known = drawn.Where(i => own[i].Pei is not null).ToArray();
            return known.Length == 0 ? double.NaN : known.Average(i => own[i].Pei!.Value);
        }

        double MoreHits(IReadOnlyList<int> drawn) => drawn.Count == 0 ? double.NaN : drawn.Average(i => own[i].Hits - last[i].Hits);
    }

    private static (int Chosen, ChoiceReason Reason) Choice(
        IReadOnlyList<IReadOnlyList<PeriodOutcome>> outcomes, PeriodBootstrap bootstrap, bool tooFew)
    {
        if (tooFew)
            return (0, ChoiceReason.TooFew);
        double[] hits = [.. outcomes.Select(o => o.Sum(p => p.Hits))];
        var best = Array.IndexOf(hits, hits.Max());
        for (var method = 0; method < best; method++)
        {
            var simpler = outcomes[method];
            if (bootstrap.Of(drawn => drawn.Sum(i => outcomes[best][i].Hits - simpler[i].Hits)) is { Low: <= 0 })
                return (method, ChoiceReason.SimplestOfEqual);
        }

        return (best, ChoiceReason.MostHits);
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>A method's scores over all periods, with bootstrap intervals where there are draws and at least two periods.</summary>
/// <param name="Hits">Sum of the hits.</param>
/// <param name="Observed">Events in the area.</param>
/// <param name="Outside">Events outside the area, in the same periods.</param>
/// <param name="HitRate">Hits / all events, inside the area and outside; null without events.</param>
/// <param name="HitRateInterval">Its interval.</param>
/// <param name="Pai">Hit rate / share of the area.</param>
/// <param name="PaiInterval">Its interval.</param>
/// <param name="MeanPei">Mean prediction efficiency index of the periods that have one.</param>
/// <param name="MeanPeiInterval">Its interval.</param>
/// <param name="LogScore">Sum of the logarithmic scores; null for minus infinity.</param>
/// <param name="BetterThanBaseline">Periods with more hits than the baseline.</param>
/// <param name="WorseThanBaseline">Periods with fewer hits than the baseline.</param>
/// <param name="SameAsBaseline">Periods with as many.</param>
/// <param name="MoreHitsPerPeriod">Mean difference in hits from the baseline; null for the baseline.</param>
/// <param name="MoreHitsInterval">Its interval.</param>
/// <param name="Verdict">What follows.</param>
public sealed record ComparedMethod(
    double Hits, double Observed, double Outside, double? HitRate, BootstrapInterval? HitRateInterval, double? Pai,
    BootstrapInterval? PaiInterval, double? MeanPei, BootstrapInterval? MeanPeiInterval, double? LogScore, int BetterThanBaseline,
    int WorseThanBaseline, int SameAsBaseline, double? MoreHitsPerPeriod, BootstrapInterval? MoreHitsInterval, BaselineVerdict Verdict);

/// <summary>A comparison of methods.</summary>
/// <param name="Basis">Method, parameters and n (periods).</param>
/// <param name="Events">Events of all periods, inside the area and outside.</param>
/// <param name="TooFew">What there is too little of; empty where there is enough.</param>
/// <param name="Methods">The methods in the order given.</param>
/// <param name="Chosen">Number of the method chosen.</param>
/// <param name="Reason">Why.</param>
public sealed record ForecastComparisonResult(
    MethodBasis Basis, double Events, IReadOnlyList<TooFewReason> TooFew, IReadOnlyList<ComparedMethod> Methods, int Chosen,
    ChoiceReason Reason);
