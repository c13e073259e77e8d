using System.Globalization;

namespace Incidents.Api.Import;

/// <summary>Applies a <see cref="TextRule"/> to the columns of a file.</summary>
internal sealed class TextColumns(TextRule rule, string key, ColumnFinder finder)
{
    private const int MaxCachedTexts = 10_000;
    private readonly int[] columns = finder.Find(rule.Columns, key);
    private readonly Dictionary<string, string?> cache = new(StringComparer.Ordinal);

    /// <summary>The text of a row, or null.</summary>
    public string? Read(Row row)
    {
        if (rule.Value is not null)
            return rule.Value;
        var text = columns.Length == 1
            ? row[columns[0]]
            : string.Join(rule.Separator, columns.Select(c => row[c]).Where(t => t.Length > 0));
        if (!rule.HasTables && !rule.Slugged)
            return text.Length > 0 ? text : rule.Default;
        if (cache.TryGetValue(text, out var known))
            return known;
        var found = LookUp(text);
        if (cache.Count < MaxCachedTexts)
            cache.Add(text, found);
        return found;
    }

    private string? LookUp(string text)
    {
        if (text.Length == 0)
            return rule.Default;
        if (rule.Table.TryGetValue(text, out var whole))
            return whole;
        if (rule.Ranges.Count > 0 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            foreach (var (from, to, result) in rule.Ranges)
            {
                if (number >= from && number <= to)
                    return result;
            }
        }
        foreach (var (prefix, result) in rule.Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return result;
        }
        foreach (var (pattern, result) in rule.Patterns)
        {
            if (pattern.IsMatch(text))
                return result;
        }
        if (rule.HasTables && rule.Default is not null)
            return rule.Default;
        var own = rule.Slugged ? Slug.Of(text) : text;
        return own.Length > 0 ? own : rule.Default;
    }
}
