using System.Globalization;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Statistics.Forecasting;

namespace Incidents.Projections.Forecasts;

/// <summary>Forecasts as they are sealed and scored.</summary>
public static class ForecastLists
{
    /// <summary>The most cells that are listed one by one; a tenth of the largest plan, so that every share that is scored is listed whole.</summary>
    public const int Most = 5_000;

    /// <summary>The shares of the area that are scored.</summary>
    public static readonly IReadOnlyList<double> Shares = [0.005, 0.01, 0.02, 0.05, 0.1];

    /// <summary>
    /// The list to seal: cells by expectation, those alike in order of code, as far as they stand out from the lowest and there is room; the others share alike what is
    /// expected of them together. Numbers are kept to six significant digits.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="expected">Their expected counts.</param>
    public static ForecastCells Sealed(IReadOnlyList<GridCell> cells, IReadOnlyList<double> expected)
    {
        double[] kept = [.. expected.Select(Kept)];
        var lowest = kept.DefaultIfEmpty().Min();
        int[] ranked = [.. Enumerable.Range(0, cells.Count).OrderByDescending(i => kept[i]).ThenBy(i => cells[i].Code)];
        int[] listed = [.. ranked.TakeWhile((i, rank) => rank < Most && kept[i] > lowest)];
        int[] others = [.. ranked.Skip(listed.Length)];
        return new(
            [.. listed.Select(i => cells[i].Code)], [.. listed.Select(i => kept[i])], others.Length, others.Length == 0 ? 0 : Kept(others.Average(i => kept[i])));
    }

    /// <summary>Compares a sealed list with what occurred.</summary>
    /// <param name="cells">All cells of the forecast, those listed and the others.</param>
    /// <param name="forecast">The list.</param>
    /// <param name="observed">What occurred in each cell.</param>
    /// <exception cref="ArgumentException">The list is not of these cells.</exception>
    public static ForecastFigures Scored(IReadOnlyList<GridCell> cells, ForecastCells forecast, IReadOnlyList<double> observed)
    {
        var expected = forecast.Codes.Zip(forecast.Expected).ToDictionary(c => c.First, c => c.Second);
        if (cells.Count != forecast.Codes.Count + forecast.Others || cells.Count(c => expected.ContainsKey(c.Code)) != expected.Count)
            throw new ArgumentException("The list is not of these cells.", nameof(forecast));
        ForecastCell[] scored =
        [
            .. cells.Select((c, i) => new ForecastCell(expected.GetValueOrDefault(c.Code, forecast.ExpectedOfOthers), observed[i], c.SquareKilometres())),
        ];
        var whole = ForecastScore.Of(scored);
        return new((long)whole.Observed, whole.Predicted, double.IsFinite(whole.LogScore) ? whole.LogScore : null, [.. ForecastScore.AtShares(scored, Shares).Select(s => new ForecastShare(s.Share, s.Hits, s.Pai, s.Pei, s.Rri))]);
    }

    private static double Kept(double x) => double.Parse(x.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
