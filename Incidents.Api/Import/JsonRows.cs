using System.Text.Json;

namespace Incidents.Api.Import;

/// <summary>Reads the rows of newline-delimited JSON, one object per line.</summary>
/// <remarks>
/// A column is the path to a value, joined by dots, with indices for arrays: <c>location.lon</c>, <c>tags.0</c>. The columns are those
/// of the first <see cref="SampleSize"/> rows.
/// </remarks>
internal sealed class JsonRows : RowReader
{
    /// <summary>Number of rows that are read to find the columns.</summary>
    public const int SampleSize = 1000;

    // Limits the memory for long lines.
    private const int SampleCharacters = 1 << 23;

    private readonly LineReader lines;
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);
    private readonly List<string> columns = [];

    /// <summary>Reads the first rows and finds the columns.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="rare">Columns that the first rows may lack, or null.</param>
    /// <exception cref="ImportException">The first rows contain no object.</exception>
    public JsonRows(LineReader lines, IReadOnlyList<string>? rare)
    {
        this.lines = lines;
        var sample = new List<LineReader.Line>();
        var characters = 0;
        while (sample.Count < SampleSize && characters < SampleCharacters && lines.Read() is { } line)
        {
            sample.Add(line);
            characters += line.Text.Length;
            if (!line.TooLong && line.Text.AsSpan().Trim().Length > 0)
                TryFlatten(line.Text, (path, _) => Add(path), out _);
        }
        if (columns.Count == 0)
            throw new ImportException("The file has no JSON object with fields in its first lines.");
        foreach (var column in rare ?? [])
            Add(column);
        lines.Return(sample);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => columns;

    /// <inheritdoc/>
    public override Row? Read()
    {
        while (lines.Read() is { } line)
        {
            if (line.Text.AsSpan().Trim().Length == 0)
                continue;
            if (line.TooLong)
                return Malformed(line.Number, line.Text, $"The line is longer than {LineReader.MaxLength} characters.");
            if (line.Text.Contains(DataFile.Undecodable))
                return WrongEncoding(line.Number, line.Text);
            var fields = new string[columns.Count];
            Array.Fill(fields, "");
            return TryFlatten(line.Text, Set, out var problem)
                ? new(line.Number, line.Text, fields) { FieldsAreComplete = false }
                : Malformed(line.Number, line.Text, problem!);

            void Set(string path, string value)
            {
                if (positions.TryGetValue(path, out var position))
                    fields[position] = value;
            }
        }
        return null;
    }

    /// <inheritdoc/>
    public override void Dispose() => lines.Dispose();

    private void Add(string path)
    {
        if (positions.TryAdd(path, columns.Count))
            columns.Add(path);
    }

    private static bool TryFlatten(string json, Action<string, string> found, out string? problem)
    {
        // JSON may contain an incomplete surrogate pair, for which the framework throws the other two exceptions.
        try
        {
            using var document = JsonDocument.Parse(json);
            problem = document.RootElement.ValueKind == JsonValueKind.Object ? null : "The line is JSON, but not an object.";
            if (problem is null)
                Flatten(document.RootElement, "", found);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            problem = $"The line is not JSON: {e.Message}";
        }
        return problem is null;
    }

    private static void Flatten(JsonElement element, string path, Action<string, string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", found);
                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in element.EnumerateArray())
                    Flatten(item, $"{path}.{i++}", found);
                break;
            case JsonValueKind.String:
                found(path, element.GetString()!);
                break;
            case JsonValueKind.Null:
                found(path, "");
                break;
            default:
                found(path, element.GetRawText());
                break;
        }
    }
}
