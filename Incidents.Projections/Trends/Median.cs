using System.Runtime.InteropServices;

namespace Incidents.Projections.Trends;

/// <summary>The middle value.</summary>
internal static class Median
{
    /// <summary>The median by selection in linear time (Hoare's FIND, 1961), the mean of the middle two where the number is even; NaN for none. Reorders the list.</summary>
    public static double Of(List<double> values)
    {
        var x = CollectionsMarshal.AsSpan(values);
        if (x.Length == 0)
            return double.NaN;
        var upper = Select(x, x.Length / 2);
        if (x.Length % 2 == 1)
            return upper;
        var lower = double.NegativeInfinity;
        foreach (var value in x[..(x.Length / 2)])
            lower = Math.Max(lower, value);
        return (lower + upper) / 2;
    }

    private static double Select(Span<double> x, int k)
    {
        var (left, right) = (0, x.Length - 1);
        while (left < right)
        {
            // The middle of three keeps sorted input, the usual case, from being the worst one.
            var (a, b, c) = (x[left], x[(left + right) / 2], x[right]);
            var pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            var (i, j) = (left, right);
            while (i <= j)
            {
                while (x[i] < pivot)
                    i++;
                while (x[j] > pivot)
                    j--;
                if (i <= j)
                {
                    (x[i], x[j]) = (x[j], x[i]);
                    (i, j) = (i + 1, j - 1);
                }
            }

            if (k <= j)
                right = j;
            else if (k >= i)
                left = i;
            else
                break;
        }

        return x[k];
    }
}
