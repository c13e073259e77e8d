namespace Incidents.Api.Import;

/// <summary>What was found out about the times of the first rows.</summary>
/// <param name="Key">The key of the map.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Patterns">The patterns of the map, each with the number of rows that it reads.</param>
/// <param name="Unread">A text that no pattern of the map reads, or null.</param>
/// <param name="Guesses">Other patterns that read all texts; empty if those of the map do.</param>
internal sealed record TimeGuess(
    string Key, IReadOnlyList<string> Columns, IReadOnlyList<PatternRows> Patterns, string? Unread, IReadOnlyList<string> Guesses)
{
    private static readonly string[] Dates =
        ["dd.MM.uuuu", "d.M.uuuu", "uuuu-MM-dd", "dd/MM/uuuu", "MM/dd/uuuu", "M/d/uuuu", "d/M/uuuu", "uuuu/MM/dd", "uuuuMMdd", "dd.MM.uu",
            "dd-MMM-uuuu", "d MMM uuuu", "dd-MMM-uu", "M/d/uu"];

    private static readonly string[] Times =
        ["", " HH:mm", " HH:mm:ss", " H:mm", " H:mm:ss", " h:mm tt", " hh:mm tt", " hh:mm:ss tt", " HHmm", "'T'HH:mm:ss.FFFFFF"];

    private static readonly TimePattern[] Known =
    [
        TimePattern.Iso,
        .. Dates.SelectMany(date => Times.Select(time => Parsed(date + time))), Parsed("uuuu-MM-dd HH:mm:ss.FFFFFF"), Parsed("uuuu-MM"),
        Parsed("MM/uuuu"), Parsed("uuuu-MM-dd HH:mm:sso<G>"),
        // Last: a day written without separators is a number, too.
        .. TimePattern.Numbers.Take(TimePattern.Numbers.Count - 1),
    ];

    /// <summary>Examines the texts of the first rows.</summary>
    /// <param name="key">The key of the map.</param>
    /// <param name="rule">The rule that reads them.</param>
    /// <param name="texts">The texts, none of them blank.</param>
    public static TimeGuess Of(string key, TimeRule rule, IReadOnlyList<string> texts)
    {
        IReadOnlyList<TimePattern> patterns = rule.Patterns.Count > 0 ? rule.Patterns : [TimePattern.Iso];
        var counts = new int[patterns.Count];
        string? unread = null;
        foreach (var text in texts)
        {
            var found = patterns.Index().Where(p => p.Item.Read(text) is not null).Select(p => (int?)p.Index).FirstOrDefault();
            if (found is { } index)
                counts[index]++;
            else
                unread ??= text;
        }
        var guesses = unread is null ? [] : Known.Where(p => texts.All(text => IsLikely(p, text))).Select(p => p.Text).Distinct().Take(4);
        return new(key, rule.Columns, [.. patterns.Select((p, i) => new PatternRows(p.Text, counts[i]))], unread, [.. guesses]);
    }

    private static bool IsLikely(TimePattern pattern, string text) =>
        pattern.Read(text) is { } time && (time.Moment?.Year ?? time.Local!.Value.Year) is >= 1900 and <= 2100;

    private static TimePattern Parsed(string text) =>
        TimePattern.TryParse(text, out var pattern, out var problem) ? pattern : throw new InvalidOperationException(problem);
}

/// <summary>A pattern with the number of rows that it reads.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Rows">The number of rows.</param>
internal sealed record PatternRows(string Pattern, int Rows);
