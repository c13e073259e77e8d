using Incidents.Domain;
using Npgsql;

namespace Incidents.Projections.BaseMaps;

/// <summary>How well a name fits what was typed.</summary>
public enum NameMatch
{
    /// <summary>The same words, apart from the kind of street.</summary>
    Exact,

    /// <summary>Each typed word is the beginning of a word of the name.</summary>
    Prefix,

    /// <summary>The same with one typing error: a letter wrong, missing, too many, or two neighbours swapped.</summary>
    Typo,
}

/// <summary>What was typed into a search for a name.</summary>
public sealed class TypedName
{
    private const int MostWords = 8;
    private const int LeastLettersWithTypo = 4;

    // Folded. They say what kind of street it is, which a person may leave out or write in another language.
    private static readonly HashSet<string> Kinds =
    [
        "улица", "ул", "проспект", "пр", "просп", "переулок", "пер", "бульвар", "бул", "бр", "шоссе", "площадь", "пл", "проезд", "тупик",
        "кошеси", "кош", "дангылы", "тасжолы", "туйыгы", "гулзары", "аланы", "street", "st", "avenue", "ave", "road", "rd",
    ];

    private readonly string[] words;

    private TypedName(string[] words) => this.words = words;

    /// <summary>Reads what was typed; null where it has neither letter nor digit.</summary>
    /// <param name="text">What was typed; words after the eighth are left out.</param>
    public static TypedName? Of(string text) =>
        Significant(FoldedText.Joined(text)) is { Length: > 0 } words ? new(words.Length <= MostWords ? words : words[..MostWords]) : null;

    /// <summary>How well a name fits, or null where it does not.</summary>
    /// <param name="name">The name, as it is written.</param>
    public NameMatch? Match(string? name)
    {
        var known = Significant(FoldedText.Joined(name));
        var hasTypo = false;
        foreach (var word in words)
        {
            if (Array.Exists(known, k => k.StartsWith(word, StringComparison.Ordinal)))
                continue;
            if (hasTypo || word.Length < LeastLettersWithTypo || !Array.Exists(known, k => IsBeginningWithTypo(word, k)))
                return null;
            hasTypo = true;
        }
        return hasTypo ? NameMatch.Typo : words.Order().SequenceEqual(known.Order()) ? NameMatch.Exact : NameMatch.Prefix;
    }

    /// <summary>The best match of several names of one thing, or null.</summary>
    public NameMatch? Best(params ReadOnlySpan<string?> names)
    {
        NameMatch? best = null;
        foreach (var name in names)
        {
            if (name is not null && Match(name) is { } match && !(best <= match))
                best = match;
        }
        return best;
    }

    /// <summary>A condition of SQL that holds for every name that matches, and for some that do not.</summary>
    /// <remarks>
    /// A word with one error in it still has its first or its second half intact, or its middle letters swapped. So an index of trigrams
    /// finds it too.
    /// </remarks>
    /// <param name="command">Receives the parameters.</param>
    /// <param name="column">The column of the folded name, with a space before its first word.</param>
    public string Condition(NpgsqlCommand command, string column)
    {
        // Folded texts have letters, digits and spaces only: nothing that means something in a pattern.
        var begins = Array.ConvertAll(words, word => $"{column} like {command.Add($"% {word}%")}");
        var either = new List<string> { string.Join(" and ", begins) };
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Length < LeastLettersWithTypo)
                continue;
            var (word, half) = (words[i], words[i].Length / 2);
            var swapped = string.Concat(word[..(half - 1)], word[half], word[half - 1], word[(half + 1)..]);
            string[] patterns = [$"% {word[..half]}%", $"%{word[half..]}%", $"% {swapped}%"];
            var others = begins.Where((_, j) => j != i).Append($"{column} like any({command.Add(patterns)})");
            either.Add(string.Join(" and ", others));
        }
        return $"({string.Join(" or ", either)})";
    }

    /// <summary>Whether with one error the typed word is the beginning of a known one.</summary>
    private static bool IsBeginningWithTypo(string typed, string known)
    {
        var same = typed.AsSpan().CommonPrefixLength(known);
        var left = typed.AsSpan(same);
        var other = known.AsSpan(same);
        return left.Length <= 1
            || (other.Length > 0
                && (other[1..].StartsWith(left[1..]) || other.StartsWith(left[1..]) || other[1..].StartsWith(left)
                    || (other.Length > 1 && left[0] == other[1] && left[1] == other[0] && other[2..].StartsWith(left[2..]))));
    }

    private static string[] Significant(string folded)
    {
        var all = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var named = Array.FindAll(all, word => !Kinds.Contains(word));
        return named.Length > 0 ? named : all;
    }
}
