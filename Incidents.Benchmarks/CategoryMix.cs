using Incidents.Api.Data;

namespace Incidents.Benchmarks;

/// <summary>Twenty categories; the n-th is 1/n as common as the first (Zipf).</summary>
internal static class CategoryMix
{
    /// <summary>The codes of the categories, in order.</summary>
    public static readonly IReadOnlyList<string> Codes = [.. Catalogues.Categories().All.Select(c => c.Code).Take(20)];

    private static readonly double[] Cumulative = Sums();

    /// <summary>The number of a random category.</summary>
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
