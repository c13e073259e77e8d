using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Language;
using JasperFx.Events;

namespace Incidents.Projections.Dispatch;

/// <summary>The tables by which incidents are searched: the words of each, and all words with the number of their events.</summary>
/// <remarks>
/// They are apart from the register's table because a change of a row writes every index of its table again, and most events change no
/// word. Texts are folded (<see cref="FoldedText"/>). Beside each word stand its stems (<see cref="WordForms"/>), marked so that they are
/// no words, and the telephone numbers and plates that some words together are (<see cref="NumbersInText"/>).
/// </remarks>
internal static class IncidentTexts
{
    /// <summary>
    /// Name of the table of the words of incidents: those of the place and those that the gravest offence says, each once. The time is for
    /// their order, without a look at the register.
    /// </summary>
    public const string Table = "incident_text";

    /// <summary>
    /// Name of the table of all words without digits. The number never falls: it is for the choice of a way to search, and for what a word
    /// with a typing error may mean.
    /// </summary>
    public const string WordTable = "incident_word";

    // No word begins so.
    private const char StemMark = '~';

    /// <summary>The statements that create the tables.</summary>
    public static string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid primary key,
             occurred_at timestamptz not null,
             number text collate "C" not null,
             place tsvector not null,
             said tsvector not null);
         create index on {schema}.{Table} (number);
         create index on {schema}.{Table} using gin ((place || said)) with (gin_pending_list_limit = 1024);
         create table {schema}.{WordTable} (
             word text collate "C" primary key,
             n bigint not null) with (fillfactor = 70);
         """;

    /// <summary>The statements that write the words of a page.</summary>
    /// <param name="entries">The changes of the page to rows of the register.</param>
    /// <param name="page">The events of the page.</param>
    /// <param name="schema">Schema that holds the tables.</param>
    public static IEnumerable<SqlStatement> Write(IReadOnlyCollection<RegisterEntry> entries, IReadOnlyList<IEvent> page, string schema)
    {
        var opened = entries.Where(e => e.Opened is not null).ToArray();
        if (opened.Length > 0)
        {
            yield return new(
                $"""
                 insert into {schema}.{Table} (id, occurred_at, number, place, said)
                 select id, occurred_at, number, array_to_tsvector(string_to_array(place, ' ')),
                     array_to_tsvector(string_to_array(said, ' '))
                 from unnest(?, ?, ?, ?, ?) as t (id, occurred_at, number, place, said)
                 """,
                Array.ConvertAll(opened, e => e.Id), Array.ConvertAll(opened, OccurredAt),
                Array.ConvertAll(opened, e => FoldedText.Of(e.Opened!.Origin.Id)),
                Array.ConvertAll(opened, e => Joined(OfPlace(e.Key!.Place))), Array.ConvertAll(opened, e => Joined(Said(e.Gravest!))));
        }
        var changed = entries.Where(e => e.Opened is null && (e.Key is not null || e.Gravest is not null)).ToArray();
        if (changed.Length > 0)
        {
            yield return new(
                $"""
                 update {schema}.{Table} r set
                     occurred_at = coalesce(t.occurred_at, r.occurred_at),
                     place = coalesce(array_to_tsvector(string_to_array(t.place, ' ')), r.place),
                     said = coalesce(array_to_tsvector(string_to_array(t.said, ' ')), r.said)
                 from unnest(?, ?, ?, ?) as t (id, occurred_at, place, said) where r.id = t.id
                 """,
                Array.ConvertAll(changed, e => e.Id), Array.ConvertAll(changed, OccurredAt),
                Array.ConvertAll(changed, e => e.Key is { } key ? Joined(OfPlace(key.Place)) : null),
                Array.ConvertAll(changed, e => e.Gravest is { } gravest ? Joined(Said(gravest)) : null));
        }
        if (Counts(page) is { Length: > 0 } counts)
        {
            yield return new(
                $"""
                 insert into {schema}.{WordTable} as w (word, n) select * from unnest(?, ?)
                 on conflict (word) do update set n = w.n + excluded.n
                 """,
                Array.ConvertAll(counts, c => c.Key), Array.ConvertAll(counts, c => c.Value));
        }
    }

    /// <summary>Whether the table of all words has a word.</summary>
    public static bool IsKept(string word) => !word.Any(char.IsDigit);

    // A function of each event alone, so that it does not depend on where pages end.
    private static KeyValuePair<string, long>[] Counts(IReadOnlyList<IEvent> page)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var @event in page)
        {
            IEnumerable<string> words = @event.Data switch
            {
                IncidentOpened e => [.. OfPlace(e.Place), .. Said(e.Offence())],
                OffenceAdded e => [.. OfPlace(e.Incident.Place), .. Said(e.Offence())],
                IncidentCorrected e => OfPlace(e.After.Place),
                _ => [],
            };
            foreach (var word in words.Where(IsKept).Distinct(StringComparer.Ordinal))
                counts[word] = counts.GetValueOrDefault(word) + 1;
        }
        return [.. counts.OrderBy(c => c.Key, StringComparer.Ordinal)];
    }

    private static DateTimeOffset? OccurredAt(RegisterEntry entry) => entry.Key?.OccurredAt.ToInstant().ToDateTimeOffset();

    /// <summary>A stem as the tables have it.</summary>
    public static string Marked(string stem) => StemMark + stem;

    private static List<string> OfPlace(Place place) => WithForms(FoldedText.Words($"{place.District} {place.Street}"));

    private static List<string> Said(Offence offence) => WithForms(FoldedText.Words($"{offence.DeviceId} {offence.Description}"));

    /// <summary>The words of a text, and what else it is found by. A stem that is the word itself is left out.</summary>
    /// <param name="words">The words, folded.</param>
    public static List<string> WithForms(List<string> words)
    {
        var all = new List<string>(words);
        all.AddRange(NumbersInText.Of(words).Select(number => number.Key));
        foreach (var word in words)
            all.AddRange(WordForms.Of(word).Where(stem => stem != word).Select(Marked));
        return all;
    }

    private static string Joined(List<string> words) => string.Join(' ', words);
}
