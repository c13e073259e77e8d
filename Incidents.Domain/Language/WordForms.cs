namespace Incidents.Domain.Language;

/// <summary>By what a word is found in another form.</summary>
/// <remarks>
/// Nothing says of a word whether it is Russian or Kazakh, and many are both, so both stems are taken. Words are folded, so a stem is the
/// same whichever keyboard it was typed on.
/// </remarks>
public static class WordForms
{
    /// <summary>Fewest letters of a word that is in another form somewhere.</summary>
    public const int LeastLetters = 2;

    /// <summary>The stems of a word, each once: one or two; none of a word that is short or not Cyrillic.</summary>
    /// <param name="word">A word, folded (<see cref="FoldedText"/>).</param>
    public static IReadOnlyList<string> Of(string word)
    {
        if (word.Length < LeastLetters || word.AsSpan().ContainsAnyExceptInRange('а', 'я'))
            return [];
        var (russian, kazakh) = (RussianStem.Of(word), KazakhStem.Of(word));
        return russian == kazakh ? [russian] : [russian, kazakh];
    }

    /// <summary>Whether two words have a stem in common.</summary>
    /// <param name="one">A word, folded.</param>
    /// <param name="other">Another, folded.</param>
    public static bool AreOfOneWord(string one, string other) => one == other || Of(one).Intersect(Of(other)).Any();
}
