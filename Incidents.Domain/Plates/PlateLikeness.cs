namespace Incidents.Domain.Plates;

/// <summary>How alike two plates are to a camera or a clerk.</summary>
public static class PlateLikeness
{
    /// <summary>The greatest distance that is searched for.</summary>
    public const int MostDistance = 2;

    // Fewest letters and digits of a plate that is searched for with a distance of 0, 1 and 2: of each part between errors two are left.
    private static readonly int[] Fewest = [2, 4, 6];

    /// <summary>Fewest letters and digits of a plate that is searched for with so many errors.</summary>
    /// <param name="distance">0 to <see cref="MostDistance"/>.</param>
    public static int FewestLetters(int distance) => Fewest[distance];

    /// <summary>The plate with one sign for those that look alike: O is 0, I is 1, B is 8.</summary>
    /// <param name="plate">The plate in its one spelling, in which Cyrillic letters are Latin ones.</param>
    public static string Look(string plate) => string.Create(plate.Length, plate, static (look, plate) =>
    {
        for (var i = 0; i < look.Length; i++)
            look[i] = Look(plate[i]);
    });

    /// <summary>The sign for one character.</summary>
    public static char Look(char letter) => letter switch
    {
        'O' => '0',
        'I' => '1',
        'B' => '8',
        _ => letter,
    };

    /// <summary>The fewest changes from one text to another: a character changed, added, left out, or two neighbours exchanged.</summary>
    /// <remarks>
    /// The distance of Damerau (1964) in its restricted form, in which no part is changed twice (optimal string alignment). Of looks it is
    /// the distance at which look-alikes cost nothing. For short texts: its memory is on the stack.
    /// </remarks>
    public static int Distance(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var width = other.Length + 1;
        // Three rows in turn: the one before the last, the last, and the next.
        Span<int> rows = stackalloc int[3 * width];
        for (var j = 0; j < width; j++)
            rows[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var next = rows.Slice(i % 3 * width, width);
            var last = rows.Slice((i + 2) % 3 * width, width);
            var before = rows.Slice((i + 1) % 3 * width, width);
            next[0] = i;
            for (var j = 1; j < width; j++)
            {
                var cost = one[i - 1] == other[j - 1] ? 0 : 1;
                next[j] = Math.Min(Math.Min(last[j] + 1, next[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
        }
        return rows[one.Length % 3 * width + width - 1];
    }
}
