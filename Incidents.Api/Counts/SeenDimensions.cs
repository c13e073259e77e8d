using System.Collections.Concurrent;
using Incidents.Projections.Ledgers;
using Npgsql;

namespace Incidents.Api.Counts;

/// <summary>The categories and districts that the ledger has, looked up once each.</summary>
internal sealed class SeenDimensions(NpgsqlDataSource source)
{
    // Only what the ledger has, so it grows no further than that. What is not in it may be soon.
    private readonly ConcurrentDictionary<object, bool> seen = [];

    /// <summary>Those of which nothing was ever counted.</summary>
    /// <param name="categories">Category codes.</param>
    /// <param name="districts">Districts.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<(IReadOnlyList<string> Categories, IReadOnlyList<CityDistrict> Districts)> Unseen(
        IEnumerable<string> categories, IEnumerable<CityDistrict> districts, CancellationToken cancellation)
    {
        string[] askedCategories = [.. categories.Where(c => !seen.ContainsKey(c))];
        CityDistrict[] askedDistricts = [.. districts.Where(d => !seen.ContainsKey(d))];
        if (askedCategories.Length == 0 && askedDistricts.Length == 0)
            return ([], []);
        var unseen = await SeenValues.Unseen(source, askedCategories, askedDistricts, cancellation);
        foreach (var category in askedCategories.Except(unseen.Categories))
            seen[category] = true;
        foreach (var district in askedDistricts.Except(unseen.Districts))
            seen[district] = true;
        return unseen;
    }
}
