using System.Globalization;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>A CSV file with a header whose columns are known by their names: a list that replaces or completes what is there.</summary>
/// <param name="path">The file.</param>
/// <param name="unreadable">The code of a file that cannot be read so.</param>
/// <param name="most">The most rows.</param>
internal sealed class TableFile(string path, ErrorCode unreadable, int most)
{
    /// <summary>The rows, each as what is made of it.</summary>
    /// <param name="columns">The columns that there must be; others are optional, and those that nobody asks for are not read.</param>
    /// <param name="make">Makes something of a row.</param>
    /// <exception cref="ImportException">The file cannot be read, or a row is wrong; the message names its line.</exception>
    public List<T> Read<T>(IReadOnlyList<string> columns, Func<TableRow, T> make)
    {
        using var file = DataFile.Open(path, new FileLayout(Format: "csv"));
        var names = file.Rows.Columns.ToList();
        if (columns.FirstOrDefault(c => !names.Contains(c)) is { } missing)
            throw new ImportException(
                unreadable, $"{path} has no column '{missing}'; its columns are {string.Join(", ", names.Take(30))}.");
        var made = new List<T>();
        while (file.Rows.Read() is { } row)
        {
            if (row.Problem is { } problem)
                throw new ImportException(unreadable, $"Line {row.Line}: {problem.Message}");
            if (made.Count == most)
                throw new ImportException(unreadable, $"{path} has more than {most} rows.");
            made.Add(make(new(row, names, unreadable)));
        }
        return made.Count > 0 ? made : throw new ImportException(unreadable, $"{path} has no rows.");
    }
}

/// <summary>One row of a <see cref="TableFile"/>.</summary>
internal sealed class TableRow(Row row, List<string> columns, ErrorCode unreadable)
{
    /// <summary>A text, or null where the column is absent or blank.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rule">What it may hold.</param>
    public string? Text(string column, Domain.TextRule rule)
    {
        if (columns.IndexOf(column) is not (>= 0 and var index) || row[index] is not { Length: > 0 } text)
            return null;
        Check(rule.CheckOptional(text, column));
        return text;
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string column, Domain.TextRule rule) => Text(column, rule) ?? throw Wrong($"'{column}' is blank.");

    /// <summary>A point of the columns <c>longitude</c> and <c>latitude</c>, or null where both are blank.</summary>
    public GeoPoint? Point()
    {
        var (longitude, latitude) = (Degrees("longitude"), Degrees("latitude"));
        if (longitude is null && latitude is null)
            return null;
        if (longitude is not { } east || latitude is not { } north)
            throw Wrong("a longitude came without its latitude, or the reverse.");
        var point = new GeoPoint(east, north);
        Check(point.Check(""));
        return point;
    }

    /// <summary>Throws where there is a fault.</summary>
    /// <exception cref="ImportException">There is one; the message names the line.</exception>
    public void Check(Refusal? fault)
    {
        if (fault is not null)
            throw new ImportException(fault.Code, $"Line {row.Line}: {fault.Message}");
    }

    /// <summary>The exception for a row that is wrong.</summary>
    public ImportException Wrong(string message) => new(unreadable, $"Line {row.Line}: {message}");

    private double? Degrees(string column) => Text(column, Texts.Name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees
        : throw Wrong($"'{column}' is a number of degrees.");
}
