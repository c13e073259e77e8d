using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Access.Suppression;

/// <summary>The rounded counts that every figure for such callers is a sum of.</summary>
/// <remarks>
/// A table is one measure in one town and month, by one kind of part: categories, hours of the week, buckets of durations, cells, or the
/// boundaries of a set. Each table is rounded once, as a whole, whatever part of it is asked for. So no combination of questions about one
/// kind of part says more than the rounded tables do.
/// </remarks>
internal sealed class RoundedParts(MonthPartReader reader, SuppressionKey key, Categories catalogue)
{
    /// <summary>By category and by the unit to which times are known.</summary>
    /// <param name="scope">Period of whole months and cities; other categories than its own are left out after the rounding.</param>
    /// <param name="measures">The measures; null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<MonthPart>> ByCategory(
        CountScope scope, IReadOnlyList<Measure>? measures, CancellationToken cancellation)
    {
        var parts = await reader.ByCategory(scope, measures?.SelectMany(m => m.Parts()).Distinct().ToArray(), cancellation);
        var rounded = await Round("category", WithOffences(parts), cancellation);
        var wanted = scope.Categories?.ToHashSet();
        return rounded.FindAll(p => (measures is null || measures.Contains(p.Measure)) && wanted?.Contains(p.Category) is not false);
    }

    /// <summary>By hour of the week; what has no hour is below 0.</summary>
    /// <param name="scope">Period of whole months and cities.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<MonthPart>> ByHour(CountScope scope, CancellationToken cancellation) =>
        await Round("hour", As(scope.Measure, await reader.ByHour(scope, scope.Measure.Parts(), cancellation)), cancellation);

    /// <summary>Durations by bucket.</summary>
    /// <param name="scope">Period of whole months and cities.</param>
    /// <param name="measure">What is timed; null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<MonthPart>> ByBucket(CountScope scope, Measure? measure, CancellationToken cancellation) =>
        await Round("bucket", await reader.ByBucket(scope, measure is { } one ? [one] : null, cancellation), cancellation);

    /// <summary>By cell of <see cref="Domain.Access.FixedEdges.Zoom"/>.</summary>
    /// <param name="scope">Period of whole months and cities.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<MonthPart>> ByCell(CountScope scope, CancellationToken cancellation) => await Round(
        "cell",
        As(scope.Measure, await reader.ByCell(scope, scope.Measure.Parts(), Domain.Access.FixedEdges.Zoom, cancellation)), cancellation);

    /// <summary>By area, each a set of the finest cells.</summary>
    /// <param name="areas">Name of all areas together: other ones are another table.</param>
    /// <param name="scope">Period of whole months and cities.</param>
    /// <param name="areaOf">Index of the area of a cell; -1 where there is none.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<MonthPart>> ByArea(
        string areas, CountScope scope, Func<GridCell, int> areaOf, CancellationToken cancellation)
    {
        var cells = await reader.ByCell(scope, scope.Measure.Parts(), GridCell.FineZoom, cancellation);
        var areaOfCode = new Dictionary<long, int>();
        foreach (var cell in cells)
        {
            if (!areaOfCode.ContainsKey(cell.Part))
                areaOfCode[cell.Part] = areaOf(new(GridCell.FineZoom, cell.Part));
        }
        var parts = As(scope.Measure, cells.Select(c => c with { Part = areaOfCode[c.Part] }).Where(c => c.Part >= 0));
        return await Round($"area {areas}", parts, cancellation);
    }

    // Offences have no rows of their own: they are incidents and what there is more than these.
    private static IEnumerable<MonthPart> WithOffences(List<MonthPart> parts)
    {
        var of = Measure.Offences.Parts();
        return parts.Where(p => p.Measure is not Measure.ExtraOffences)
            .Concat(As(Measure.Offences, parts.Where(p => of.Contains(p.Measure))));
    }

    private static IEnumerable<MonthPart> As(Measure measure, IEnumerable<MonthPart> parts) =>
        parts.GroupBy(p => (p.City, p.Month, p.Category, p.Part)).Select(g => new MonthPart(
            measure, g.Key.City, g.Key.Month, g.Key.Category, g.Key.Part, g.Sum(p => p.Count)));

    // Groups of categories are runs of neighbours, so that their sums are as close as one count.
    private async Task<List<MonthPart>> Round(string kind, IEnumerable<MonthPart> parts, CancellationToken cancellation)
    {
        var rounding = await key.Rounding(cancellation);
        var rounded = new List<MonthPart>();
        foreach (var table in parts.GroupBy(p => (p.Measure, p.City, p.Month)))
        {
            MonthPart[] ordered =
            [
                .. table.OrderBy(p => catalogue.TryFind(p.Category, out var known) ? known.Group : "", StringComparer.Ordinal)
                    .ThenBy(p => p.Category, StringComparer.Ordinal).ThenBy(p => p.Part),
            ];
            var counts = rounding.Round(NameOf(kind, table.Key), Array.ConvertAll(ordered, p => p.Count));
            rounded.AddRange(ordered.Zip(counts, (part, count) => part with { Count = count }).Where(p => p.Count > 0));
        }
        return rounded;
    }

    private static string NameOf(string kind, (Measure Measure, string City, LocalDate Month) table) =>
        $"{(short)table.Measure}\n{table.City}\n{LocalDatePattern.Iso.Format(table.Month)}\n{kind}";
}
