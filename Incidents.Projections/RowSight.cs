using Incidents.Domain;
using Npgsql;

namespace Incidents.Projections;

/// <summary>Rows of some towns that a reader sees.</summary>
/// <param name="Towns">City codes; null for all towns.</param>
/// <param name="IsOpenOnly">Whether only what is open is seen.</param>
/// <param name="IsSnapped">Whether places are seen as the middle of their cell of zoom 18 only.</param>
public readonly record struct SightPart(IReadOnlyList<string>? Towns, bool IsOpenOnly, bool IsSnapped)
{
    internal bool Covers(string town) => Towns is null || Towns.Contains(town);
}

/// <summary>Which rows of incidents, alerts, calls and violations a reader sees, and how exactly their places.</summary>
/// <remarks>
/// Readers take it with the filter, so that a list, its count, its export and one thing agree. A row is seen where one part covers it, and
/// its place exactly where one part that is not snapped does. Conditions on places use the place as it is seen, so that no number of
/// filters says more than the row itself.
/// </remarks>
public sealed class RowSight
{
    private readonly SightPart[] parts;

    private RowSight(SightPart[] parts)
    {
        this.parts = parts;
        IsAll = Array.Exists(parts, p => p is { Towns: null, IsOpenOnly: false, IsSnapped: false });
        IsSnapped = Array.Exists(parts, p => p.IsSnapped);
        Towns = TownsOf(parts);
        WholeTowns = TownsOf(Array.FindAll(parts, p => p is { IsOpenOnly: false, IsSnapped: false }));
    }

    /// <summary>Everything, with exact places: for the host itself, and for who sees all towns.</summary>
    public static RowSight All { get; } = new([new(null, false, false)]);

    /// <summary>Nothing.</summary>
    public static RowSight None { get; } = new([]);

    /// <summary>Whether all rows are seen with exact places.</summary>
    public bool IsAll { get; }

    /// <summary>Whether some places are not seen exactly.</summary>
    public bool IsSnapped { get; }

    /// <summary>City codes of the towns of which something is seen, in order; null for all towns, empty for none.</summary>
    public IReadOnlyList<string>? Towns { get; }

    /// <summary>City codes of the towns of which all is seen, with exact places; null for all towns.</summary>
    public IReadOnlyList<string>? WholeTowns { get; }

    /// <summary>What several parts show together.</summary>
    public static RowSight Of(IEnumerable<SightPart> parts)
    {
        var merged = parts.Where(p => p.Towns is not []).GroupBy(p => (p.IsOpenOnly, p.IsSnapped)).Select(group => new SightPart(
            TownsOf([.. group]), group.Key.IsOpenOnly, group.Key.IsSnapped)).ToArray();
        return merged.Length == 0 ? None
            : Array.Exists(merged, p => p is { Towns: null, IsOpenOnly: false, IsSnapped: false }) ? All
            : new(merged);
    }

    /// <summary>The same towns, what is not open included.</summary>
    /// <remarks>For the answer to a command, which may have ended the thing.</remarks>
    public RowSight WithEnded() => IsAll ? this : Of(parts.Select(p => p with { IsOpenOnly = false }));

    /// <summary>Whether something of a town is seen.</summary>
    /// <param name="town">City code.</param>
    public bool SeesTown(string town) => Array.Exists(parts, p => p.Covers(town));

    /// <summary>Whether a row is seen.</summary>
    /// <param name="town">Its city code.</param>
    /// <param name="isOpen">Whether it is open.</param>
    public bool Sees(string town, bool isOpen) => Array.Exists(parts, p => p.Covers(town) && (isOpen || !p.IsOpenOnly));

    /// <summary>Whether the place of a row is seen exactly.</summary>
    /// <param name="town">Its city code.</param>
    /// <param name="isOpen">Whether it is open.</param>
    public bool IsExact(string town, bool isOpen) =>
        !IsSnapped || Array.Exists(parts, p => !p.IsSnapped && p.Covers(town) && (isOpen || !p.IsOpenOnly));

    /// <summary>A place without what is finer than its cell: its point is the middle of the cell, and it has no street.</summary>
    public static Place Snapped(Place place) => place with { Point = Snapped(place.Point), Street = null };

    /// <summary>The middle of the cell of a point.</summary>
    public static GeoPoint? Snapped(GeoPoint? point) => point is { } exact ? GridCell.At(exact).Centre() : null;

    /// <summary>The condition that a row is seen; null where all are.</summary>
    /// <param name="open">SQL for whether a row is open.</param>
    /// <param name="command">Takes the values.</param>
    internal string? Condition(string open, NpgsqlCommand command) => AnyOf(parts, open, command);

    /// <summary>The condition that the place of a row is seen exactly; null where all are.</summary>
    /// <param name="open">SQL for whether a row is open.</param>
    /// <param name="command">Takes the values.</param>
    internal string? ExactCondition(string open, NpgsqlCommand command) =>
        IsSnapped ? AnyOf(Array.FindAll(parts, p => !p.IsSnapped), open, command) : null;

    /// <summary>SQL for the coordinates of a row as they are seen.</summary>
    /// <param name="open">SQL for whether a row is open.</param>
    /// <param name="command">Takes the values.</param>
    internal (string Longitude, string Latitude) Point(string open, NpgsqlCommand command) =>
        ExactCondition(open, command) is not { } exact ? ("longitude", "latitude")
            : exact == "false" ? (SnappedSql.Longitude(), SnappedSql.Latitude())
            : ($"case when {exact} then longitude else {SnappedSql.Longitude()} end",
                $"case when {exact} then latitude else {SnappedSql.Latitude()} end");

    private static string[]? TownsOf(SightPart[] parts) => Array.Exists(parts, p => p.Towns is null)
        ? null
        : [.. parts.SelectMany(p => p.Towns!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string? AnyOf(SightPart[] parts, string open, NpgsqlCommand command)
    {
        var terms = new List<string>();
        foreach (var (towns, isOpenOnly, _) in parts)
        {
            var term = towns switch
            {
                null => isOpenOnly ? open : "",
                [var only] => $"city = {command.Add(only)}{(isOpenOnly ? $" and {open}" : "")}",
                _ => $"city = any({command.Add(towns.ToArray())}){(isOpenOnly ? $" and {open}" : "")}",
            };
            if (term.Length == 0)
                return null;
            terms.Add(term);
        }
        return terms.Count == 0 ? "false" : $"({string.Join(" or ", terms)})";
    }
}

/// <summary>SQL for the middle of the cell of zoom 18 that contains a row's point, as <see cref="GridCell"/> computes it.</summary>
internal static class SnappedSql
{
    private const string Side = "262144";
    private const string Last = "262143";
    private const string MaxLatitude = "85.05112877980659";

    /// <summary>Longitude of the middle.</summary>
    /// <param name="row">Alias of the row with a point, or nothing.</param>
    public static string Longitude(string row = "") =>
        $"((greatest(0, least({Last}, floor(({row}longitude + 180) / 360 * {Side}))) + 0.5) / {Side} * 360 - 180)";

    /// <summary>Latitude of the middle.</summary>
    /// <param name="row">Alias of the row with a point, or nothing.</param>
    public static string Latitude(string row = "") =>
        $"""
         (atan(sinh(pi() * (1 - 2 * (greatest(0, least({Last}, floor(
             (1 - asinh(tan(greatest(-{MaxLatitude}::float8, least({MaxLatitude}::float8, {row}latitude)) * pi() / 180)) / pi())
             / 2 * {Side}))) + 0.5) / {Side}))) * 180 / pi())
         """;
}
