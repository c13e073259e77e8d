using System.Collections.Concurrent;
using Incidents.Domain;
using Incidents.Domain.Language;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Tests.Language;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>A search for words by index finds what a look at every incident finds, no more and no less.</summary>
public sealed class WordScanTests(PostgresFixture postgres)
{
    private static readonly int Count = TestScale.Of(3_000, 100_000);

    // The forms of each word once: a plain scan asks for them a million times.
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Forms = new();

    private readonly Random random = new(TestScale.Seed);

    [Fact]
    public async Task Words_numbers_and_their_forms_find_exactly_what_a_plain_scan_finds()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        string[] words =
        [
            .. WordPairs.Of(WordPairs.Russian).Concat(WordPairs.Of(WordPairs.Kazakh)).SelectMany(pair => new[] { pair.One, pair.Other })
                .Select(FoldedText.Of).Distinct(),
        ];
        // A word at rank r comes about 1 / r as often as the first.
        string Word() => words[(int)Math.Pow(words.Length, random.NextDouble()) - 1];
        var texts = Enumerable.Range(0, Count).Select(i => FoldedText.Words(
            string.Join(' ', Enumerable.Range(0, 4).Select(_ => Word())) + (i % 50 == 0 ? $" 8 701 555 {i / 50:0000}" : ""))).ToArray();
        var ids = await Fill(host, texts);
        var reader = host.Services.GetRequiredService<RegisterReader>();

        for (var round = 0; round < TestScale.Of(60, 300); round++)
        {
            var (first, second) = (Word(), Word());
            var searched = (round % 5) switch
            {
                0 => first,
                1 => $"{first} {second}",
                2 => first[..Math.Min(first.Length, 4)],
                3 => words[random.Next(words.Length)],
                _ => $"+7 (701) 555-{random.Next(Count / 50) / 100:00}-{random.Next(100):00}",
            };
            var asked = FoldedText.Words(searched);
            var expected = Enumerable.Range(0, Count).Where(i => Has(texts[i], asked, searched[0] == '+')).Select(i => ids[i]).Order()
                .ToList();
            // A word that nobody wrote may have a typing error: that is another test's.
            if (expected.Count == 0)
                continue;
            var scope = new RegisterScope(new(Search: searched), [], RowSight.All);
            var found = await reader.Read(
                scope, IncidentOrder.OccurredDescending, null, false, Count, TestContext.Current.CancellationToken);
            Assert.True(expected.SequenceEqual(found.Select(row => row.Id).Order()), $"{searched}: {expected.Count}, {found.Count} found");
            Assert.Equal(expected.Count, await reader.Count(scope, TestContext.Current.CancellationToken));
            var ranked = await reader.Ranked(scope, 50, TestContext.Current.CancellationToken);
            var exact = Enumerable.Range(0, Count).Count(i => asked.TrueForAll(texts[i].Contains));
            Assert.Equal(Math.Min(50, expected.Count), ranked.Count);
            if (round % 5 < 4)
                Assert.Equal(Math.Min(50, exact), ranked.Count(f => f.IsExact));
            Assert.Equal(ranked.OrderByDescending(f => f.IsExact).Select(f => f.Row.Id), ranked.Select(f => f.Row.Id));
        }
    }

    private static bool Has(List<string> text, List<string> asked, bool isNumber) => isNumber
        ? NumbersInText.Of(text).Select(n => n.Key).Intersect(NumbersInText.Of(asked).Select(n => n.Key)).Any()
        : asked.TrueForAll(word => text.Exists(other => IsFormOf(other, word)));

    private static bool IsFormOf(string word, string asked) => word.StartsWith(asked, StringComparison.Ordinal)
        || FormsOf(word).Intersect(FormsOf(asked)).Any() || FormsOf(asked).Contains(word);

    private static IReadOnlyList<string> FormsOf(string word) => Forms.GetOrAdd(word, WordForms.Of);

    private static async Task<Guid[]> Fill(RunningHost host, List<string>[] texts)
    {
        Guid[] ids = [.. texts.Select(_ => Guid.NewGuid())];
        foreach (var sql in (string[])[
            """
            insert into read.incident (id, version, source, source_id, city, category, status, description, occurred_at, occurred_day,
                occurred_hour, occurred_offset, time_precision, known_at, known_day, last_known_at, offences)
            select id, 1, 'test', 'n' || n, 'karaganda', 'theft', 'open', words, at, '2026-01-01', 1, 18000, 0, at, '2026-01-01', at, 1
            from (select id, words, n, timestamptz '2026-01-01' + n * interval '1 minute' as at
                from unnest($1, $2) with ordinality as t (id, words, n)) as t
            """,
            """
            insert into read.incident_text (id, occurred_at, number, place, said)
            select id, timestamptz '2026-01-01' + n * interval '1 minute', 'n' || n, ''::tsvector,
                array_to_tsvector(string_to_array(words, ' ')) from unnest($1, $2) with ordinality as t (id, words, n)
            """,
            """
            insert into read.incident_word (word, n)
            select word, count(*) from unnest($1, $2) as t (id, words), unnest(string_to_array(words, ' ')) as word
            where word !~ '[0-9]' group by word
            """,
            "analyze read.incident", "analyze read.incident_text", "analyze read.incident_word"])
        {
            await using var command = host.Database.CreateCommand(sql);
            if (sql.Contains('$'))
            {
                command.Parameters.Add(new() { Value = ids });
                command.Parameters.Add(new() { Value = Array.ConvertAll(texts, t => string.Join(' ', IncidentTexts.WithForms(t))) });
            }
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        return ids;
    }
}
