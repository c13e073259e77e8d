using System.Text.Json;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>The words of the timeline in one language: its own, and those of the pages for the kinds of events.</summary>
/// <param name="Language">The language, as HTML has it.</param>
internal sealed record TimelineWords(
    string Language, string Title, string Number, string Occurred, string Known, string What, string Content, string Gap, string NotProven,
    string Withheld, string Evidence, string Check, string InList, string Log, string Leaves)
{
    private static readonly TimelineWords[] All =
    [
        new("kk", "Іс", "№", "Болған уақыты", "Белгілі болған уақыты", "Оқиға", "Мазмұны",
            "Мазмұны заң бойынша жасырылған; жазбаның болғанын оның хеші дәлелдейді.", "Ескі жазба: міндеттемесі жоқ.",
            "Ашылмаған жазбалар саны", "Айғақтар", "Тексеру жолы README.txt файлында.", "Істің тізіміндегі жазбалар саны", "Журнал",
            "журналдағы жапырақтар саны"),
        new("ru", "Дело", "№", "Произошло", "Стало известно", "Событие", "Содержание",
            "Содержание скрыто по закону; что запись была, доказывает её хеш.", "Старая запись без обязательства.",
            "Записей, которые не раскрыты", "Вещественные доказательства", "Как проверить: README.txt.", "Записей в списке дела", "Журнал",
            "листьев журнала"),
        new("en", "Case", "No.", "Occurred", "Became known", "Event", "Content",
            "The content is masked by law; its hash proves that the entry was there.", "Old entry without a commitment.",
            "Entries that are withheld", "Evidence", "How to check it: README.txt.", "Entries in the list of the case", "Log",
            "leaves of the log"),
    ];

    private readonly Dictionary<string, string> events = EventsOf(Language);

    /// <summary>The words of a language.</summary>
    public static TimelineWords Of(string language) => Array.Find(All, words => words.Language == language)!;

    /// <summary>All words of kinds of events, in the order of their names.</summary>
    public string AllOfEvents =>
        string.Join('\n', events.OrderBy(word => word.Key, StringComparer.Ordinal).Select(word => $"{word.Key} {word.Value}"));

    /// <summary>The word of a kind of event; its name where the pages have none.</summary>
    /// <param name="type">The kind, as stored.</param>
    public string EventOf(string type) => events.GetValueOrDefault(type) ?? type.Replace('_', ' ');

    private static Dictionary<string, string> EventsOf(string language)
    {
        using var stream = typeof(TimelineWords).Assembly.GetManifestResourceStream($"words-{language}.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("events").EnumerateObject()
            .ToDictionary(word => word.Name, word => word.Value.GetString()!, StringComparer.Ordinal);
    }
}
