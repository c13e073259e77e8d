using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Reads the rows of a CSV or TSV file (RFC 4180).</summary>
/// <remarks>
/// A first line <c>sep=;</c>, as Excel reads it, is no row: it names the delimiter, and takes precedence over that of the map.
/// A general CSV library fails at a quote that is never closed, or loses the rows after it. This reader refuses only the row with the
/// opening quote and continues with the next line.
/// </remarks>
internal sealed class DelimitedRows : RowReader
{
    /// <summary>Greatest number of lines of a row; a quote that is still open after them is an error.</summary>
    public const int MaxLinesPerRow = 200;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];
    private const string Separator = "sep=";

    private readonly LineReader lines;
    private readonly char delimiter;
    private readonly List<string> fields = [];
    private readonly int? width;

    /// <summary>Reads the header.</summary>
    /// <exception cref="ImportException">The file has none.</exception>
    public DelimitedRows(LineReader lines, char? delimiter, IReadOnlyList<string>? columns)
    {
        this.lines = lines;
        var first = FirstLine() ?? throw Empty();
        if (NamedDelimiter(first.Text) is { } named)
        {
            delimiter = named;
            first = FirstLine() ?? throw Empty();
        }
        this.delimiter = delimiter ?? DetectDelimiter(first.Text);
        lines.Return([first]);
        Columns = columns ?? Header();
        width = Columns.Count;
    }

    /// <summary>The delimiter of fields.</summary>
    public char Delimiter => delimiter;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public override Row? Read()
    {
        if (FirstLine() is not { } line)
            return null;
        if (line.TooLong)
            return Malformed(line.Number, line.Text, $"The line is longer than {LineReader.MaxLength} characters.");
        if (line.Text.Contains(DataFile.Undecodable))
            return WrongEncoding(line.Number, line.Text);

        var row = Split(line);
        return row.Problem is not null || row.Fields.Length == Columns.Count ? row : Malformed(
            row.Line, row.Raw, $"The row has {row.Fields.Length} fields, the header has {Columns.Count}.");
    }

    /// <inheritdoc/>
    public override void Dispose() => lines.Dispose();

    private string[] Header()
    {
        var row = Split(FirstLine()!.Value);
        if (row.Problem is not null)
            throw new ImportException(ErrorCode.FileUnreadable, $"The header (line {row.Line}) cannot be read: {row.Problem.Message}");
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. row.Fields.Select(f => Numbered(f.Trim()))];

        // The second column with the same name is name#2.
        string Numbered(string name) => (seen[name] = seen.GetValueOrDefault(name) + 1) is var n and > 1 ? $"{name}#{n}" : name;
    }

    private TextRecord? FirstLine()
    {
        while (lines.Read() is { } line)
        {
            if (line.Text.AsSpan().Trim().Length > 0)
                return line;
        }
        return null;
    }

    private Row Split(TextRecord line)
    {
        if (!line.Text.Contains('"'))
            return new(line.Number, line.Text, line.Text.Split(delimiter));

        var text = line.Text;
        var more = new List<TextRecord>();
        while (true)
        {
            switch (SplitQuoted(text))
            {
                case Quotes.Closed when more.Count == 0 || width is null || fields.Count == width:
                    return new(line.Number, text, [.. fields]);
                case Quotes.Open when more.Count < MaxLinesPerRow && text.Length < LineReader.MaxLength && lines.Read() is { } next:
                    more.Add(next);
                    text = $"{text}\n{next.Text}";
                    continue;
                default:
                    lines.Return(more);
                    return Malformed(line.Number, line.Text, "A quote is not closed, or a closing quote is not followed by a delimiter.");
            }
        }
    }

    private enum Quotes
    {
        Closed,
        Open,
        Broken,
    }

    private Quotes SplitQuoted(string text)
    {
        fields.Clear();
        var at = 0;
        while (true)
        {
            if (at < text.Length && text[at] == '"')
            {
                var end = at + 1;
                while ((end = text.IndexOf('"', end)) >= 0 && end + 1 < text.Length && text[end + 1] == '"')
                    end += 2;
                if (end < 0)
                    return Quotes.Open;
                fields.Add(text[(at + 1)..end].Replace("\"\"", "\""));
                at = end + 1;
                if (at < text.Length && text[at] != delimiter)
                    return Quotes.Broken;
            }
            else
            {
                var end = text.IndexOf(delimiter, at);
                fields.Add(end < 0 ? text[at..] : text[at..end]);
                at = end < 0 ? text.Length : end;
            }
            if (at >= text.Length)
                return Quotes.Closed;
            at++;
        }
    }

    private static ImportException Empty() => new(ErrorCode.FileUnreadable, "The file is empty.");

    // sep=; alone, in quotes, or followed by delimiters up to the width of the table.
    private static char? NamedDelimiter(string line)
    {
        var text = line.StartsWith('"') ? line.Replace("\"", "") : line;
        if (text.Length <= Separator.Length || !text.StartsWith(Separator, StringComparison.OrdinalIgnoreCase))
            return null;
        var named = text[Separator.Length];
        return named != '"' && !char.IsLetterOrDigit(named) && text[Separator.Length..].TrimEnd(named).Length == 0 ? named : null;
    }

    // The most frequent delimiter outside quotes in the first line.
    private static char DetectDelimiter(string header)
    {
        var outside = string.Concat(header.Split('"').Where((_, i) => i % 2 == 0));
        return Delimiters.MaxBy(d => outside.Count(c => c == d));
    }
}
