using Incidents.Domain;
using Incidents.Projections.Trends;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>The residents that counts are set against.</summary>
/// <param name="Count">How many.</param>
/// <param name="Figures">The figures that they are the sum of: of each city the latest one up to the period's last day, or the earliest where all are later.</param>
public sealed record Residents(long Count, IReadOnlyList<ResidentCount> Figures)
{
    private const double Per = 100_000;

    /// <summary>So many per 100,000 residents.</summary>
    internal double Rate(long count) => Per * count / Count;

    /// <summary>
    /// The residents of what a series counts: of the city that it is of, or of the cities that are asked about. Null where a city's are not known, and for districts, of which no
    /// register of residents is kept.
    /// </summary>
    /// <param name="cities">The cities known here.</param>
    /// <param name="by">What tells the series apart.</param>
    /// <param name="key">What the series is of.</param>
    /// <param name="asked">City codes asked about, or null for all.</param>
    /// <param name="districts">Districts asked about, or null for all.</param>
    /// <param name="until">First local day no longer counted.</param>
    internal static Residents? Of(Cities cities, TrendSeriesBy by, string key, IReadOnlyList<string>? asked, IReadOnlyList<string>? districts, LocalDate until)
    {
        if (districts is not null || by is TrendSeriesBy.District)
            return null;
        var codes = by is TrendSeriesBy.City ? [key] : asked?.Distinct().ToArray() ?? [];
        ResidentCount?[] figures = [.. codes.Select(code => cities.Find(code)?.ResidentsOn(until.PlusDays(-1)))];
        return figures.Length == 0 || figures.Contains(null) ? null : new(figures.Sum(f => (long)f!.Count), [.. figures.Select(f => f!)]);
    }
}
