using Incidents.Domain;
using Incidents.Projections.Trends;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>The residents that rates are computed with.</summary>
/// <param name="Count">Number of residents.</param>
/// <param name="Figures">
/// The figures that are summed: for each city the latest one up to the last day of the period, or the earliest where all are later.
/// </param>
public sealed record Residents(long Count, IReadOnlyList<ResidentCount> Figures)
{
    private const double Per = 100_000;

    /// <summary>A count per 100,000 residents.</summary>
    internal double Rate(long count) => Per * count / Count;

    /// <summary>
    /// The residents of the city of a series, or of the requested cities. Null where the residents of a city are not known, and for
    /// districts, whose residents are not known.
    /// </summary>
    /// <param name="cities">All cities.</param>
    /// <param name="by">How the counts are split into series.</param>
    /// <param name="key">Key of the series.</param>
    /// <param name="asked">Requested city codes, or null for all.</param>
    /// <param name="districts">Requested districts, or null for all.</param>
    /// <param name="until">First local day no longer counted.</param>
    internal static Residents? Of(
        Cities cities, TrendSeriesBy by, string key, IReadOnlyList<string>? asked, IReadOnlyList<string>? districts, LocalDate until)
    {
        if (districts is not null || by is TrendSeriesBy.District)
            return null;
        var codes = by is TrendSeriesBy.City ? [key] : asked?.Distinct().ToArray() ?? [];
        ResidentCount?[] figures = [.. codes.Select(code => cities.Find(code)?.ResidentsOn(until.PlusDays(-1)))];
        return figures.Length == 0 || figures.Contains(null) ? null : new(figures.Sum(f => (long)f!.Count), [.. figures.Select(f => f!)]);
    }
}
