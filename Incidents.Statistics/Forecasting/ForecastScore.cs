using MathNet.Numerics;

namespace Incidents.Statistics.Forecasting;

/// <summary>Scores of a forecast of counts by cell.</summary>
/// <remarks>
/// Prediction accuracy index (Chainey, Tompson and Uhlig, Security Journal 21, 2008), prediction efficiency index (Hunt, "Do crime hot
/// spots move?", 2016), recapture-rate index (Levine, Security Journal 21, 2008) and the logarithmic score (Good 1952) of Poisson rates.
/// </remarks>
public static class ForecastScore
{
    /// <summary>
    /// A forecast with a share of its total spread evenly over all cells, so that no cell has no chance and the log score is finite.
    /// </summary>
    /// <param name="expected">Expected counts, not negative.</param>
    /// <param name="share">The share, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public static IReadOnlyList<double> MixedWithUniform(IReadOnlyList<double> expected, double share = 0.01)
    {
        if (share is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies from 0 to 1.");
        var even = expected.Sum() / Math.Max(1, expected.Count);
        return [.. expected.Select(e => (1 - share) * e + share * even)];
    }

    /// <summary>Scores a forecast, cumulatively over its cells from the highest predicted count down.</summary>
    /// <param name="cells">Predicted and observed counts and areas; at least one cell.</param>
    /// <exception cref="ArgumentException">No cells.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or not finite, or an area is not positive.</exception>
    /// <remarks>Cells of equal prediction keep the order given.</remarks>
    public static ForecastScores Of(IReadOnlyList<ForecastCell> cells)
    {
        if (cells.Count == 0)
            throw new ArgumentException("A forecast of no cells cannot be scored.", nameof(cells));
        foreach (var c in cells)
        {
            if (!(c.Predicted >= 0 && c.Observed >= 0 && c.Area > 0) || !double.IsFinite(c.Predicted + c.Observed + c.Area))
                throw new ArgumentOutOfRangeException(nameof(cells), c, "Counts are not negative, areas positive, all finite.");
        }

        var (observed, area) = (cells.Sum(c => c.Observed), cells.Sum(c => c.Area));
        var ranked = Enumerable.Range(0, cells.Count).OrderByDescending(i => cells[i].Predicted).ToArray();
        // The largest count that the same area could have caught: cells by observed density, the last one in part.
        var best = cells.OrderByDescending(c => c.Observed / c.Area).ToArray();
        var steps = new ForecastStep[cells.Count];
        var (sumPredicted, sumObserved, sumArea, bestObserved, bestArea, next) = (0.0, 0.0, 0.0, 0.0, 0.0, 0);
        for (var i = 0; i < ranked.Length; i++)
        {
            var cell = cells[ranked[i]];
            (sumPredicted, sumObserved, sumArea) = (sumPredicted + cell.Predicted, sumObserved + cell.Observed, sumArea + cell.Area);
            while (next < best.Length && bestArea + best[next].Area <= sumArea * (1 + 1e-12))
                (bestObserved, bestArea, next) = (bestObserved + best[next].Observed, bestArea + best[next].Area, next + 1);
            var part = next < best.Length ? (sumArea - bestArea) / best[next].Area * best[next].Observed : 0;
            steps[i] = new(
                ranked[i], sumPredicted, sumObserved, sumArea / area, sumObserved / observed / (sumArea / area),
                sumObserved / (bestObserved + Math.Max(part, 0)),
                sumPredicted / sumObserved);
        }

        var log = 0.0;
        foreach (var c in cells)
            log += c.Observed * (c.Predicted > 0 ? Math.Log(c.Predicted) : c.Observed > 0 ? double.NegativeInfinity : 0) - c.Predicted
                - SpecialFunctions.GammaLn(c.Observed + 1);
        return new(
            new("forecast-score", "Chainey et al. 2008; Hunt 2016; Levine 2008; Good 1952", cells.Count, new Dictionary<string, object?>
            {
                ["order"] = "predicted count, descending",
            }),
            observed, cells.Sum(c => c.Predicted), area, log, cells.Count(c => c.Predicted == 0 && c.Observed > 0), steps);
    }

    /// <summary>Scores at exact shares of the area, so that methods compare.</summary>
    /// <param name="cells">Predicted and observed counts and areas, as <see cref="Of"/> takes them.</param>
    /// <param name="shares">Shares of the area, each in (0, 1].</param>
    /// <param name="outside">Observed count outside all cells: it is missed, and lowers PAI.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is not in (0, 1].</exception>
    /// <remarks>
    /// The cells of highest prediction up to the share, the last of them in part. Of cells with equal prediction each counts as their
    /// mean, which is the expectation over all orders.
    /// </remarks>
    public static IReadOnlyList<ShareScore> AtShares(IReadOnlyList<ForecastCell> cells, IReadOnlyList<double> shares, double outside = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outside);
        var (observed, area) = (cells.Sum(c => c.Observed) + outside, cells.Sum(c => c.Area));
        ForecastCell[] predicted =
        [
            .. cells.GroupBy(c => c.Predicted).OrderByDescending(alike => alike.Key)
                .Select(alike => new ForecastCell(alike.Sum(c => c.Predicted), alike.Sum(c => c.Observed), alike.Sum(c => c.Area))),
        ];
        ForecastCell[] best = [.. cells.OrderByDescending(c => c.Observed / c.Area)];
        return
        [
            .. shares.Select(share =>
            {
                if (share is not (> 0 and <= 1))
                    throw new ArgumentOutOfRangeException(nameof(shares), share, "A share lies above 0 and at most at 1.");
                var (expected, hits) = Within(predicted, share * area);
                var most = Within(best, share * area).Observed;
                return new ShareScore(
                    share, hits, observed > 0 ? hits / observed / share : null, most > 0 ? hits / most : null,
                    hits > 0 ? expected / hits : null);
            }),
        ];
    }

