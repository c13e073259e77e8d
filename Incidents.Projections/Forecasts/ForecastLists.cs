using System.Globalization;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Statistics.Forecasting;

namespace Incidents.Projections.Forecasts;

/// <summary>The sealed form of forecasts, and their scores.</summary>
public static class ForecastLists
{
    /// <summary>
    /// The most cells that are listed one by one: a tenth of the largest plan, so that all shares that are scored lie within the list.
    /// </summary>
    public const int Most = 5_000;

    /// <summary>The shares of the area that are scored.</summary>
    public static readonly IReadOnlyList<double> Shares = [0.005, 0.01, 0.02, 0.05, 0.1];

    /// <summary>
    /// The list to seal: cells by expected count, equal ones in order of code, as long as they are above the lowest and there is room; all
    /// others get their mean. Numbers are rounded to six significant digits.
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
            [.. listed.Select(i => cells[i].Code)], [.. listed.Select(i => kept[i])], others.Length,
            others.Length == 0 ? 0 : Kept(others.Average(i => kept[i])));
    }

    /// <summary>Scores a sealed list against the observed counts.</summary>
    /// <param name="cells">All cells of the forecast, those listed and the others.</param>
    /// <param name="forecast">The list.</param>
    /// <param name="observed">Observed count of each cell.</param>
    /// <param name="outside">Observed count outside all cells: it is missed. Null where it is not known.</param>
    /// <param name="shares">Shares of the area; default <see cref="Shares"/>.</param>
    /// <exception cref="ArgumentException">The list is not of these cells.</exception>
    public static ForecastFigures Scored(
        IReadOnlyList<GridCell> cells, ForecastCells forecast, IReadOnlyList<double> observed, long? outside = null,
        IReadOnlyList<double>? shares = null)
    {
        var expected = forecast.Codes.Zip(forecast.Expected).ToDictionary(c => c.First, c => c.Second);
        if (cells.Count != forecast.Codes.Count + forecast.Others || cells.Count(c => expected.ContainsKey(c.Code)) != expected.Count)
            throw new ArgumentException("The list is not of these cells.", nameof(forecast));
        ForecastCell[] scored =
        [
            .. cells.Select((c, i) => new ForecastCell(
                expected.GetValueOrDefault(c.Code, forecast.ExpectedOfOthers), observed[i], c.SquareKilometres())),
        ];
        var whole = ForecastScore.Of(scored);
        return new(
            (long)whole.Observed, whole.Predicted, double.IsFinite(whole.LogScore) ? whole.LogScore : null,
            [
                .. ForecastScore.AtShares(scored, shares ?? Shares, outside ?? 0)
                    .Select(s => new ForecastShare(s.Share, s.Hits, s.Pai, s.Pei, s.Rri)),
            ],
            outside);
    }

    /// <summary>The cells of highest expectation up to a share of the area, the last one included where it lies across the edge.</summary>
    /// <remarks>Only listed cells are chosen: the others are expected alike.</remarks>
    /// <param name="cells">All cells of the forecast.</param>
    /// <param name="forecast">The list.</param>
    /// <param name="share">The share of the area.</param>
    public static IReadOnlyList<long> Chosen(IReadOnlyList<GridCell> cells, ForecastCells forecast, double share)
    {
        var areas = cells.ToDictionary(c => c.Code, c => c.SquareKilometres());
        var whole = areas.Values.Sum();
        var (left, chosen) = (share * whole, new List<long>());
        foreach (var code in forecast.Codes)
        {
            // Cells of one row have equal areas up to rounding.
            if (!(left > 1e-9 * whole))
                break;
            chosen.Add(code);
            left -= areas.GetValueOrDefault(code);
        }

        return chosen;
    }

    private static double Kept(double x) => double.Parse(x.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
