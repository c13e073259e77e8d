using System.Text.Json;
using Incidents.Domain;
using Incidents.Domain.Sources;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Import;

/// <summary>From when until when the source of a map reports: its key <c>covers</c>.</summary>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer covered; null where the source goes on.</param>
/// <param name="Gaps">Days in the period in which it did not report.</param>
internal sealed record CoversRule(LocalDate From, LocalDate? Until, IReadOnlyList<CoverageGap> Gaps)
{
    private const string Key = "covers";

    /// <summary>Reads the key of a map; null where it is missing or not valid.</summary>
    public static CoversRule? Of(MapNode map)
    {
        if (map.Node(Key) is not { } node)
            return null;
        var (from, until) = (Day(node, "from"), Day(node, "until"));
        var gaps = GapsOf(node);
        node.ReportUnknownKeys();
        if (from is not { } first)
        {
            map.Problem(Key, "needs \"from\", a date like 2023-01-01; \"until\" is the first day no longer covered.");
            return null;
        }
        // Everything of the declaration but source and city, which other keys give, is checked with the map.
        var rule = new CoversRule(first, until, gaps);
        if (new DeclareCoverage("map", "map", CoveredKind.Incident, first, until, gaps, "map").Check() is { } fault)
            map.Problem(Key, $"{fault.Message} ({fault.Code.Text()})");
        return rule;
    }

    /// <summary>The declaration of a map that is complete.</summary>
    public DeclareCoverage Declaration(ImportMap map) =>
        new(map.Source!, map.City!.Value!, Enum.Parse<CoveredKind>(map.Kind, ignoreCase: true), From, Until, Gaps, map.Source!);

    private static LocalDate? Day(MapNode node, string key)
    {
        if (node.Text(key) is not { } text)
            return null;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } parsed)
            return parsed.Value;
        node.Problem(key, $"'{text}' is not a date like 2023-01-01.");
        return null;
    }

    private static List<CoverageGap> GapsOf(MapNode node)
    {
        var gaps = new List<CoverageGap>();
        if (node.Find("gaps") is not { } value)
            return gaps;
        foreach (var item in value.ValueKind is JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
        {
            if (item.ValueKind is JsonValueKind.Array && item.EnumerateArray().ToArray() is [var from, var until]
                && DayOf(from) is { } first && DayOf(until) is { } end)
                gaps.Add(new(first, end));
            else
                node.Problem("gaps", "is a list of pairs of dates, the second one no longer in it: [[\"2023-03-01\", \"2023-03-08\"]].");
        }
        return gaps;
    }

    private static LocalDate? DayOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && LocalDatePattern.Iso.Parse(value.GetString()!) is { Success: true } parsed
            ? parsed.Value
            : null;
}
