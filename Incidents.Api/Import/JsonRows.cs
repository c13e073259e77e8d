using System.Runtime.ExceptionServices;
using System.Text.Json;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Reads the rows of JSON: one object on each line, or the values of one array.</summary>
/// <remarks>
/// A column is the path to a value, joined by dots, with indices for arrays: <c>location.lon</c>, <c>tags.0</c>. The columns are those
/// of the first <see cref="SampleSize"/> rows. Of a GeoJSON feature the columns are its properties, and <c>longitude</c> and
/// <c>latitude</c> of a point.
/// </remarks>
internal sealed class JsonRows : RowReader
{
    /// <summary>Number of rows that are read to find the columns.</summary>
    public const int SampleSize = 1000;

    // Limits the memory for long lines.
    private const int SampleCharacters = 1 << 23;

    private readonly ITextRecords records;
    private readonly bool isGeoJson;
    private readonly Queue<TextRecord> sample = new();
    private readonly ExceptionDispatchInfo? broken;
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);
    private readonly List<string> columns = [];

    /// <summary>Reads the first rows and finds the columns.</summary>
    /// <param name="records">The lines, or the values of an array.</param>
    /// <param name="rare">Columns that the first rows may lack, or null.</param>
    /// <exception cref="ImportException">The first rows contain no object.</exception>
    public JsonRows(ITextRecords records, IReadOnlyList<string>? rare)
    {
        this.records = records;
        isGeoJson = records is JsonValues { IsGeoJson: true };
        var characters = 0;
        try
        {
            while (sample.Count < SampleSize && characters < SampleCharacters && records.Read() is { } record)
            {
                sample.Enqueue(record);
                characters += record.Text.Length;
                if (!record.TooLong && record.Text.AsSpan().Trim().Length > 0)
                    TryFlatten(record.Text, (path, _) => Add(path), out _);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            broken = ExceptionDispatchInfo.Capture(e);
        }
        if (columns.Count == 0)
        {
            broken?.Throw();
            throw new ImportException(ErrorCode.FileUnreadable, "The file has no JSON object with fields in its first rows.");
        }
        foreach (var column in rare ?? [])
            Add(column);
        foreach (var column in isGeoJson ? GeoJsonFeature.Coordinates : [])
            Add(column);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => columns;

    /// <inheritdoc/>
    public override Row? Read()
    {
        while (Next() is { } line)
        {
            if (line.Text.AsSpan().Trim().Length == 0)
                continue;
            if (line.TooLong)
                return Malformed(line.Number, line.Text, $"The row is longer than {LineReader.MaxLength} characters.");
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
    public override void Dispose() => records.Dispose();

    private TextRecord? Next()
    {
        if (sample.TryDequeue(out var record))
            return record;
        broken?.Throw();
        return records.Read();
    }

    private void Add(string path)
    {
        if (positions.TryAdd(path, columns.Count))
            columns.Add(path);
    }

    private bool TryFlatten(string json, Action<string, string> found, out string? problem)
    {
        // JSON may contain an incomplete surrogate pair, for which the framework throws the other two exceptions.
        try
        {
            using var document = JsonDocument.Parse(json);
            problem = document.RootElement.ValueKind == JsonValueKind.Object ? null : "The line is JSON, but not an object.";
            if (problem is null && isGeoJson)
                GeoJsonFeature.Flatten(document.RootElement, found);
            else if (problem is null)
                Flatten(document.RootElement, "", found);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            problem = $"The line is not JSON: {e.Message}";
        }
        return problem is null;
    }

    /// <summary>The values of an element with their paths.</summary>
    public static void Flatten(JsonElement element, string path, Action<string, string> found)
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
