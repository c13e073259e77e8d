using System.Text;

namespace Incidents.Domain;

/// <summary>Finds a plate or a person's name in texts, in whatever spelling.</summary>
/// <remarks>
/// A plate is found as a word or run of words: <c>123ABC02</c> is in "авто 123 авс 02", and not in "5123ABC02". Letters that look alike in
/// Latin and Cyrillic are the same. A name is found where its words are next to each other, in whatever order, folded as by
/// <see cref="FoldedText"/>; other grammatical cases of a name are not found.
/// </remarks>
public sealed class PersonMatcher
{
    /// <summary>A plate with fewer letters and digits is not looked for in texts: it would be found in dates and numbers.</summary>
    public const int LeastInTexts = 5;

    private const int LeastWords = 2;
    private const int MostWords = 6;
    private const int LeastLetters = 5;
    private const char Break = '\0';

    // Latin letters as the Cyrillic ones that look the same.
    private const string Latin = "abcehikmoptxy";
    private const string Cyrillic = "авсеникмортху";

    private readonly string[] name;

    private PersonMatcher(string? plate, string[] name) => (Plate, this.name) = (plate, name);

    /// <summary>The plate in its one spelling, or null.</summary>
    public string? Plate { get; }

    /// <summary>The words of the name, folded and in order of the alphabet, with blanks between them; null without a name.</summary>
    public string? Name => name.Length == 0 ? null : string.Join(' ', name);

    /// <summary>One text for each person or plate, whatever the spelling.</summary>
    public string Key => $"plate:{Plate}\nname:{Name}";

    /// <summary>A matcher of a plate, a name, or of both: what holds one of them is found.</summary>
    /// <param name="plate">The plate in any usual spelling, or null.</param>
    /// <param name="name">The name, two to six words, or null.</param>
    /// <param name="refusal">Why there is none; null where neither is given.</param>
    public static PersonMatcher? Of(string? plate, string? name, out Refusal? refusal)
    {
        refusal = Texts.PlateAsWritten.CheckOptional(plate, "plate") ?? Texts.Person.CheckOptional(name, "name");
        if (refusal is not null || (plate is null && name is null))
            return null;
        var normal = plate is null ? null : Domain.Plate.Normalise(plate);
        if (plate is not null && normal is null)
            refusal = Domain.Plate.Malformed("plate");
        string[] words = name is null ? [] : [.. Words(name).Order(StringComparer.Ordinal)];
        if (name is not null && (words.Length is < LeastWords or > MostWords || words.Sum(w => w.Length) < LeastLetters))
            refusal ??= new(
                ErrorCode.BadInput, $"A name has {LeastWords} to {MostWords} words and at least {LeastLetters} letters.", "name");
        return refusal is null ? new(normal, words) : null;
    }

    /// <summary>Whether the text of a plate's field is the plate.</summary>
    public bool IsPlate(string text) => Plate is not null && Domain.Plate.Normalise(text) == Plate;

    /// <summary>Whether a text contains the plate or the name.</summary>
    public bool IsIn(string text) => HasPlate(text) || HasName(text);

    /// <summary>Whether a text that need be no sentence, such as a name in a query, contains the plate or the name.</summary>
    /// <remarks>
    /// A plate is found with anything between its letters, as the search folds texts, and where it is written together with letters before
    /// a digit or digits after a letter: <c>x257AVV04</c>. It is also found in a longer plate that begins with another letter.
    /// </remarks>
    public bool MayBeIn(string text) => HasPlate(text, isLoose: true) || HasPlate(FoldedText.Of(text), isLoose: true) || HasName(text);

    /// <summary>Whether a text contains the plate.</summary>
    public bool HasPlate(string text) => HasPlate(text, isLoose: false);

    private bool HasPlate(string text, bool isLoose)
    {
        if (Plate is not { Length: >= LeastInTexts } plate)
            return false;
        // The letters and digits in one spelling, and of each whether a word begins with it.
        var (letters, begins) = (new StringBuilder(text.Length), new List<bool>(text.Length));
        var isInWord = false;
        foreach (var written in text)
        {
            if (char.IsLetterOrDigit(written))
            {
                letters.Append(Domain.Plate.Spelled(written));
                begins.Add(!isInWord);
                isInWord = true;
                continue;
            }
            isInWord = false;
            if (isLoose || char.IsWhiteSpace(written) || written is '-' or '.' or '_' or '/')
                continue;
            letters.Append(Break);
            begins.Add(true);
        }
        var all = letters.ToString();
        for (var at = all.IndexOf(plate, StringComparison.Ordinal); at >= 0; at = all.IndexOf(plate, at + 1, StringComparison.Ordinal))
        {
            if (IsEdge(at) && IsEdge(at + plate.Length))
                return true;
        }
        return false;

        bool IsEdge(int at) => at == all.Length || begins[at] || (isLoose && char.IsDigit(all[at - 1]) != char.IsDigit(all[at]));
    }

    private bool HasName(string text)
    {
        if (name.Length == 0)
            return false;
        var words = Words(text);
        for (var first = 0; first + name.Length <= words.Count; first++)
        {
            if (words.Skip(first).Take(name.Length).Order(StringComparer.Ordinal).SequenceEqual(name))
                return true;
        }
        return false;
    }

    private static List<string> Words(string text)
    {
        var words = FoldedText.Words(text);
        for (var i = 0; i < words.Count; i++)
            words[i] = string.Create(words[i].Length, words[i], static (alike, word) =>
            {
                for (var at = 0; at < word.Length; at++)
                    alike[at] = Latin.IndexOf(word[at]) is var letter and >= 0 ? Cyrillic[letter] : word[at];
            });
        return words;
    }
}
