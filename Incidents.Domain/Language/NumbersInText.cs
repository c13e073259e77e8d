using Incidents.Domain.Plates;

namespace Incidents.Domain.Language;

/// <summary>A number that stands in a text as one word or several, in its one spelling.</summary>
/// <param name="First">Index of its first word.</param>
/// <param name="Words">Number of its words.</param>
/// <param name="Key">
/// <c>+</c> and the ten digits of a telephone number without the country's code, or <c>#</c> and a plate in its one spelling: what no word
/// of a text begins with.
/// </param>
public readonly record struct NumberInText(int First, int Words, string Key);

/// <summary>Finds telephone numbers and plates in texts, however they are divided: <c>+7 (701) 123-45-67</c>, <c>257 AVV 04</c>.</summary>
public static class NumbersInText
{
    private const int MostWordsOfPhone = 6;
    private const int MostWordsOfPlate = 4;
    private const int PhoneDigits = 10;
    private const int LongestPlate = 12;

    /// <summary>The numbers of a text, in order; several may share words.</summary>
    /// <param name="words">The words of the text, folded (<see cref="FoldedText.Words"/>).</param>
    public static List<NumberInText> Of(IReadOnlyList<string> words)
    {
        var found = new List<NumberInText>();
        for (var first = 0; first < words.Count; first++)
        {
            // Without the first digit it is the same number once more.
            if (Phone(words, first) is { } phone && (found.Count == 0 || found[^1].Key != phone.Key))
                found.Add(phone);
            var joined = "";
            for (var count = 1; count <= MostWordsOfPlate && first + count <= words.Count; count++)
            {
                joined += words[first + count - 1];
                if (joined.Length > LongestPlate)
                    break;
                if (joined.AsSpan().ContainsAnyInRange('0', '9') && Plate.Normalise(joined) is { } plate
                    && PlateForm.Of(plate) is not null)
                    found.Add(new(first, count, $"#{plate}"));
            }
        }
        return found;
    }

    // Eleven digits from 7 or 8, or ten from 7: the codes of Kazakhstan's mobile networks and towns begin so.
    private static NumberInText? Phone(IReadOnlyList<string> words, int first)
    {
        if (words[first][0] is not ('7' or '8'))
            return null;
        var digits = "";
        for (var count = 1; count <= MostWordsOfPhone && first + count <= words.Count; count++)
        {
            var word = words[first + count - 1];
            if (word.AsSpan().ContainsAnyExceptInRange('0', '9') || digits.Length + word.Length > PhoneDigits + 1)
                return null;
            digits += word;
            var isWhole = digits.Length == PhoneDigits + 1 && digits[1] == '7';
            var isShort = digits.Length == PhoneDigits && digits[0] == '7'
                && (first + count == words.Count || words[first + count].AsSpan().ContainsAnyExceptInRange('0', '9'));
            if (isWhole || isShort)
                return new(first, count, $"+{digits[^PhoneDigits..]}");
        }
        return null;
    }
}
