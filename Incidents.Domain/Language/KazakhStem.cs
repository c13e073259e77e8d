namespace Incidents.Domain.Language;

/// <summary>What Kazakh forms of a noun have in common.</summary>
/// <remarks>
/// Endings of case, possession and number are taken off from the end, one after another, as long as each fits what is left before it: by
/// vowel harmony (`қалада`, but `көшеде`) and by its first consonant (`жолда`, but `ұрлықта`). Words come folded, as people type them on
/// Russian keyboards, so о, у and the а of a first syllable may be a front vowel, and harmony is not known from them. A consonant that
/// becomes voiced before an ending (`көлік`, `көлігі`) is taken as voiceless everywhere. Endings of verbs stay.
/// </remarks>
public static class KazakhStem
{
    private const int LeastLetters = 3;
    private const string Vowels = "аеиоуыэюя";
    private const string Voiceless = "кпстфхцчшщбвгд";

    private static readonly Ending[] Endings = [.. All().OrderByDescending(ending => ending.Text.Length)];

    /// <summary>The stem of a word.</summary>
    /// <param name="word">A word in lower-case Cyrillic letters, folded (<see cref="FoldedText"/>).</param>
    public static string Of(string word)
    {
        var length = word.Length;
        for (var isShorter = true; isShorter;)
        {
            isShorter = false;
            foreach (var ending in Endings)
            {
                if (!ending.Fits(word.AsSpan(0, length)))
                    continue;
                (length, isShorter) = (length - ending.Text.Length, true);
                break;
            }
        }
        return word[length - 1] switch
        {
            'г' => $"{word.AsSpan(0, length - 1)}к",
            'б' => $"{word.AsSpan(0, length - 1)}п",
            _ => word[..length],
        };
    }

    private static IEnumerable<Ending> All()
    {
        const string vowel = "аеиоуыэюя", voiced = "лрйузж", nasal = "мн";
        (string Before, string Texts)[] all =
        [
            // Plural.
            (vowel + "рй", "лар лер"), ("лмнзж", "дар дер"), (Voiceless, "тар тер"),
            // Genitive and accusative.
            (vowel + nasal, "нын нин"), (voiced, "дын дин"), (Voiceless, "тын тин"),
            (vowel, "ны ни"), (voiced + nasal, "ды ди"), (Voiceless, "ты ти"),
            // Dative, locative, ablative, and what is in or of a place.
            (vowel + voiced + nasal, "га ге"), (Voiceless, "ка ке"),
            (vowel + voiced + nasal, "да де дан ден дагы деги"), (Voiceless, "та те тан тен тагы теги"), (nasal, "нан нен"),
            // Possession, also with a case after it.
            (vowel, "сы си сын син сына сине сында синде сынан синен сындагы синдеги м мыз миз ныз низ"),
            (Consonants, "ы и ын ин ына ине ында инде ынан инен ындагы индеги ым им ымыз имиз ыныз иниз"),
        ];
        foreach (var (before, texts) in all)
        {
            foreach (var text in texts.Split(' '))
                yield return new(text, before, text.FirstOrDefault(Vowels.Contains) is 'а' or 'ы', text != "м");
        }
        // The instrumental has no harmony.
        yield return new("мен", vowel + "лрймн", false, false);
        yield return new("бен", "зж", false, false);
        yield return new("пен", Voiceless, false, false);
    }

    private const string Consonants = "бвгджзйклмнпрстфхцчшщ";

    private sealed record Ending(string Text, string Before, bool IsBack, bool HasHarmony)
    {
        public bool Fits(ReadOnlySpan<char> word)
        {
            var left = word.Length - Text.Length;
            if (left < 2 || !word.EndsWith(Text, StringComparison.Ordinal) || !Before.Contains(word[left - 1]))
                return false;
            var stem = word[..left];
            // Of two letters only such as үй and ат.
            if (left < LeastLetters && !(Vowels.Contains(stem[0]) && !Vowels.Contains(stem[1])))
                return false;
            var last = stem.LastIndexOfAny(Vowels);
            return last >= 0 && (!HasHarmony || stem[last] switch
            {
                'ы' or 'я' or 'ю' => IsBack,
                'е' or 'и' or 'э' => !IsBack,
                'а' => IsBack || stem[..last].IndexOfAny(Vowels) < 0,
                _ => true,
            });
        }
    }
}
