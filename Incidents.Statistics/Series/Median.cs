using System.Runtime.InteropServices;

namespace Incidents.Statistics.Series;

/// <summary>The middle value.</summary>
internal static class Median
{
    /// <summary>The median by selection in linear time (Hoare's FIND, 1961), the mean of the middle two where the number is even; NaN for none. Reorders the list.</summary>
    public static double Of(List<double> values)
    {
        if (values.Count == 0)
            return double.NaN;
        var odd = values.Count % 2 == 1;
        var (lower, upper) = Ranked(values, odd ? values.Count / 2 : values.Count / 2 - 1, values.Count / 2);
        return odd ? upper : (lower + upper) / 2;
    }

    /// <summary>The values of two ranks from 0, the same or one after the other. Reorders the list.</summary>
    public static (double First, double Last) Ranked(List<double> values, int first, int last)
    {
        var x = CollectionsMarshal.AsSpan(values);
        var upper = Select(x, last);
        if (first == last)
            return (upper, upper);
        var lower = double.NegativeInfinity;
        foreach (var value in x[..last])
            lower = Math.Max(lower, value);
        return (lower, upper);
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
