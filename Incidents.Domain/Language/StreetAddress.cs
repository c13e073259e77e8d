using System.Text;
using System.Text.RegularExpressions;

namespace Incidents.Domain.Language;

/// <summary>A kind of street, as addresses name it.</summary>
public enum StreetKind
{
    /// <summary>A street.</summary>
    Street = 1,

    /// <summary>An avenue.</summary>
    Avenue,

    /// <summary>A lane.</summary>
    Lane,

    /// <summary>A boulevard.</summary>
    Boulevard,

    /// <summary>A quarter whose houses have numbers of their own.</summary>
    Quarter,

    /// <summary>A highway.</summary>
    Highway,

    /// <summary>A passage.</summary>
    Passage,

    /// <summary>A dead end.</summary>
    DeadEnd,

    /// <summary>A square.</summary>
    Square,
}

/// <summary>A street and house number in the form in which addresses are compared.</summary>
/// <remarks>
/// A caller, a register and a map write one street in different ways: <c>ул. Ерубаева</c>, <c>Ерубаев көшесі</c>, <c>Yerubayev Street</c>.
/// What kind of street it is, endings of case and the script are left out. Two streets of one town that become alike are for whoever
/// compares to tell apart, by <see cref="KindOf"/>: nothing is guessed here.
/// </remarks>
/// <param name="Street">The street; not to be shown.</param>
/// <param name="House">The house number; not to be shown.</param>
public sealed partial record StreetAddress(string Street, string House)
{
    // Folded, as FoldedText writes them.
    private static readonly HashSet<string> Kinds = new(
        ("""
         ул улица пр т пркт просп проспект пер переулок бул бульвар бульвары бр мкр мкрн микрорайон мрн шоссе тупик проезд пл площадь
         коше кошеси дангыл дангылы шагын аудан ауданы шагынаудан шагынауданы туйык алан аланы
         street st str avenue ave av lane ln boulevard blvd road rd square sq ulitsa ul prospekt prospect pereulok pr per mkr
         koshesi koshe kosesi dangyly dangyl audany audan shagyn
         """).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // What the words of one line mean is one kind; what may mean several, as "road", stands in none.
    private static readonly Dictionary<string, StreetKind> KindOfWord = Words(
        (StreetKind.Street, "ул улица коше кошеси street st str ulitsa ul koshesi koshe kosesi"),
        (StreetKind.Avenue, "пр пркт просп проспект дангыл дангылы avenue ave av prospekt prospect pr dangyly dangyl"),
        (StreetKind.Lane, "пер переулок lane ln pereulok per"),
        (StreetKind.Boulevard, "бул бульвар бульвары бр boulevard blvd"),
        (StreetKind.Quarter, "мкр мкрн микрорайон мрн шагынаудан шагынауданы mkr"),
        (StreetKind.Highway, "шоссе"),
        (StreetKind.Passage, "проезд"),
        (StreetKind.DeadEnd, "тупик туйык"),
        (StreetKind.Square, "пл площадь алан аланы square sq"));

    // The longest first.
    private static readonly (string Latin, string Cyrillic)[] Sounds =
    [
        ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ya", "я"), ("yo", "е"), ("ye", "е"),
        ("iy", "ий"), ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"),
        ("j", "ж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"),
        ("u", "у"), ("v", "в"), ("w", "у"), ("x", "кс"), ("z", "з"), ("ä", "а"), ("á", "а"), ("ö", "о"), ("ó", "о"), ("ü", "у"), ("ú", "у"),
        ("ū", "у"), ("ğ", "г"), ("ǵ", "г"), ("ş", "ш"), ("ñ", "н"), ("ń", "н"), ("ı", "ы"), ("í", "и"),
    ];

    private const string Vowels = "аеиоуыюя";
    private static readonly string[] Endings = ["ого", "его", "ая", "яя", "ий", "ый", "ой"];
    private const int LeastLetters = 3;

    /// <summary>The address that a text says, or null where it says no street or no house number.</summary>
    /// <param name="text">A street and, at its end, a house number, e.g. <c>ул. Ерубаева, 45/1</c>.</param>
    public static StreetAddress? Of(string? text) =>
        text is not null && text.Length <= Texts.Street.MostCharacters && Ending().Match(text) is { Success: true } found
            ? Of(found.Groups["street"].Value, found.Groups["house"].Value)
            : null;

    /// <summary>The address of a street and a house number, or null where one says nothing.</summary>
    public static StreetAddress? Of(string street, string house) =>
        StreetOf(street) is { Length: > 0 } name && HouseOf(house) is { Length: > 0 } number ? new(name, number) : null;

    /// <summary>What kind of street a text names; null where it says none, or one that may be several.</summary>
    /// <param name="text">A street, with or without a house number.</param>
    public static StreetKind? KindOf(string text) =>
        FoldedText.Words(text).FindAll(KindOfWord.ContainsKey) is [var word] ? KindOfWord[word] : null;

    /// <summary>A street as it is compared; empty where the text has neither letter nor digit.</summary>
    public static string StreetOf(string street)
    {
        var words = FoldedText.Words(street);
        var names = words.FindAll(word => !Kinds.Contains(word));
        // A street may be called what others are: "Проспект" alone.
        return string.Join(' ', (names.Count > 0 ? names : words).Select(Word));
    }

    /// <summary>A house number as it is compared: without spaces, <c>12к1</c> and <c>12 корпус 1</c> as <c>12/1</c>.</summary>
    public static string HouseOf(string house)
    {
        var text = Before().Replace(FoldedText.Of(house), "");
        var number = new StringBuilder();
        foreach (var letter in Part().Replace(text, "/"))
        {
            if (char.IsLetterOrDigit(letter) || letter == '/')
                number.Append(letter is >= 'a' and <= 'z' ? Cyrillic(letter.ToString()) : letter.ToString());
        }
        return number.ToString().Trim('/');
    }

    private static Dictionary<string, StreetKind> Words(params (StreetKind Kind, string Words)[] kinds) => kinds
        .SelectMany(kind => kind.Words.Split(' ').Select(word => (word, kind.Kind)))
        .ToDictionary(one => one.word, one => one.Kind, StringComparer.Ordinal);

    private static string Word(string word)
    {
        var sound = Cyrillic(word).Replace("ь", "", StringComparison.Ordinal).Replace("ъ", "", StringComparison.Ordinal)
            .Replace('э', 'е').Replace('х', 'к');
        foreach (var ending in Endings)
        {
            if (sound.Length - ending.Length >= LeastLetters && sound.EndsWith(ending, StringComparison.Ordinal))
                return sound[..^ending.Length];
        }
        // Абай and Абая, Мир and Мира, Гоголь and Гоголя.
        return sound.Length > LeastLetters && sound[^1] is 'а' or 'я' or 'й' or 'и' or 'ы' ? sound[..^1] : sound;
    }

    // Of other scripts and of digits what there is.
    private static string Cyrillic(string word)
    {
        if (!word.AsSpan().ContainsAnyExceptInRange('а', 'я'))
            return word;
        var written = new StringBuilder(word.Length);
        for (var at = 0; at < word.Length;)
        {
            var (latin, cyrillic) = Array.Find(Sounds, sound => string.CompareOrdinal(word, at, sound.Latin, 0, sound.Latin.Length) == 0);
            if (latin is not null)
            {
                written.Append(cyrillic);
                at += latin.Length;
                continue;
            }
            // й after a vowel, ы after a consonant.
            written.Append(word[at] != 'y' ? word[at] : written.Length > 0 && Vowels.Contains(written[^1]) ? 'й' : 'ы');
            at++;
        }
        return written.ToString();
    }

    [GeneratedRegex(
        @"^(?<street>.*?\p{L}.*?)[\s,]+(?:(?:д|дом|үй|уй|house|№)\.?\s*)?"
        + @"(?<house>\d{1,5}\s*\p{L}?(?:\s*(?:/|-|к\.?|корп\.?|корпус)\s*\d{1,4}\p{L}?)?)\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Ending();

    [GeneratedRegex(@"^(?:дом|д|уй|house|№)\.?\s*(?=\d)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Before();

    [GeneratedRegex(@"(?<=[\d\p{L}])\s*(?:-|корпус|корп\.?|к\.?(?=\s*\d))\s*", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Part();
}
