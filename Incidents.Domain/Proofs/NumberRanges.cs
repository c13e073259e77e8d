using System.Globalization;

namespace Incidents.Domain.Proofs;

/// <summary>Numbers in a short form: <c>3-7,9</c>, or <c>none</c>.</summary>
public static class NumberRanges
{
    private const string None = "none";

    /// <summary>Writes numbers.</summary>
    /// <param name="numbers">The numbers, each once and in order.</param>
    public static string Write(IEnumerable<long> numbers)
    {
        var ranges = new List<LeafRange>();
        foreach (var number in numbers)
        {
            if (ranges is [.., var last] && last.Until == number)
                ranges[^1] = last with { Until = number + 1 };
            else
                ranges.Add(new(number, number + 1));
        }
        return Write(ranges);
    }

    /// <summary>Writes ranges.</summary>
    /// <param name="ranges">The ranges, in order.</param>
    public static string Write(IReadOnlyCollection<LeafRange> ranges) =>
        ranges.Count == 0 ? None : string.Join(',', ranges.Select(Write));

    /// <summary>Reads numbers; null where the text is none, or they are not in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="below">Each number is less than this one.</param>
    public static IReadOnlyList<LeafRange>? Parse(string text, long below)
    {
        if (text == None)
            return [];
        var ranges = new List<LeafRange>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryRead(ends[0], out var from) || !TryRead(ends[^1], out var last) || last < from || last >= below
                || (ranges is [.., var before] && from <= before.Until - 1))
                return null;
            ranges.Add(new(from, last + 1));
        }
        return ranges;
    }

    private static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Write(LeafRange range) => range.Until == range.From + 1
        ? range.From.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{range.From}-{range.Until - 1}");
}