    // Sums over the first cells up to an area, the last one in part.
    private static (double Predicted, double Observed) Within(ForecastCell[] ranked, double area)
    {
        var (predicted, observed) = (0.0, 0.0);
        foreach (var cell in ranked)
        {
            if (area <= 0)
                break;
            var part = Math.Min(1, area / cell.Area);
            (predicted, observed, area) = (predicted + part * cell.Predicted, observed + part * cell.Observed, area - cell.Area);
        }

        return (predicted, observed);
    }
}

/// <summary>One cell of a forecast and its outcome.</summary>
/// <param name="Predicted">Expected count, not negative.</param>
/// <param name="Observed">Observed count, not negative.</param>
/// <param name="Area">Area in any unit, positive.</param>
public readonly record struct ForecastCell(double Predicted, double Observed, double Area = 1);

/// <summary>Cumulative scores of the cells down to one of them.</summary>
/// <param name="Cell">Number of that cell in the order given, from 0.</param>
/// <param name="Predicted">Sum of the predictions.</param>
/// <param name="Observed">Sum of the observed counts.</param>
/// <param name="AreaShare">Share of the area.</param>
/// <param name="Pai">Share of observed / share of area; NaN where nothing was observed anywhere.</param>
/// <param name="Pei">Sum of the observed counts / the largest that the same area could hold, from 0 to 1; NaN where that is 0.</param>
/// <param name="Rri">Sum of the predictions / sum of the observed counts; infinite where the latter is 0.</param>
public readonly record struct ForecastStep(
    int Cell, double Predicted, double Observed, double AreaShare, double Pai, double Pei, double Rri);

/// <summary>A scored forecast.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="Observed">Sum of all observed counts.</param>
/// <param name="Predicted">Sum of all predictions.</param>
/// <param name="Area">Sum of all areas.</param>
/// <param name="LogScore">
/// Σ log P(observed), natural logarithm, each count being Poisson about its prediction; −∞ where something happened in a cell predicted 0.
/// </param>
/// <param name="Impossible">Number of cells predicted 0 in which something happened.</param>
/// <param name="Steps">Cumulative scores, from the highest prediction down.</param>
public sealed record ForecastScores(
    MethodBasis Basis, double Observed, double Predicted, double Area, double LogScore, int Impossible, IReadOnlyList<ForecastStep> Steps)
{
    /// <summary>
    /// The scores of the cells that together hold at most a share of the area, but at least the first cell: 0.01 for the customary 1 %.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in (0, 1].</exception>
    public ForecastStep At(double areaShare)
    {
        if (areaShare is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(areaShare), areaShare, "A share lies above 0 and at most at 1.");
        return Steps.TakeWhile((s, i) => i == 0 || s.AreaShare <= areaShare * (1 + 1e-12)).Last();
    }
}

/// <summary>Scores of a forecast over the cells of highest prediction, up to a share of the area.</summary>
/// <param name="Share">Share of the area, above 0 and at most 1.</param>
/// <param name="Hits">Observed count in that share; a fraction where cells of equal prediction lie across its edge.</param>
/// <param name="Pai">Prediction accuracy index, or null where nothing was observed.</param>
/// <param name="Pei">Prediction efficiency index, or null where nothing was observed.</param>
/// <param name="Rri">Recapture-rate index, or null where there are no hits.</param>
public sealed record ShareScore(double Share, double Hits, double? Pai, double? Pei, double? Rri);
