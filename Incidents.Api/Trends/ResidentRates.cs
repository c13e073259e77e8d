using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;

namespace Incidents.Api.Trends;

/// <summary>The residents that rates are computed with.</summary>
/// <param name="Count">Number of residents.</param>
/// <param name="Figures">
/// The figures that are summed: for each city the latest one up to the last day of the period, or the earliest where all are later.
/// </param>
public sealed record Residents(int Count, IReadOnlyList<ResidentCount> Figures)
{
    private const double Per = 100_000;

    /// <summary>A count per 100,000 residents.</summary>
    internal double Rate(int count) => Per * count / Count;

    /// <summary>
    /// The residents of the city of a series, or of the requested cities. Null where the residents of a city are not known, and for
    /// districts and bounds, whose residents are not known.
    /// </summary>
    /// <param name="cities">All cities.</param>
    /// <param name="split">How the counts are split into series.</param>
    /// <param name="key">What the series is of.</param>
    /// <param name="scope">What is counted.</param>
    internal static Residents? Of(Cities cities, SplitBy split, SeriesKey key, CountScope scope)
    {
        if (scope.Districts is not null || scope.Bounds is not null || split is SplitBy.District)
            return null;
        var codes = key.City is { } city ? [city] : scope.Cities?.Distinct().ToArray() ?? [];
        ResidentCount?[] figures = [.. codes.Select(code => cities.Find(code)?.ResidentsOn(scope.Until.PlusDays(-1)))];
        return figures.Length == 0 || figures.Contains(null) ? null : new(figures.Sum(f => f!.Count), [.. figures.Select(f => f!)]);
    }
}
