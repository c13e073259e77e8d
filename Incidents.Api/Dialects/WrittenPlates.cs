using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Incidents.Domain.Plates;

namespace Incidents.Api.Dialects;

/// <summary>Plates as readers write them.</summary>
internal static class WrittenPlates
{
    private const int MostCharacters = 40;

    // Without blanks, hyphens and the like.
    private static readonly FrozenSet<string> NoPlates = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "", "UNKNOWN", "UNKNOW", "UNKNOWNPLATE", "NOPLATE", "NOLICENSE", "UNLICENSED", "NULL", "NONE",
        "NAN", "NA", "UNREADABLE", "UNRECOGNIZED", "UNRECOGNISED", "NOTRECOGNIZED", "NOTDETECTED", "NOTFOUND", "NOREAD", "UNDEFINED",
        "EMPTY", "NONUMBER", "车牌", "无车牌", "无牌车", "无牌", "未知", "未识别", "БЕЗНОМЕРА", "НЕТНОМЕРА", "НЕТ", "НЕРАСПОЗНАН", "НЕИЗВЕСТНО");

    private static readonly SearchValues<char> Usual =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -");

    private static readonly string[] Countries = ["KZ", "KAZ"];

    /// <summary>
    /// The plate in its one spelling where a text is one, without separators and without the country of a plate of Kazakhstan; else null:
    /// no read, a placeholder, or noise.
    /// </summary>
    public static string? Of(string? text)
    {
        if (text is null || text.Length > MostCharacters || IsPlaceholder(text))
            return null;
        var plate = Domain.Plate.Normalise(text.AsSpan().ContainsAnyExcept(Usual) ? Brushed(text) : text);
        return plate is null ? null : WithoutCountry(plate);
    }

    /// <summary>Whether a reader wrote that it could not read a plate.</summary>
    public static bool IsPlaceholder(string? text)
    {
        if (text is null)
            return true;
        // No placeholder has a digit, and nearly every plate has.
        if (text.AsSpan().ContainsAnyInRange('0', '9'))
            return false;
        return NoPlates.Contains(string.Concat(
            text.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_' or '/' or '?' or '*' or '.' or '#'))));
    }

    // Full-width letters, and what stands between the parts of a plate.
    private static string Brushed(string text)
    {
        var plate = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is not ('|' or '.' or '_' or ',' or '/' or '·' or '•' or '\u2010' or '\u2011' or '\u2012' or '–' or '—' or '−'
                or '\u200B' or '\uFEFF'))
                plate.Append(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - '\uFF01' + '!') : c);
        }
        return plate.ToString();
    }

    private static string WithoutCountry(string plate)
    {
        foreach (var country in Countries)
        {
            if (plate.StartsWith(country, StringComparison.Ordinal) && IsOfKazakhstan(plate[country.Length..]))
                return plate[country.Length..];
            if (plate.EndsWith(country, StringComparison.Ordinal) && IsOfKazakhstan(plate[..^country.Length]))
                return plate[..^country.Length];
        }
        return plate;
    }

    private static bool IsOfKazakhstan(string plate) => PlateForm.Of(plate) is
    {
        Format: PlateFormat.KazakhstanThreeLetters or PlateFormat.KazakhstanTwoLetters or PlateFormat.KazakhstanOldThreeLetters
            or PlateFormat.KazakhstanOldTwoLetters
    };
}
