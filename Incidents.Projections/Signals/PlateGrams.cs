using Incidents.Domain.Plates;

namespace Incidents.Projections.Signals;

/// <summary>The pairs and triples of neighbouring characters of a plate, by which an index finds plates that have some of them.</summary>
/// <remarks>
/// They are taken from the plate's look with a sign at each end, each as a number of 21 bits. Characters outside ASCII share numbers: what
/// the index finds is compared again.
/// </remarks>
internal static class PlateGrams
{
    private const char Start = '^', End = '$';
    private const int Bits = 7, Mask = (1 << Bits) - 1;

    /// <summary>The grams of a plate, each once, in order.</summary>
    /// <param name="look">Its look.</param>
    public static int[] Of(string look) => [.. Grams($"{Start}{look}{End}", 2).Concat(Grams($"{Start}{look}{End}", 3)).Distinct().Order()];

    /// <summary>Grams that every plate of a pattern has; none where no two neighbours are known.</summary>
    public static int[] Of(PlatePattern pattern)
    {
        var grams = new HashSet<int>();
        foreach (var run in $"{Start}{pattern.Text}{End}".Split('*', '?'))
        {
            var look = PlateLikeness.Look(run);
            grams.UnionWith(Grams(look, look.Length >= 3 ? 3 : 2));
        }
        return [.. grams.Order()];
    }

    /// <summary>Grams of which every plate within a distance has at least one.</summary>
    /// <remarks>
    /// The look is cut into one part more than there may be errors, so that one part is whole; an exchange of two neighbours across a cut
    /// is undone first. With at least <see cref="PlateLikeness.FewestLetters"/> each part has two characters or more.
    /// </remarks>
    /// <param name="look">The look that is searched for.</param>
    /// <param name="distance">1 or 2.</param>
    public static int[] Within(string look, int distance)
    {
        var cuts = Cuts(look.Length, distance + 1);
        var grams = new HashSet<int>();
        for (var exchanged = 0; exchanged < 1 << distance; exchanged++)
        {
            var letters = look.ToCharArray();
            for (var cut = 0; cut < distance; cut++)
            {
                var at = cuts[cut + 1];
                if ((exchanged >> cut & 1) == 1)
                    (letters[at - 1], letters[at]) = (letters[at], letters[at - 1]);
            }
            for (var part = 0; part <= distance; part++)
            {
                var text = letters.AsSpan(cuts[part]..cuts[part + 1]);
                grams.Add(text.Length >= 3 ? Gram(text[..3]) : Gram(text));
            }
        }
        return [.. grams.Order()];
    }

    // What is left over goes to the last part, the region, which most vehicles share, and then to the first one.
    private static int[] Cuts(int length, int parts)
    {
        var (least, more) = (length / parts, length % parts);
        var cuts = new int[parts + 1];
        for (var part = 0; part < parts; part++)
        {
            var isLonger = part == parts - 1 ? more > 0 : part < more - 1;
            cuts[part + 1] = cuts[part] + least + (isLonger ? 1 : 0);
        }
        return cuts;
    }

    private static IEnumerable<int> Grams(string text, int length)
    {
        for (var i = 0; i + length <= text.Length; i++)
            yield return Gram(text.AsSpan(i, length));
    }

    private static int Gram(ReadOnlySpan<char> text)
    {
        var gram = 0;
        foreach (var letter in text)
            gram = (gram << Bits) | (letter & Mask);
        return gram;
    }
}
