namespace Incidents.Statistics.Spatial;

/// <summary>Choosing control areas with similar counts before a measure.</summary>
public static class ControlMatching
{
    /// <summary>For each treated area the candidates whose counts before were nearest by root mean square, none used twice.</summary>
    /// <param name="treated">Counts before of each treated area.</param>
    /// <param name="candidates">Counts before of each area that may be a control, without those that the measure could reach.</param>
    /// <param name="each">Number of controls for each treated area, at least 1.</param>
    /// <returns>Numbers of the candidates chosen, from 0, for each treated area.</returns>
    /// <exception cref="ArgumentException">Not all areas have the same number of periods.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="each"/> is less than 1.</exception>
    /// <remarks>
    /// Greedy nearest-neighbour matching in the order of the treated areas (Rubin, Biometrics 29, 1973). Rounds are repeated until each
    /// area has its number of controls or no candidate is left.
    /// </remarks>
    public static IReadOnlyList<IReadOnlyList<int>> Nearest(
        IReadOnlyList<IReadOnlyList<double>> treated, IReadOnlyList<IReadOnlyList<double>> candidates, int each = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(each);
        if (treated.Concat(candidates).Select(c => c.Count).Distinct().Count() > 1)
            throw new ArgumentException("All areas need counts for the same periods.", nameof(candidates));
        var free = Enumerable.Range(0, candidates.Count).ToHashSet();
        var chosen = treated.Select(_ => new List<int>()).ToArray();
        for (var round = 0; round < each; round++)
        {
            for (var i = 0; i < chosen.Length && free.Count > 0; i++)
            {
                var nearest = free.OrderBy(c => treated[i].Zip(candidates[c]).Sum(p => Math.Pow(p.First - p.Second, 2))).ThenBy(c => c)
                    .First();
                free.Remove(nearest);
                chosen[i].Add(nearest);
            }
        }

        return chosen;
    }
}
