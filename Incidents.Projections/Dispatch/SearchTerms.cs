using Incidents.Domain.Language;

namespace Incidents.Projections.Dispatch;

/// <summary>The condition on the words of incidents that a text means: each of its words, or the number that some of them are.</summary>
internal sealed class SearchTerms
{
    private const int LeastDigitsForPrefix = 3;

    private readonly List<string> words;
    private readonly List<NumberInText> numbers;
    private readonly Dictionary<string, (string? Term, long Count)> read = new(StringComparer.Ordinal);

    /// <summary>Reads the words of a text.</summary>
    /// <param name="words">The words, folded.</param>
    public SearchTerms(List<string> words)
    {
        this.words = words;
        numbers = NumbersInText.Of(words);
        Kept = [.. words.Distinct(StringComparer.Ordinal).Where(IncidentTexts.IsKept)];
    }

    /// <summary>The words without digits, each once.</summary>
    public IReadOnlyList<string> Kept { get; }

    /// <summary>How many events have the rarest of the words; the greatest number where none has a count.</summary>
    public long Rarest { get; private set; } = long.MaxValue;

    /// <summary>The term of a word: words that begin so, and other forms of it.</summary>
    public static string Of(string word) =>
        Forms(word) is { Length: > 0 } forms ? $"('{word}':* | {string.Join(" | ", forms.Select(form => $"'{form}'"))})" : $"'{word}':*";

    /// <summary>What the tables have in place of a word in another form.</summary>
    public static string[] Forms(string word) =>
    [
        .. WordForms.Of(word).SelectMany(stem => stem == word ? [IncidentTexts.Marked(stem)] : new[] { IncidentTexts.Marked(stem), stem }),
    ];

    /// <summary>Notes what a word means.</summary>
    /// <param name="word">The word.</param>
    /// <param name="known">How many events have it.</param>
    /// <param name="others">What it may be with a typing error.</param>
    /// <param name="ofOthers">How many events have those.</param>
    public void Read(string word, long known, string[] others, long ofOthers)
    {
        var term = known > 0 ? Of(word)
            : others.Length > 0 ? $"({string.Join(" | ", others.Select(other => $"'{other}'"))})"
            : null;
        read[word] = (term, known + ofOthers);
    }

    /// <summary>The condition; null where there is none, or where a word is found nowhere.</summary>
    public string? Joined() => Join(Apart());

    /// <summary>The condition that the very words are there; null where there is none.</summary>
    public string? Exactly() => Join(ExactlyApart());

    /// <summary>A term for each word or number; null where a word is found nowhere.</summary>
    public List<string>? Apart() => Terms(word => !IncidentTexts.IsKept(word)
        ? (word.Length < LeastDigitsForPrefix ? $"'{word}'" : $"'{word}':*", long.MaxValue)
        : read[word]);

    /// <summary>A term for each of the very words.</summary>
    public List<string>? ExactlyApart() => Terms(word => ($"'{word}'", long.MaxValue));

    private static string? Join(List<string>? terms) => terms is { Count: > 0 } ? string.Join(" & ", terms) : null;

    private List<string>? Terms(Func<string, (string? Term, long Count)> termOf)
    {
        var terms = new List<string>();
        for (var at = 0; at < words.Count;)
        {
            var number = numbers.Where(n => n.First == at).OrderByDescending(n => n.Words).FirstOrDefault();
            if (number.Words == 0)
            {
                var (term, count) = termOf(words[at++]);
                Rarest = Math.Min(Rarest, count);
                if (term is null)
                    return null;
                terms.Add(term);
                continue;
            }
            string?[] parts = [.. words.GetRange(at, number.Words).Select(word => termOf(word).Term)];
            terms.Add(parts.Contains(null) ? $"'{number.Key}'" : $"(({string.Join(" & ", parts)}) | '{number.Key}')");
            at += number.Words;
        }
        return [.. terms.Distinct(StringComparer.Ordinal)];
    }
}
