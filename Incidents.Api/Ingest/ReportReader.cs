using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>Reads one report's JSON.</summary>
internal static class ReportReader
{
    public static Report? Read(ReadOnlySpan<byte> json, out Refusal? refusal)
    {
        refusal = null;
        try
        {
            if (JsonSerializer.Deserialize<Report>(json, EventJson.Options) is { } report)
                return report;
            refusal = new(ErrorCode.Malformed, "A report is a JSON object; this is null.");
        }
        catch (JsonException e)
        {
            // The serializer wraps the reader's error about the text; without one, the text is JSON of another shape.
            var field = e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal)
                ? ReportInterpreter.Beginning(path[2..])
                : null;
            refusal = e.InnerException is JsonException
                ? new(ErrorCode.Malformed, $"It is not JSON: {e.InnerException.Message}", field)
                : new(
                    ErrorCode.WrongType,
                    $"'{field ?? "the report"}' is not of the expected type{(e.InnerException is { } inner ? $": {inner.Message}" : ".")}",
                    field);
        }
        return null;
    }

    /// <summary>A report that is too long to be read.</summary>
    public static Refusal TooLong(long length) =>
        new(ErrorCode.ReportTooLong, $"A report has at most {ReportFramer.MostBytes} bytes; this one has {length}.");
}
