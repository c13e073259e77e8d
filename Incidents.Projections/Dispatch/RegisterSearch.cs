using System.Globalization;
using Incidents.Domain;
using Npgsql;

namespace Incidents.Projections.Dispatch;

/// <summary>What a text that is searched for means: words of the register, and numbers that begin so.</summary>
/// <remarks>
/// PostgreSQL finds the incidents of rare words by its index of words, and those of frequent words at once in any list that it reads in
/// order. It cannot tell which is better, because it does not know how many words begin alike. The table of words does.
/// </remarks>
internal sealed class RegisterSearch
{
    /// <summary>Fewest letters of a word that may have a typing error.</summary>
    public const int LeastLettersForError = 5;

    // So many incidents are found by the index of words, and put in order, without delay.
    private const long Few = 8_000;

    private const int MostLettersForError = 24;
    private const int MostReadings = 100;
    private const int LeastDigitsForPrefix = 3;
    private const int LeastDigitsOfId = 4;
    private const string Last = "\U0010FFFF";
    private const string Cyrillic = "абвгдежзийклмнопрстуфхцчшщъыьэюя";
    private const string Latin = "abcdefghijklmnopqrstuvwxyz";

    private readonly string number;
    private readonly (Guid First, Guid Last)? ids;
    private readonly string? words;

    private RegisterSearch(string number, (Guid, Guid)? ids, string? words, bool isRare) =>
        (this.number, this.ids, this.words, IsRare) = (number, ids, words, isRare);

    /// <summary>Whether at most some thousand incidents are found.</summary>
    public bool IsRare { get; }

    /// <summary>Reads what a text means; null where it has nothing to search for.</summary>
    /// <param name="text">What is searched for.</param>
    /// <param name="sight">Which rows the reader sees: a word that none of them has may have a typing error.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public static async Task<RegisterSearch?> Of(
        string? text, RowSight sight, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var number = FoldedText.Of(text ?? "");
        if (number.Length == 0)
            return null;
        string[] asked = [.. FoldedText.Words(text).Distinct(StringComparer.Ordinal)];
        var kept = Array.FindAll(asked, IncidentTexts.IsKept);
        var known = await Counts(kept, connection, cancellation);
        foreach (var word in kept.Where(word => known[word] > 0 && !sight.IsAll))
        {
            if (!await IsSeen(word, sight, connection, cancellation))
                known[word] = 0;
        }
        var unknown = kept.Where(word => known[word] == 0 && word.Length is >= LeastLettersForError and <= MostLettersForError).ToArray();
        var readings = await Readings(unknown, connection, cancellation);

