namespace Incidents.Domain.Language;

/// <summary>What Russian forms of a word have in common.</summary>
/// <remarks>
/// Written from the published description of Snowball's Russian algorithm (M. F. Porter, snowballstem.org). It takes endings off by rules,
/// without a dictionary: forms with another stem (`человек`, `люди`) or with a vowel that comes and goes (`замок`, `замка`) stay apart.
/// </remarks>
public static class RussianStem
{
    private const string Vowels = "аеиоуыэюя";

    // Endings of the first kind follow а or я.
    private static readonly Endings Gerund = new("в вши вшись", "ив ивши ившись ыв ывши ывшись");
    private static readonly Endings Reflexive = new("", "ся сь");

    private static readonly Endings Adjective = new(
        "", "ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею");

    private static readonly Endings Participle = new("ем нн вш ющ щ", "ивш ывш ующ");

    private static readonly Endings Verb = new(
        "ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно",
        "ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю");

    private static readonly Endings Noun = new(
        "", "а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я");

    private static readonly Endings Derivation = new("", "ост ость");
    private static readonly Endings Superlative = new("", "ейш ейше");

    /// <summary>The stem of a word.</summary>
    /// <param name="word">A word in lower-case Cyrillic letters, folded (<see cref="FoldedText"/>).</param>
    public static string Of(string word)
    {
        var region = AfterVowel(word, 0);
        if (region == word.Length)
            return word;
        var second = AfterClosed(word, AfterClosed(word, 0));
        var stem = word;
        if (!Gerund.Take(ref stem, region))
        {
            Reflexive.Take(ref stem, region);
            if (Adjective.Take(ref stem, region))
                Participle.Take(ref stem, region);
            else if (!Verb.Take(ref stem, region))
                Noun.Take(ref stem, region);
        }
        if (stem.Length > region && stem[^1] == 'и')
            stem = stem[..^1];
        Derivation.Take(ref stem, second);
        Superlative.Take(ref stem, region);
        return stem switch
        {
            [.., 'н', 'н'] when stem.Length - 2 >= region => stem[..^1],
            [.., 'ь'] when stem.Length > region => stem[..^1],
            _ => stem,
        };
    }

    private static int AfterVowel(string word, int from)
    {
        var at = from;
        while (at < word.Length && !Vowels.Contains(word[at]))
            at++;
        return Math.Min(at + 1, word.Length);
    }

    // After the first consonant that follows a vowel.
    private static int AfterClosed(string word, int from)
    {
        var at = AfterVowel(word, from);
        while (at < word.Length && Vowels.Contains(word[at]))
            at++;
        return Math.Min(at + 1, word.Length);
    }

    private sealed class Endings(string afterVowel, string any)
    {
        private readonly (string Text, bool NeedsVowel)[] all =
        [
            .. Split(afterVowel).Select(text => (text, true)).Concat(Split(any).Select(text => (text, false)))
                .OrderByDescending(ending => ending.Item1.Length),
        ];

        // The longest ending decides, also where it must not be taken.
        public bool Take(ref string word, int region)
        {
            foreach (var (text, needsVowel) in all)
            {
                var left = word.Length - text.Length;
                if (left < region || !word.EndsWith(text, StringComparison.Ordinal))
                    continue;
                if (needsVowel && !(left > region && word[left - 1] is 'а' or 'я' && left - 1 >= region))
                    return false;
                word = word[..left];
                return true;
            }
            return false;
        }

        private static string[] Split(string endings) => endings.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
