using System.Globalization;
using System.Text.Json;
using Incidents.Domain;
using Incidents.Domain.Dispatch;

namespace Incidents.Api.Import;

/// <summary>The rows of one incident: a register may have a row for each victim, charge or offender.</summary>
/// <param name="Row">The identity of a row within its incident.</param>
/// <param name="ByLine">Whether the line number is the identity of a row, instead of <paramref name="Row"/>.</param>
/// <param name="Victims">The number of victims of a row: a column, a number for all rows, or null where it is not known.</param>
/// <param name="Gravest">Category codes, the gravest first; other categories come after them.</param>
internal sealed record GroupRule(IdentityRule Row, bool ByLine, TextRule? Victims, IReadOnlyList<string> Gravest)
{
    /// <summary>Reads the rule, and the identity of the incident.</summary>
    public static (IdentityRule? Incident, GroupRule? Rule) Of(MapNode parent)
    {
        if (parent.Node("group") is not { } node)
            return (null, null);
        var incident = node.Texts("incident") ?? [];
        var row = node.Texts("row") ?? [];
        var gravest = node.Texts("gravest") ?? [];
        var victims = node.Find("victims") is { ValueKind: JsonValueKind.Number }
            ? new TextRule { Value = node.Text("victims") }
            : MapRules.Text(node, "victims", slugged: false);
        node.ReportUnknownKeys();
        if (incident.Count == 0)
            parent.Problem("group", "needs \"incident\": the columns that the rows of one incident have in common.");
        if (row.Count == 0)
            parent.Problem("group", "needs \"row\": the columns that identify a row within its incident, or \"content\" or \"line\".");
        if (gravest.Count == 0)
            parent.Problem("group", "needs \"gravest\": the codes of categories, the gravest first.");
        foreach (var code in gravest.Where(c => CategoryCode.Check(c, "") is not null))
            node.Problem("gravest", $"'{code}' is not a code of a category.");
        if (gravest.Count > Offence.GreatestGravity)
            node.Problem("gravest", $"at most {Offence.GreatestGravity} categories can be ranked.");
        return (
            new(false, incident),
            new(new(row is ["content"], row is ["content" or "line"] ? [] : row), row is ["line"], victims, gravest));
    }
}

/// <summary>Applies a <see cref="GroupRule"/> to the columns of a file.</summary>
internal sealed class GroupColumns
{
    private readonly GroupRule rule;
    private readonly int[] row;
    private readonly TextColumns? victims;
    private readonly Dictionary<string, int> ranks;

    /// <summary>Binds a rule to the columns of a file.</summary>
    public GroupColumns(GroupRule rule, ColumnFinder finder)
    {
        this.rule = rule;
        row = finder.Find(rule.Row.Columns, "group.row");
        victims = rule.Victims is null ? null : new(rule.Victims, "group.victims", finder);
        ranks = rule.Gravest.Distinct().Select((code, rank) => (code, rank)).ToDictionary(c => c.code, c => c.rank);
    }

    /// <summary>The identity of a row within its incident.</summary>
    /// <param name="of">The row.</param>
    /// <param name="file">The name of the file, which is part of an identity by line.</param>
    /// <param name="join">Joins the values of columns and further parts to an identity.</param>
    public string IdOf(Row of, string file, Func<int[], Row, string[], string> join) =>
        rule.Row.Content ? of.ContentHash()
        : join(row, of, rule.ByLine ? [file, of.Line.ToString(CultureInfo.InvariantCulture)] : []);

    /// <summary>The rank of a category, or null where the map does not rank it.</summary>
    public int? Gravity(string? category) => category is not null && ranks.TryGetValue(category, out var rank) ? rank : null;

    /// <summary>The number of victims of a row; false where it cannot be read.</summary>
    /// <param name="of">The row.</param>
    /// <param name="number">The number, or null where the row does not give it.</param>
    /// <param name="text">The text of the columns.</param>
    public bool TryVictims(Row of, out int? number, out string text)
    {
        (number, text) = (null, victims?.Read(of) ?? "");
        if (text.Length == 0)
            return true;
        // Tables are often exported with decimals: 2.0.
        const NumberStyles Decimals = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, Decimals, CultureInfo.InvariantCulture, out var read) || read != decimal.Truncate(read)
            || read is < 0 or > Offence.MostVictims)
            return false;
        number = (int)read;
        return true;
    }
}
