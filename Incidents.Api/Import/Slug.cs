using System.Text;

namespace Incidents.Api.Import;

/// <summary>Makes a code of a text: lower-case Latin letters, digits, dots and hyphens, 64 characters at most, beginning with a letter or digit.</summary>
internal static class Slug
{
    private const int MaxLength = 64;

    // Russian after ICAO Doc 9303 part 3 (table B); Kazakh letters as the Latin ones that they sound most like.
    private static readonly Dictionary<char, string> Latin = new()
    {
        ['а'] = "a", ['б'] = "b", ['в'] = "v", ['г'] = "g", ['д'] = "d", ['е'] = "e", ['ё'] = "e", ['ж'] = "zh", ['з'] = "z", ['и'] = "i", ['й'] = "i",
        ['к'] = "k", ['л'] = "l", ['м'] = "m", ['н'] = "n", ['о'] = "o", ['п'] = "p", ['р'] = "r", ['с'] = "s", ['т'] = "t", ['у'] = "u", ['ф'] = "f",
        ['х'] = "kh", ['ц'] = "ts", ['ч'] = "ch", ['ш'] = "sh", ['щ'] = "shch", ['ъ'] = "ie", ['ы'] = "y", ['ь'] = "", ['э'] = "e", ['ю'] = "iu", ['я'] = "ia",
        ['ә'] = "a", ['ғ'] = "g", ['қ'] = "q", ['ң'] = "n", ['ө'] = "o", ['ұ'] = "u", ['ү'] = "u", ['һ'] = "h", ['і'] = "i",
    };

    // The runtime has no tables to take accents off by itself (InvariantGlobalization).
    private const string Accented = "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøőřśšşșťţțùúûüūůűýÿźżž";
    private const string Bare = "aaaaaaaaacccddeeeeeeegiiiiiilnnnooooooorsssstttuuuuuuuyyzzz";

    /// <summary>The code; empty where the text has neither letters nor digits. Other alphabets than Latin and Cyrillic count as blanks.</summary>
    public static string Of(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var letter in text.ToLowerInvariant())
            Append(slug, letter);
        if (slug.Length > MaxLength)
            slug.Length = MaxLength;
        return slug.ToString().TrimEnd('-', '.');
    }

    private static void Append(StringBuilder slug, char letter)
    {
        if (char.IsAsciiLetterOrDigit(letter))
            slug.Append(letter);
        else if (Latin.TryGetValue(letter, out var latin))
            slug.Append(latin);
        else if (Accented.IndexOf(letter) is >= 0 and var accented)
            slug.Append(Bare[accented]);
        else if (slug.Length > 0 && slug[^1] is not ('-' or '.'))
            slug.Append(letter == '.' ? '.' : '-');
    }
}
