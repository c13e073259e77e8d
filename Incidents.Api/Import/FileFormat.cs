namespace Incidents.Api.Import;

/// <summary>Detects the format of a data file.</summary>
internal static class FileFormat
{
    /// <summary>Text with delimiters.</summary>
    public const string Csv = "csv";

    /// <summary>Text with tabs.</summary>
    public const string Tsv = "tsv";

    /// <summary>One JSON object on each line.</summary>
    public const string Ndjson = "ndjson";

    /// <summary>One JSON array of objects, or a GeoJSON FeatureCollection.</summary>
    public const string Json = "json";

    /// <summary>All formats, as a map names them.</summary>
    public static readonly string[] All = [Csv, Tsv, Ndjson, Json];

    /// <summary>The format of a file by the extension of its name, or by its beginning.</summary>
    public static string Detect(string name, LeadingText text) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".csv" => Csv,
        ".tsv" => Tsv,
        ".ndjson" or ".jsonl" => text.Start.TrimStart() is ['[', ..] ? Json : Ndjson,
        _ when text.Start.TrimStart() is ['[', ..] or ['{', ..] => OfJson(text),
        _ => Csv,
    };

    // Two objects one after the other are NDJSON; an object alone on one line is, too, except if it contains features.
    private static string OfJson(LeadingText text)
    {
        var start = text.Start.TrimStart();
        if (start[0] == '[')
            return Json;
        var (depth, isText, lines) = (0, false, 1);
        for (var i = 0; i < start.Length; i++)
        {
            var c = start[i];
            if (isText)
            {
                i += c == '\\' ? 1 : 0;
                isText = c != '"';
                continue;
            }
            isText = c == '"';
            lines += c == '\n' ? 1 : 0;
            depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
            if (depth > 0)
                continue;
            var isAlone = text.IsWhole && start[(i + 1)..].Trim().IsEmpty;
            return isAlone && (lines > 1 || HasFeatures(start)) ? Json : Ndjson;
        }
        // The beginning of one long object, or of a first line that is not valid.
        return HasFeatures(start) || (lines > 1 && !start.Contains("\n{", StringComparison.Ordinal)) ? Json : Ndjson;
    }

    private static bool HasFeatures(ReadOnlySpan<char> start) => start.Contains("\"features\"", StringComparison.Ordinal);
}
