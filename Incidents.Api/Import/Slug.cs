using System.Text;

namespace Incidents.Api.Import;

/// <summary>Makes a code of a text: lower-case Latin letters, digits, dots and hyphens, 64 characters at most, beginning with a letter or digit.</summary>
internal static class Slug
{
    private const int MaxLength = 64;

    // Russian after ICAO Doc 9303 part 3 (table B); Kazakh letters as the Latin ones that they sound most like.
    private const string Pairs =
        "аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъie ыy ь эe юiu яia " +
        "әa ғg қq ңn өo ұu үu һh іi";

    private static readonly Dictionary<char, string> Latin = Pairs.Split(' ').ToDictionary(pair => pair[0], pair => pair[1..]);

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
