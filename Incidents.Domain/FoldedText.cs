using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Incidents.Domain;

/// <summary>Texts in the form in which they are compared when people search: names are written in more ways than one.</summary>
/// <remarks>
/// Letters are lower case; ё is е; the Kazakh letters ә, ғ, қ, ң, ө, ұ, ү, һ, і are а, г, к, н, о, у, у, х, и, because Russian keyboards
/// lack them and registers use both. Marks that are combined with a letter are dropped, except that of й. Stored rows hold folded
/// texts: a change of this table needs a new version of each read model that has them.
/// </remarks>
public static class FoldedText
{
    /// <summary>Most characters of a word; the rest is left out.</summary>
    public const int MostLetters = 64;

    private const char CombiningBreve = '\u0306';

    private static readonly FrozenDictionary<char, char> Alike = new Dictionary<char, char>
    {
        ['ё'] = 'е',
        ['ә'] = 'а',
        ['ғ'] = 'г',
        ['қ'] = 'к',
        ['ң'] = 'н',
        ['ө'] = 'о',
        ['ұ'] = 'у',
        ['ү'] = 'у',
        ['һ'] = 'х',
        ['і'] = 'и',
    }.ToFrozenDictionary();

    /// <summary>The whole text, folded, with one space for each run of white space and none at its ends.</summary>
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        var isSpace = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                isSpace = folded.Length > 0;
                continue;
            }
            if (isSpace && !IsMark(rune))
                folded.Append(' ');
            isSpace = false;
            Append(folded, rune);
        }
        return folded.ToString();
    }

    /// <summary>The words of a text, folded, in order and with repetitions: runs of letters and digits.</summary>
    public static List<string> Words(string? text)
    {
        var words = new List<string>();
        if (string.IsNullOrEmpty(text))
            return words;
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (IsMark(rune) && word.Length > 0))
                Append(word, rune);
            else
                End();
        }
        End();
        return words;

        void End()
        {
            if (word.Length > MostLetters)
                word.Length = char.IsHighSurrogate(word[MostLetters - 1]) ? MostLetters - 1 : MostLetters;
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>The words of a text, folded, with one space between them; empty where it has neither letter nor digit.</summary>
    public static string Joined(string? text) => string.Join(' ', Words(text));

    private static void Append(StringBuilder folded, Rune rune)
    {
        if (IsMark(rune))
        {
            if (rune.Value == CombiningBreve && folded.Length > 0 && folded[^1] == 'и')
                folded[^1] = 'й';
            return;
        }
        var lower = Rune.ToLowerInvariant(rune);
        if (lower.IsBmp)
            folded.Append(Alike.GetValueOrDefault((char)lower.Value, (char)lower.Value));
        else
            folded.Append(lower.ToString());
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
