using System.Text;

namespace Incidents.Domain.Plates;

/// <summary>A plate of which some characters are not known: <c>?</c> stands for one, <c>*</c> for any number, also none.</summary>
/// <remarks>
/// Letters are spelled as those of plates are (<see cref="Plate.Normalise"/>). At least <see cref="FewestFixed"/> characters are given:
/// with fewer it would find a large part of all vehicles.
/// </remarks>
public sealed class PlatePattern
{
    /// <summary>Fewest letters and digits.</summary>
    public const int FewestFixed = 3;

    /// <summary>Most characters, wildcards included.</summary>
    public const int MostCharacters = 24;

    private PlatePattern(string text) => Text = text;

    /// <summary>The pattern in its one spelling; of stars next to each other one is left.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">As written; blanks and hyphens are left out.</param>
    /// <param name="field">The field that holds it.</param>
    /// <param name="fault">
    /// <c>PATTERN_MALFORMED</c>: another character than letters, digits and wildcards, or too many. <c>PATTERN_TOO_WIDE</c>: too few
    /// letters and digits. Else null.
    /// </param>
    public static PlatePattern? Of(string text, string field, out Refusal? fault)
    {
        var (pattern, known) = (new StringBuilder(MostCharacters), 0);
        fault = null;
        foreach (var written in text)
        {
            if (char.IsWhiteSpace(written) || written is '-' || (written is '*' && pattern.Length > 0 && pattern[^1] is '*'))
                continue;
            var letter = Plate.Spelled(written);
            var isWild = written is '*' or '?';
            if (!(isWild || char.IsLetterOrDigit(letter)) || pattern.Length == MostCharacters)
            {
                fault = new(
                    ErrorCode.PatternMalformed, $"A pattern is at most {MostCharacters} letters, digits, ? and *.", field);
                return null;
            }
            known += isWild ? 0 : 1;
            pattern.Append(letter);
        }
        if (known < FewestFixed)
            fault = new(ErrorCode.PatternTooWide, $"A pattern has at least {FewestFixed} letters and digits.", field);
        return fault is null ? new(pattern.ToString()) : null;
    }
}
