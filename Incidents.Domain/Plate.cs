namespace Incidents.Domain;

/// <summary>A vehicle's registration plate.</summary>
public static class Plate
{
    // Letters that Kazakhstan's and its neighbours' plates use in both alphabets; cameras and clerks write either.
    private const string Cyrillic = "АВЕКМНОРСТУХІ";
    private const string Latin = "ABEKMHOPCTYXI";

    /// <summary>Why a text is no plate in its one spelling, or null.</summary>
    /// <param name="plate">The text, or null.</param>
    /// <param name="field">The field that holds it.</param>
    public static Refusal? Check(string? plate, string field) => plate is null || Normalise(plate) == plate ? null : Malformed(field);

    /// <summary>A text that is no plate.</summary>
    public static Refusal Malformed(string field) => new(ErrorCode.PlateMalformed, "A plate has 2 to 12 letters and digits.", field);

    /// <summary>
    /// The plate in one spelling: capitals, Cyrillic look-alikes as Latin letters, without blanks and hyphens. Null where it is not
    /// 2 to 12 letters and digits.
    /// </summary>
    public static string? Normalise(string text)
    {
        Span<char> plate = stackalloc char[12];
        var length = 0;
        foreach (var written in text)
        {
            if (char.IsWhiteSpace(written) || written is '-')
                continue;
            var letter = Spelled(written);
            if (!char.IsLetterOrDigit(letter) || length == plate.Length)
                return null;
            plate[length++] = letter;
        }
        return length < 2 ? null : new string(plate[..length]);
    }

    /// <summary>A letter or digit in the one spelling.</summary>
    internal static char Spelled(char written)
    {
        var letter = char.ToUpperInvariant(written);
        return Cyrillic.IndexOf(letter) is var at and >= 0 ? Latin[at] : letter;
    }
}
