using System.Text;

namespace Incidents.Api.Import;

/// <summary>Converts a text to a code.</summary>
/// <remarks>A code has at most 64 lower-case Latin letters, digits, dots and hyphens, and starts with a letter or digit.</remarks>
internal static class Slug
{
    private const int MaxLength = 64;

    // Russian as in ICAO Doc 9303 part 3 (table B); Kazakh letters as the Latin ones with the most similar sound.
    private const string Pairs =
        "аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъie ыy ь эe юiu яia " +
        "әa ғg қq ңn өo ұu үu һh іi";

    private static readonly Dictionary<char, string> Latin = Pairs.Split(' ').ToDictionary(pair => pair[0], pair => pair[1..]);

    // The runtime has no tables to remove accents (InvariantGlobalization).
    private const string Accented = "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøőřśšşșťţțùúûüūůűýÿźżž";
    private const string Bare = "aaaaaaaaacccddeeeeeeegiiiiiilnnnooooooorsssstttuuuuuuuyyzzz";

    /// <summary>
    /// The code of a text; empty without letters and digits. Letters of other alphabets than Latin and Cyrillic are separators.
    /// </summary>
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
