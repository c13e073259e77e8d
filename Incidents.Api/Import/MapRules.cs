using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;

namespace Incidents.Api.Import;

/// <summary>Reads the rules of a map for texts and places.</summary>
internal static class MapRules
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The rule of a text: a column, several columns, or an object with tables.</summary>
    public static TextRule? Text(MapNode parent, string key, bool slugged)
    {
        if (parent.Find(key) is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Array)
            return new() { Columns = parent.Texts(key)!, Slugged = slugged };
        if (parent.Node(key) is not { } node)
            return null;

        var rule = new TextRule
        {
            Value = node.Text("value"),
            Columns = Columns(node),
            Separator = node.Text("separator") ?? " ",
            Table = node.Table("table").DistinctBy(t => t.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(t => t.Key, t => t.Text, StringComparer.OrdinalIgnoreCase),
            Ranges = [.. node.Table("ranges").SelectMany(r => Range(node, r.Key, r.Text))],
            Prefixes = [.. node.Table("prefixes").OrderByDescending(p => p.Key.Length)],
            Patterns = [.. node.Table("patterns").SelectMany(p => Pattern(node, p.Key, p.Text))],
            Default = node.Text("default"),
            Slugged = node.Flag("slug") ?? slugged,
        };
        node.ReportUnknownKeys();
        if ((rule.Value is null) == (rule.Columns.Count == 0))
            parent.Problem(key, "needs either \"column\" (or \"columns\") or \"value\".");
        if (slugged && rule.Slugged)
        {
            foreach (var code in Results(rule).Where(c => c != Slug.Of(c)))
                parent.Problem(key, $"'{code}' is not a code; use lower-case letters, digits, dots and hyphens, e.g. '{Slug.Of(code)}'.");
        }
        return rule;
    }

    /// <summary>The columns of <c>column</c> or <c>columns</c>.</summary>
    public static IReadOnlyList<string> Columns(MapNode node) => [.. node.Texts("column") ?? [], .. node.Texts("columns") ?? []];

    /// <summary>A text that is one of the allowed values.</summary>
    public static string? OneOf(MapNode node, string key, string[] allowed)
    {
        if (node.Text(key) is not { } text)
            return null;
        if (allowed.Contains(text))
            return text;
        node.Problem(key, $"'{text}' is not one of {string.Join(", ", allowed)}; did you mean '{Nearest.To(text, allowed)}'?");
        return null;
    }

    /// <summary>A time zone by its IANA name.</summary>
    public static DateTimeZone? Zone(MapNode node, string key)
    {
        if (node.Text(key) is not { } name)
            return null;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone)
            return zone;
        node.Problem(key, $"'{name}' is not an IANA time zone; did you mean '{Nearest.To(name, DateTimeZoneProviders.Tzdb.Ids)}'?");
        return null;
    }

    private static IEnumerable<string> Results(TextRule rule) =>
        new[] { rule.Value, rule.Default }.OfType<string>().Concat(rule.Table.Values).Concat(rule.Ranges.Select(r => r.Result))
            .Concat(rule.Prefixes.Select(p => p.Result)).Concat(rule.Patterns.Select(p => p.Result)).Distinct();

    private static IEnumerable<(long, long, string)> Range(MapNode node, string text, string result)
    {
        var ends = text.Split("..");
        if (ends.Length == 2 && long.TryParse(ends[0], Invariant, out var from) && long.TryParse(ends[1], Invariant, out var to)
                && from <= to)
            return [(from, to, result)];
        node.Problem("ranges", $"'{text}' is not a range like \"10000..19999\".");
        return [];
    }

    private static IEnumerable<(Regex, string)> Pattern(MapNode node, string text, string result)
    {
        try
        {
            return [(new(text, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), result)];
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            node.Problem("patterns", $"'{text}' is not a supported regular expression: {e.Message}");
            return [];
        }
    }

    /// <summary>The rule of the coordinates.</summary>
    public static PlaceRule? Place(MapNode parent)
    {
        if (parent.Node("place") is not { } node)
            return null;
        var (longitude, latitude) = (node.Text("longitude"), node.Text("latitude"));
        var (x, y) = (node.Text("x"), node.Text("y"));
        var (epsg, wkt) = (node.Text("epsg"), node.Text("wkt"));
        var planar = node.Flag("planar") ?? false;
        var separator = OneOf(node, "decimal", [".", ","]);
        var none = node.Texts("none") ?? [];
        node.ReportUnknownKeys();

        var degrees = longitude is not null && latitude is not null;
        if (degrees == (x is not null && y is not null) || (degrees && (epsg ?? wkt) is not null))
        {
            parent.Problem(
                "place", "needs either \"longitude\" and \"latitude\" (degrees), or \"x\" and \"y\" with \"epsg\", \"wkt\" or \"planar\".");
            return null;
        }
        if (!degrees && (epsg is not null ? 1 : 0) + (wkt is not null ? 1 : 0) + (planar ? 1 : 0) != 1)
        {
            parent.Problem("place", "\"x\" and \"y\" need exactly one of \"epsg\", \"wkt\" and \"planar\".");
            return null;
        }
        ReferenceSystem? system = null;
        string? problem = null;
        var isKnown = epsg is not null
            ? ReferenceSystem.TryFromEpsg(epsg, out system, out problem)
            : wkt is null || ReferenceSystem.TryFromWkt(wkt, out system, out problem);
        if (!isKnown)
        {
            node.Problem(epsg is not null ? "epsg" : "wkt", problem!);
            return null;
        }
        return new(longitude ?? x!, latitude ?? y!, system, planar, separator == ",", none);
    }
}
