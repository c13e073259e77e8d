using System.Globalization;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.FileAnalyses;

/// <summary>
/// A small table of an input file, by columns. Files are read as the importer reads them: CSV, TSV or NDJSON, plain or compressed.
/// </summary>
internal sealed class Table
{
    private static readonly string[] Missing = ["", "NA", "NaN", "nan", "null", "NULL"];

    private static readonly IPattern<LocalDateTime>[] LocalTimes =
    [
        LocalDateTimePattern.ExtendedIso, LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd"),
    ];

    private readonly string path;
    private readonly IReadOnlyList<string> columns;

    private Table(string path, IReadOnlyList<string> columns, List<Row> rows) => (this.path, this.columns, Rows) = (path, columns, rows);

    /// <summary>The rows of the file, without its header.</summary>
    public List<Row> Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Width => columns.Count;

    /// <summary>Reads a file. Where even the first line is numbers there is no header, and the columns are called 1, 2, ….</summary>
    /// <exception cref="AnalyseException">It cannot be read, or a row is malformed.</exception>
    public static Table Read(string option, string path)
    {
        if (path.Length == 0)
            throw new AnalyseException($"--{option} FILE is needed.");
        try
        {
            var columns = Columns(path, new());
            var header = !columns.All(c => Number(c) is not null);
            using var file = DataFile.Open(
                path, header ? new() : new(Columns: [.. columns.Select((_, i) => (i + 1).ToString(CultureInfo.InvariantCulture))]));
            List<Row> rows = [];
            while (file.Rows.Read() is { } row)
                rows.Add(row.Problem is null ? row : throw new AnalyseException($"{path}, line {row.Line}: {row.Problem.Message}"));
            return new(path, file.Rows.Columns, rows);
        }
        catch (ImportException e)
        {
            throw new AnalyseException(e.Message);
        }
    }

    /// <summary>The first of these columns that exists, in upper or lower case; null where none does.</summary>
    public int? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (string.Equals(columns[i].Trim(), name, StringComparison.OrdinalIgnoreCase))
                    return i;
            }
        }

        return null;
    }

    /// <summary>The first of these columns that exists, or an exception that names the missing column.</summary>
    /// <exception cref="AnalyseException">There is none.</exception>
    public int Need(params ReadOnlySpan<string> names)
    {
        if (Find(names) is { } found)
            return found;
        // A file without a header has columns by number; one with a header is asked for names.
        var asked = names.ToArray();
        var missing = asked is [_] ? asked : asked.Where(name => Number(name) is null);
        throw new AnalyseException($"{path} has no column {string.Join(" or ", missing)}; it has {string.Join(", ", columns)}.");
    }

    /// <summary>A column of numbers.</summary>
    /// <exception cref="AnalyseException">A field is no number.</exception>
    public double[] Numbers(int column) => [.. Rows.Select(row => Number(row[column]) ?? throw Wrong(row, column, "number"))];

    /// <summary>A column of numbers that may be missing, which gives NaN.</summary>
    /// <exception cref="AnalyseException">A field is neither missing nor a number.</exception>
    public double[] NumbersOrMissing(int column) =>
        [.. Rows.Select(row => Missing.Contains(row[column]) ? double.NaN : Number(row[column]) ?? throw Wrong(row, column, "number"))];

    /// <summary>A column of texts.</summary>
    public string[] Texts(int column) => [.. Rows.Select(row => row[column])];

    /// <summary>A column of times, each a number or ISO 8601 (as written, its offset disregarded), which gives days since 1970.</summary>
    /// <exception cref="AnalyseException">A field is neither.</exception>
    public double[] TimeNumbers(int column) =>
        [.. Rows.Select(
            row => Number(row[column])
            ?? (Moment(row[column]) is { } moment ? Days(moment) : throw Wrong(row, column, "time (a number, or ISO 8601)")))];

    /// <summary>A column of times, each as precise as it is written; null for a blank field.</summary>
    /// <exception cref="AnalyseException">A field is no time.</exception>
    public ReportedTime?[] Times(int column) =>
    [
        .. Rows.Select(row => row[column] switch
        {
            "" => (ReportedTime?)null,
            var text when ReportedTime.Parse(text) is { Unreadable: null } time => time,
            var text => ReportedTime.LocalAt(Moment(text) ?? throw Wrong(row, column, "time (ISO 8601)")),
        }),
    ];

    /// <summary>Whether every field of a column is a time.</summary>
    public bool IsTime(int column) => Rows.TrueForAll(row => Number(row[column]) is not null || Moment(row[column]) is not null);

    /// <summary>Days since 1970, with the time of day as a fraction.</summary>
    public static double Days(LocalDateTime moment) =>
        Period.DaysBetween(new(1970, 1, 1), moment.Date) + moment.TickOfDay / (double)NodaConstants.TicksPerDay;

    private static IReadOnlyList<string> Columns(string path, FileLayout layout)
    {
        using var file = DataFile.Open(path, layout);
        return file.Rows.Columns;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && double.IsFinite(x) ? x : null;

    private static LocalDateTime? Moment(string text)
    {
        if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } moment)
            return moment.Value.LocalDateTime;
        foreach (var pattern in LocalTimes)
        {
            if (pattern.Parse(text) is { Success: true } local)
                return local.Value;
        }

        return null;
    }

    private AnalyseException Wrong(Row row, int column, string what) => new($"{path}, line {row.Line}: '{row[column]}' in column "
        + $"{columns[column]} is not a {what}.");
}
