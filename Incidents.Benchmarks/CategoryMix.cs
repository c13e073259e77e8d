using Incidents.Api.Data;

namespace Incidents.Benchmarks;

/// <summary>Twenty categories, the n-th a n-th as common as the first (Zipf): few make up most of what happens.</summary>
internal static class CategoryMix
{
    /// <summary>In the order of their codes.</summary>
    public static readonly IReadOnlyList<string> Codes = [.. Catalogues.Categories().All.Select(c => c.Code).Take(20)];

    private static readonly double[] Cumulative = Sums();

    /// <summary>Number of a category.</summary>
    public static int Next(Random random)
    {
        var found = Array.BinarySearch(Cumulative, random.NextDouble() * Cumulative[^1]);
        return found < 0 ? ~found : found;
    }

    private static double[] Sums()
    {
        var sums = new double[Codes.Count];
        for (var i = 0; i < sums.Length; i++)
            sums[i] = (i == 0 ? 0 : sums[i - 1]) + 1.0 / (i + 1);
        return sums;
    }
}
