using System.Globalization;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
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

    /// <summary>Most letters of a word that may have a typing error.</summary>
    public const int MostLettersForError = 24;

    private const int MostReadings = 100;
    private const int LeastDigitsOfId = 4;

    /// <summary>The last character: texts that begin so are before the text with it at its end.</summary>
    public const string Last = "\U0010FFFF";

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
        SearchTerms terms = new(FoldedText.Words(text));
        var known = await Counts(terms, connection, cancellation);
        foreach (var word in terms.Kept.Where(word => known[word] > 0 && !sight.IsAll))
        {
            if (!await IsSeen(SearchTerms.Of(word), sight, connection, cancellation))
                known[word] = 0;
        }
        var unknown = terms.Kept.Where(word => known[word] == 0 && word.Length is >= LeastLettersForError and <= MostLettersForError);
        var readings = await Readings([.. unknown], connection, cancellation);
        foreach (var word in terms.Kept)
        {
            var others = readings[word].Take(MostReadings).ToArray();
            terms.Read(word, known[word], [.. others.Select(o => o.Word)], others.Sum(o => o.Count));
        }
        var joined = terms.Joined();
        RegisterSearch search = new(number, Ids(number), joined, joined is null || terms.Rarest <= Few);
        // The table of words does not say how many have numbers.
        return search.IsRare || terms.Rarest == long.MaxValue
            ? new(number, search.ids, joined, await search.FindsFew(search.IsRare, connection, cancellation))
            : search;
    }

    /// <summary>The same with the very words, and with whole numbers and ids only.</summary>
    /// <param name="text">What is searched for.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public static async Task<RegisterSearch?> Exactly(string text, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var number = FoldedText.Of(text);
        if (number.Length == 0)
            return null;
        var ids = Ids(number) is { } range && range.First == range.Last ? range : ((Guid, Guid)?)null;
        RegisterSearch search = new(number, ids, new SearchTerms(FoldedText.Words(text)).Exactly(), true) { IsWhole = true };
        return new(number, ids, search.words, await search.FindsFew(false, connection, cancellation)) { IsWhole = true };
    }

    private bool IsWhole { get; init; }

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

    private string NumberCondition(Func<object, string> add)
    {
        var own = IsWhole ? $"number = {add(number)}" : $"number >= {add(number)} and number < {add(number + Last)}";
        return RegistrationNumber.Find(number) is { } given ? $"({own} or {RegistrationCondition(add(given))})" : $"({own})";
    }

    // Numbers of the police's books are searched as a whole, by their own indexes.
    private static string RegistrationCondition(string given) =>
        $"""
         id = any(array(
             select r.id from {ReadModels.Schema}.{IncidentRegister.Table} r where r.kui_number = {given} or r.erdr_number = {given}))
         """;

    private static string IdCondition((Guid First, Guid Last) range, Func<object, string> add) =>
        $"(id between {add(range.First)} and {add(range.Last)})";

    // Letters, digits and marks only, so no quote. As a literal, so that a plan is made for these words.
    private static string WordCondition(string words) =>
        $"(place || said) @@ '{words.Replace("'", "''", StringComparison.Ordinal)}'::tsquery";

    /// <summary>The ids that begin so; null where the text is no beginning of one.</summary>
    /// <param name="text">A text, folded.</param>
    public static (Guid First, Guid Last)? Ids(string text)
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
    private static async Task<bool> IsSeen(string term, RowSight sight, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var seen = sight.Condition(RegisterScope.Open, command) ?? "true";
        command.CommandText =
            $"""
             select exists (
                 select from (select id as found_id from {ReadModels.Schema}.{IncidentTexts.Table} where {WordCondition(term)}) f
                 cross join lateral (
                     select from {ReadModels.Schema}.{IncidentRegister.Table} where id = f.found_id and {seen} offset 0) i)
             """;
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    // Words that begin so, and other forms of the word.
    private static async Task<Dictionary<string, long>> Counts(
        SearchTerms terms, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var counts = terms.Kept.ToDictionary(word => word, _ => 0L, StringComparer.Ordinal);
        if (counts.Count == 0)
            return counts;
        var forms = terms.Kept.SelectMany(word => SearchTerms.Forms(word).Select(form => (word, form))).ToArray();
        await using var command = new NpgsqlCommand(
            $"""
             select k.word, found.n from unnest($1) as k (word) cross join lateral (
                 select coalesce(sum(n), 0)::bigint as n from {ReadModels.Schema}.{IncidentTexts.WordTable} w
                 where w.word >= k.word collate "C" and w.word < (k.word || $2) collate "C" offset 0) found
             union all
             select k.word, w.n from unnest($3, $4) as k (word, form)
             join {ReadModels.Schema}.{IncidentTexts.WordTable} w on w.word = k.form collate "C"
             """, connection);
        command.Add(counts.Keys.ToArray());
        command.Add(Last);
        command.Add(Array.ConvertAll(forms, f => f.word));
        command.Add(Array.ConvertAll(forms, f => f.form));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            counts[rows.GetString(0)] += rows.GetInt64(1);
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
