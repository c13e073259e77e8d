using System.Text.Json;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Import;

/// <summary>Reads the rules of a map for times.</summary>
internal static class MapTimes
{
    private static readonly string[] Points = ["start", "endOfHour", "endOfDay", "endOfMonth", "endOfYear"];
    private static readonly string[] Precisions = ["minute", "hour", "day", "month", "year"];

    private static readonly Dictionary<string, Duration> Units = new()
    {
        ["seconds"] = Duration.FromSeconds(1),
        ["minutes"] = Duration.FromMinutes(1),
        ["hours"] = Duration.FromHours(1),
        ["days"] = Duration.FromDays(1),
    };

    /// <summary>The rules of the time of occurrence: a column, an object, or alternatives in brackets.</summary>
    public static IReadOnlyList<TimeRule> Beginning(MapNode parent, string key) => Times(parent, key, TimeRole.Beginning);

    /// <summary>The rules of the end of an interval: those of a time, at a point of its period, or as a duration.</summary>
    public static IReadOnlyList<TimeRule> End(MapNode parent, string key) => Times(parent, key, TimeRole.End);

    /// <summary>The rule of the time from which a row was known.</summary>
    public static KnownAtRule? KnownAt(MapNode parent)
    {
        if (parent.Find("knownAt") is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() == "occurredAt")
            return new(true, null, []);
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("date", out _))
            return new(false, null, Times(parent, "knownAt", TimeRole.Known));

        var node = parent.Node("knownAt")!;
        KnownAtRule? rule = null;
        var (date, zone, at) = (node.Text("date"), MapRules.Zone(node, "zone"), At(node));
        if (date is not null && LocalDatePattern.Iso.Parse(date) is { Success: true } parsed)
            rule = new(false, TimeColumns.Point(parsed.Value.AtMidnight(), at), [], zone);
        else
            node.Problem("date", $"'{date}' is not a date like 2019-01-31.");
        node.ReportUnknownKeys();
        return rule;
    }

    private static IReadOnlyList<TimeRule> Times(MapNode node, string key, TimeRole role) => node.Find(key) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } array =>
            [.. array.EnumerateArray().Select((item, i) => Time(node, $"{key}[{i}]", item, role)).OfType<TimeRule>()],
        { } single => Time(node, key, single, role) is { } rule ? [rule] : [],
    };

    private static TimeRule? Time(MapNode parent, string key, JsonElement value, TimeRole role)
    {
        if (value.ValueKind == JsonValueKind.String)
            return new([value.GetString()!], [], null);
        if (parent.Node(key, value) is not { } node)
            return null;
        var columns = MapRules.Columns(node);
        if (columns.Count == 0)
            parent.Problem(key, "needs \"column\" or \"columns\".");
        var patterns = new List<TimePattern>();
        foreach (var text in node.Texts("patterns") ?? [])
        {
            if (TimePattern.TryParse(text, out var pattern, out var problem))
                patterns.Add(pattern);
            else
                node.Problem("patterns", problem);
        }
        var rule = new TimeRule(columns, patterns, MapRules.Zone(node, "zone"));
        if (role != TimeRole.Beginning)
            rule = rule with { At = At(node) };
        if (role != TimeRole.Known && MapRules.OneOf(node, "precision", Precisions) is { } precision)
            rule = rule with { Precision = Enum.Parse<TimePrecision>(precision, ignoreCase: true) };
        if (role == TimeRole.End && MapRules.OneOf(node, "duration", [.. Units.Keys]) is { } unit)
        {
            rule = rule with { Unit = Units[unit] };
            if (patterns.Count > 0 || rule.Zone is not null || rule.Precision is not null || rule.At != PeriodPoint.Start)
                parent.Problem(key, "a \"duration\" has neither \"patterns\" nor \"zone\", \"precision\" or \"at\".");
        }
        node.ReportUnknownKeys();
        return rule;
    }

    private static PeriodPoint At(MapNode node) =>
        MapRules.OneOf(node, "at", Points) is { } point ? Enum.Parse<PeriodPoint>(point, ignoreCase: true) : PeriodPoint.Start;
}
