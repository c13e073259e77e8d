using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.Cases;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.Plates;
using Incidents.Domain;
using Incidents.Domain.Language;
using Incidents.Domain.Plates;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Plates;
using NodaTime;

namespace Incidents.Api.Search;

/// <summary>What is searched for in everything. Null means any; all restrictions hold together.</summary>
/// <param name="Text">
/// What was typed, at most 200 characters: an id, a number, words in any form, a street, a telephone number or a plate in any spelling; of
/// plates also a pattern with `?` and `*`.
/// </param>
/// <param name="Cities">City codes.</param>
/// <param name="From">It occurred on this local day or a later one.</param>
/// <param name="Until">It occurred before this local day.</param>
/// <param name="OccurredFrom">It occurred then or later.</param>
/// <param name="OccurredUntil">It occurred before.</param>
/// <param name="Near">It lies within a distance of a point.</param>
public sealed record SearchFilter(
    string Text, IReadOnlyList<string>? Cities = null, LocalDate? From = null, LocalDate? Until = null, Instant? OccurredFrom = null,
    Instant? OccurredUntil = null, Near? Near = null);

/// <summary>One search in everything.</summary>
[QueryType]
internal static class SearchQueries
{
    /// <summary>
    /// Searches everything at once; what is selected of the answer is what is searched. Needs `@purpose` as the search of incidents does.
    /// </summary>
    /// <param name="filter">What is searched for.</param>
    /// <param name="first">The most of each kind to return, 1 to 100.</param>
    public static SearchResult Search(SearchFilter filter, int first = 20) => first is < 1 or > SearchResult.Most
        ? throw RefusedException.BadInput("first", $"'first' is from 1 to {SearchResult.Most}.")
        : new(filter, first);
}

/// <summary>What a search finds, by kind.</summary>
public sealed class SearchResult
{
    internal const int Most = 100;

    internal SearchResult(SearchFilter filter, int first) => (Filter, First) = (filter, first);

    internal SearchFilter Filter { get; }

    internal int First { get; }
}

/// <summary>The kinds of what a search finds.</summary>
[ExtendObjectType(typeof(SearchResult))]
internal static class SearchKinds
{
    /// <summary>
    /// Incidents whose number, id, description, street, district or device has it, in Russian and Kazakh forms of words, beginnings of
    /// words, and with one typing error where no word is written so; a telephone number with +7 or 8, blanks, brackets and hyphens or
    /// without. What has the very words comes first, and of either the latest occurrence first.
    /// </summary>
    [Cost(CostAttribute.Events, Items = 20)]
    public static async Task<IReadOnlyList<FoundIncident>> Incidents(
        [Parent] SearchResult result, [FromServices] IncidentFiles files, [FromServices] IncidentScopes scopes, [Seen] RowSight sight,
        CancellationToken cancellation = default)
    {
        var scope = await scopes.Of(Filter(result), sight, cancellation);
        var found = await files.Ranked(scope, result.First, cancellation);
        return found.ConvertAll(f => new FoundIncident(f.Incident, f.IsExact));
    }

    /// <summary>
    /// Cases whose number, id, title or items have it, and cases with an attached incident whose words or street have it, or with
    /// an attached alert or violation of that plate: of what the caller owns or what is shared with them, as far as they see what is
    /// attached. With a time or place only those with an attached incident in it. Refused where the plate is blocked (`PERSON_BLOCKED`).
    /// </summary>
    [Cost(CostAttribute.Events, Items = 20)]
    public static async Task<IReadOnlyList<FoundCase>> Cases(
        [Parent] SearchResult result, [FromServices] CaseFiles files, [FromServices] IncidentScopes scopes, [Seen] RowSight sight,
        [Seen(RowClasses.Vehicle)] RowSight vehicles, CancellationToken cancellation = default)
    {
        var scope = await scopes.Of(Filter(result), sight, cancellation);
        var found = await files.Search(new(scope, vehicles), sight, result.First, cancellation);
        return found.ConvertAll(f => new FoundCase(f.Case, f.IsExact));
    }

    /// <summary>
    /// Plates that the text is, with their reads, look-alikes included; where it has `?` or `*`, plates of that pattern. Empty where it is
    /// neither. Refused where the plate is blocked (`PERSON_BLOCKED`) or more than 2,000 plates are found (`PATTERN_TOO_WIDE`).
    /// </summary>
    [Cost(CostAttribute.Events, Items = 20)]
    public static async Task<IEnumerable<FoundPlate>> Plates(
        [Parent] SearchResult result, [FromServices] PlateSearch plates, [Seen(RowClasses.Vehicle)] RowSight sight,
        CancellationToken cancellation = default)
    {
        var filter = result.Filter;
        var reads = new PlateReadFilter(
            Cities: filter.Cities, From: filter.From, Until: filter.Until, OccurredFrom: filter.OccurredFrom,
            OccurredUntil: filter.OccurredUntil, Near: filter.Near);
        if (filter.Text.AsSpan().ContainsAny('?', '*') && PlatePattern.Of(filter.Text, "filter.text", out _) is { } pattern)
            return await plates.Totals(reads with { Pattern = pattern.Text }, result.First, sight, cancellation);
        var written = NumbersInText.Of(FoldedText.Words(filter.Text)).Where(number => number.Key[0] == '#')
            .Select(number => number.Key[1..]).FirstOrDefault();
        return written is null
            ? []
            : await plates.Totals(reads with { Plate = written, MaxDistance = 0 }, result.First, sight, cancellation);
    }

    private static IncidentFilter Filter(SearchResult result) => new(
        Search: result.Filter.Text, Cities: result.Filter.Cities, From: result.Filter.From, Until: result.Filter.Until,
        OccurredFrom: result.Filter.OccurredFrom, OccurredUntil: result.Filter.OccurredUntil, Near: result.Filter.Near);
}

/// <summary>An incident that a search finds.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="IsExact">
/// Whether it has the very words, the whole number or the id; otherwise other forms or beginnings of them, or with a typing error.
/// </param>
public sealed record FoundIncident(IncidentNode Incident, bool IsExact);

/// <summary>A case that a search finds.</summary>
/// <param name="Case">The case.</param>
/// <param name="IsExact">
/// Whether it has the very words, the whole number or the id; otherwise other forms or beginnings of them, or with a typing error.
/// </param>
public sealed record FoundCase(CaseNode Case, bool IsExact);
