using Incidents.Domain;
using Incidents.Domain.Language;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using Npgsql;

namespace Incidents.Projections.Cases;

/// <summary>What is searched for in attached things, too: those that the searcher sees.</summary>
/// <param name="Incidents">The incidents; its filter has the text.</param>
/// <param name="Vehicles">Of which alerts and violations they see the plates.</param>
public sealed record AttachedScope(RegisterScope Incidents, RowSight Vehicles)
{
    /// <summary>Whether cases are found only where an attached incident lies in a time or near a place.</summary>
    internal bool IsRestricted => Incidents.Filter is var filter && (filter.Near is not null || filter.From is not null
        || filter.Until is not null || filter.OccurredFrom is not null || filter.OccurredUntil is not null);
}

/// <summary>What a text that is searched for in cases means: words, numbers and ids that begin so.</summary>
/// <remarks>
/// Each word, in any of its forms, is in the title, in an item or in an attached incident; where none of the searcher's own cases has it,
/// words with one typing error are looked for. Other people's cases say nothing: they are not in any of these conditions.
/// </remarks>
internal sealed class CaseSearch
{
    private const string Cases = $"{ReadModels.Schema}.{CaseRegister.Table}";
    private const string Items = $"{ReadModels.Schema}.{CaseRegister.ItemTable}";

    private readonly string number;
    private readonly List<string> words;
    private readonly CaseSight sight;
    private readonly AttachedScope? attached;

    private CaseSearch(string number, List<string> words, CaseSight sight, AttachedScope? attached) =>
        (this.number, this.words, this.sight, this.attached) = (number, words, sight, attached);

    // Null where a word is found nowhere.
    private List<string>? Terms { get; init; }

    private bool IsWhole { get; init; }

    /// <summary>Reads what a text means; null where it has nothing to search for.</summary>
    /// <param name="text">What is searched for.</param>
    /// <param name="sight">Which cases the searcher sees.</param>
    /// <param name="attached">What is searched for in attached things, too; null for nothing.</param>
    /// <param name="source">The database.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public static async Task<CaseSearch?> Of(
        string? text, CaseSight sight, AttachedScope? attached, NpgsqlDataSource source, CancellationToken cancellation)
    {
        var search = new CaseSearch(FoldedText.Of(text ?? ""), FoldedText.Words(text), sight, attached);
        if (search.number.Length == 0)
            return null;
        var terms = new SearchTerms(search.words);
        foreach (var word in terms.Kept)
        {
            var isKnown = await search.IsFound(SearchTerms.Of(word), source, cancellation);
            var mayErr = !isKnown && word.Length is >= RegisterSearch.LeastLettersForError and <= RegisterSearch.MostLettersForError;
            terms.Read(
                word, isKnown ? 1 : 0,
                mayErr ? [.. RegisterSearch.WithOneError(word).Order(StringComparer.Ordinal)] : [], 0);
        }

        return search.With(terms.Apart(), false);
    }

    /// <summary>The same with the very words, and with whole numbers and ids only.</summary>
    public CaseSearch Exactly() => With(new SearchTerms(words).ExactlyApart(), true);

    /// <summary>The condition that a case is found.</summary>
    /// <param name="command">Takes the values.</param>
    /// <param name="row">Alias of its row in the register.</param>
    public string Condition(NpgsqlCommand command, string row)
    {
        var any = new List<string>
        {
            IsWhole ? $"{row}.number = {command.Add(number)}"
                : $"({row}.number >= {command.Add(number)} and {row}.number < {command.Add(number + RegisterSearch.Last)})",
        };
        if (RegisterSearch.Ids(number) is { } ids && (!IsWhole || ids.First == ids.Last))
            any.Add($"{row}.id between {command.Add(ids.First)} and {command.Add(ids.Last)}");
        if (Terms is { Count: > 0 })
            any.Add($"({string.Join(" and ", Terms.Select(term => Has(term, command, row)))})");
        return $"({string.Join(" or ", any)})";
    }

    /// <summary>The condition that a searcher sees a case.</summary>
    /// <param name="sight">Which cases they see.</param>
    /// <param name="command">Takes the values.</param>
    /// <param name="row">Alias of its row in the register.</param>
    public static string Seen(CaseSight sight, NpgsqlCommand command, string row)
    {
        var where = new RowFilter(command).AnyOf($"{row}.city", sight.Towns);
        if (sight.CallerId is { } caller)
        {
            var id = command.Add(caller);
            where.And($"({row}.owner_id = {id} or {row}.shared_with @> array[{id}])");
        }

        return where.Sql.ToString();
    }

    private CaseSearch With(List<string>? terms, bool isWhole) =>
        new(number, words, sight, attached) { Terms = terms, IsWhole = isWhole };

    private async Task<bool> IsFound(string term, NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText =
            $"select exists (select from {Cases} f where {Seen(sight, command, "f")} and {Has(term, command, "f")})";
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    // A term has letters, digits and marks only beside its quotes. As a literal, so that a plan is made for these words.
    private string Has(string term, NpgsqlCommand command, string row)
    {
        var query = $"'{term.Replace("'", "''", StringComparison.Ordinal)}'::tsquery";
        var inItems = $"select i.case_id from {Items} i join {Cases} c on c.id = i.case_id where {Seen(sight, command, "c")} and";
        var places = new List<string>
        {
            $"select c.id from {Cases} c where {Seen(sight, command, "c")} and c.words @@ {query}",
            $"{inItems} i.words @@ {query}",
        };
        if (attached is { } seen)
        {
            places.Add(
                $"""
                 {inItems} i.id in (
                     select t.id from {ReadModels.Schema}.{IncidentTexts.Table} t where (t.place || t.said) @@ {query} and t.id in (
                         select id from {ReadModels.Schema}.{IncidentRegister.Table} where {seen.Incidents.Where(command).Sql}))
                 """);
            if (Plates(term) is { Length: > 0 } plates)
            {
                var towns = new RowFilter(command).AnyOf("city", seen.Vehicles.WholeTowns);
                places.Add(
                    $"""
                     {inItems} i.id in (
                         select id from {ReadModels.Schema}.{SignalRegister.Table}
                         where plate = any({command.Add(plates)}) and {towns.Sql})
                     """);
            }
        }

        return $"{row}.id in ({string.Join(" union all ", places)})";
    }

    private string[] Plates(string term) =>
    [
        .. NumbersInText.Of(words).Where(found => found.Key[0] == '#' && term.Contains($"'{found.Key}'", StringComparison.Ordinal))
            .Select(found => found.Key[1..]).Distinct(StringComparer.Ordinal),
    ];
}
