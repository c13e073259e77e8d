using System.Text;

namespace Incidents.Domain;

/// <summary>Texts in the form in which searches compare them.</summary>
/// <remarks>
/// Lower case; ё is е; a Kazakh letter is the Russian letter that it resembles (қ к, ғ г, ң н, ү and ұ у, ө о, ә а, і и, һ х), because many
/// keyboards have no Kazakh letters; a combining mark is left out. Everything else that is neither letter nor digit is one space between
/// words. Two texts that differ only in this are found by each other.
/// </remarks>
public static class FoldedText
{
    /// <summary>The folded text; empty where the text has neither letter nor digit.</summary>
    /// <param name="text">The text, or null.</param>
    public static string Of(string? text)
    {
        var folded = new StringBuilder(text?.Length ?? 0);
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                // й in two characters is й; every other mark is only an accent.
                if (rune.Value == 0x306 && folded is { Length: > 0 } && folded[^1] == 'и')
                    folded[^1] = 'й';
            }
            else if (Rune.IsLetterOrDigit(rune))
            {
                folded.Append(Folded(Rune.ToLowerInvariant(rune)));
            }
            else if (folded is { Length: > 0 } && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }
        return folded.ToString().TrimEnd();
    }

    private static Rune Folded(Rune lower) => lower.Value switch
    {
        'ё' => new('е'),
        'қ' => new('к'),
        'ғ' => new('г'),
        'ң' => new('н'),
        'ү' or 'ұ' => new('у'),
        'ө' => new('о'),
        'ә' => new('а'),
        'і' => new('и'),
        'һ' => new('х'),
        _ => lower,
    };
}
