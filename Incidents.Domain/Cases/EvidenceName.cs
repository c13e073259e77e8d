using System.Globalization;
using System.Text;

namespace Incidents.Domain.Cases;

/// <summary>What the name of a file of evidence may hold: what is read is what is there.</summary>
/// <remarks>
/// Marks that turn the direction of reading show <c>exe.4pm</c> as <c>mp4.exe</c>; a line break or an invisible character hides an ending.
/// Letters that read from right to left are no marks, and the joiners of Persian and of pictures stay.
/// </remarks>
public static class EvidenceName
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>Why a name is refused, or null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="field">The field that holds it.</param>
    public static Refusal? Check(string? name, string field) => Texts.Street.Check(name, field)
        ?? (name!.EnumerateRunes().Any(IsHidden)
            ? new(ErrorCode.BadInput, "The name of a file has no control character, line break, invisible or turning mark.", field)
            : null);

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (NonJoiner or Joiner),
        _ => false,
    };
}
