namespace Incidents.Benchmarks.Dispatch;

/// <summary>Words that look like those of a language, the frequent ones first.</summary>
internal sealed class Vocabulary
{
    private const string Consonants = "бвгджзклмнпрстфхцчш";
    private const string Vowels = "аеиоуыэюя";

    /// <summary>Makes the words; the same number gives the same words.</summary>
    public Vocabulary(int count = 30_000)
    {
        var random = new Random(1);
        var words = new HashSet<string>(count, StringComparer.Ordinal);
        while (words.Count < count)
        {
            words.Add(string.Concat(Enumerable.Range(0, 2 + random.Next(3)).Select(
                _ => $"{Consonants[random.Next(Consonants.Length)]}{Vowels[random.Next(Vowels.Length)]}"))
                + Consonants[random.Next(Consonants.Length)]);
        }
        Words = [.. words];
    }

    /// <summary>The words, of 5 to 9 letters.</summary>
    public string[] Words { get; }
}