        var (terms, rarest) = (new List<string>(), long.MaxValue);
        foreach (var word in asked)
        {
            if (!IncidentTexts.IsKept(word))
            {
                terms.Add(word.Length < LeastDigitsForPrefix ? $"'{word}'" : $"'{word}':*");
                continue;
            }
            var others = readings[word].Take(MostReadings).ToArray();
            rarest = Math.Min(rarest, known[word] + others.Sum(o => o.Count));
            if (known[word] > 0)
                terms.Add($"'{word}':*");
            else if (others.Length > 0)
                terms.Add($"({string.Join(" | ", others.Select(o => $"'{o.Word}'"))})");
        }
        // Of a word that no incident has, nothing is left but numbers.
        var joined = rarest == 0 || terms.Count == 0 ? null : string.Join(" & ", terms);
        RegisterSearch search = new(number, Ids(number), joined, joined is null || rarest <= Few);
        // The table of words does not say how many have numbers.
        return search.IsRare || rarest == long.MaxValue
            ? new(number, search.ids, joined, await search.FindsFew(search.IsRare, connection, cancellation))
            : search;
    }

    /// <summary>The condition that an incident is found, on its row of the table of words.</summary>
    public string Condition(Func<object, string> add)
    {
        var any = new List<string> { NumberCondition(add) };
        if (ids is { } range)
            any.Add(IdCondition(range, add));
        if (words is not null)
            any.Add(WordCondition(words));
        return $"({string.Join(" or ", any)})";
    }

    private string NumberCondition(Func<object, string> add) =>
        $"(number >= {add(number)} and number < {add(number + Last)})";

    private static string IdCondition((Guid First, Guid Last) range, Func<object, string> add) =>
        $"(id between {add(range.First)} and {add(range.Last)})";

    // Letters and digits only, so no quote. As a literal, so that a plan is made for these words.
    private static string WordCondition(string words) =>
        $"(place || said) @@ '{words.Replace("'", "''", StringComparison.Ordinal)}'::tsquery";

    private static (Guid First, Guid Last)? Ids(string text)
    {
        var digits = text.Replace("-", "", StringComparison.Ordinal);
        if (digits.Length is < LeastDigitsOfId or > 32 || !digits.All(char.IsAsciiHexDigit))
            return null;
        return (Guid.Parse(digits.PadRight(32, '0')), Guid.Parse(digits.PadRight(32, 'f')));
    }

    private async Task<bool> FindsFew(bool byNumber, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        command.CommandText =
            $"""
             select count(*) from (
                 select 1 from {ReadModels.Schema}.{IncidentTexts.Table}
                 where {(byNumber ? NumberCondition(command.Add) : Condition(command.Add))} limit {command.Add(Few + 1)}) as found
             """;
        return (long)(await command.ExecuteScalarAsync(cancellation))! <= Few;
    }

    // That other towns have a word must not change what the search finds.
    private static async Task<bool> IsSeen(string word, RowSight sight, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var seen = sight.Condition(RegisterScope.Open, command) ?? "true";
        command.CommandText =
            $"""
             select exists (
                 select from (select id as found_id from {ReadModels.Schema}.{IncidentTexts.Table} where {WordCondition($"'{word}':*")}) f
                 cross join lateral (
                     select from {ReadModels.Schema}.{IncidentRegister.Table} where id = f.found_id and {seen} offset 0) i)
             """;
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<Dictionary<string, long>> Counts(
        string[] words, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var counts = words.ToDictionary(word => word, _ => 0L, StringComparer.Ordinal);
        if (words.Length == 0)
            return counts;
        await using var command = new NpgsqlCommand(
            $"""
             select k.word, found.n from unnest($1) as k (word) cross join lateral (
                 select coalesce(sum(n), 0)::bigint as n from {ReadModels.Schema}.{IncidentTexts.WordTable} w
                 where w.word >= k.word collate "C" and w.word < (k.word || $2) collate "C" offset 0) found
             """, connection);
        command.Add(words);
        command.Add(Last);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            counts[rows.GetString(0)] = rows.GetInt64(1);
        return counts;
    }

    // Words that begin like one of those that differ by one error, the most frequent first.
    private static async Task<ILookup<string, (string Word, long Count)>> Readings(
        string[] words, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var found = new List<(string Of, string Word, long Count)>();
        var variants = words.SelectMany(word => WithOneError(word).Select(variant => (word, variant))).ToArray();
        if (variants.Length > 0)
        {
            await using var command = new NpgsqlCommand(
                $"""
                 select distinct k.word, found.word, found.n from unnest($1, $2) as k (word, variant) cross join lateral (
                     select w.word, w.n from {ReadModels.Schema}.{IncidentTexts.WordTable} w
                     where w.word >= k.variant collate "C" and w.word < (k.variant || $3) collate "C"
                     order by w.word limit {MostReadings.ToString(CultureInfo.InvariantCulture)}) found
                 order by k.word, found.n desc, found.word
                 """, connection);
            command.Add(Array.ConvertAll(variants, v => v.word));
            command.Add(Array.ConvertAll(variants, v => v.variant));
            command.Add(Last);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                found.Add((rows.GetString(0), rows.GetString(1), rows.GetInt64(2)));
        }
        return found.ToLookup(f => f.Of, f => (f.Word, f.Count));
    }

    /// <summary>
    /// The words from which a word arises by one typing error: a letter wrong, missing, too many, or exchanged with the next.
    /// </summary>
    internal static HashSet<string> WithOneError(string word)
    {
        var letters = word.Any(c => c is >= 'а' and <= 'я') ? Cyrillic : Latin;
        var variants = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i <= word.Length; i++)
        {
            var (before, after) = (word[..i], word[i..]);
            foreach (var letter in letters)
            {
                variants.Add(before + letter + after);
                if (after.Length > 0)
                    variants.Add(before + letter + after[1..]);
            }
            if (after.Length > 0)
                variants.Add(before + after[1..]);
            if (after.Length > 1)
                variants.Add(before + after[1] + after[0] + after[2..]);
        }
        variants.Remove(word);
        return variants;
    }
}
