using System.Buffers;
using System.Text.Json;
using Incidents.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace Incidents.Api.Ingest;

/// <summary>One request's answers: kept (on disk, where they are many) until the body has been read, and then sent.</summary>
/// <remarks>Most HTTP clients read no answer before they have sent all, so that sending answers earlier would block both sides.</remarks>
/// <param name="isArray">Whether the reports came as an array, and are answered by one.</param>
internal sealed class ReportAnswers(Func<bool> isArray) : IAsyncDisposable
{
    private const int MostInMemory = 256 << 10;
    private const string ComeAgainAfterSeconds = "5";

    private readonly FileBufferingWriteStream spool = new(MostInMemory);
    private readonly ArrayBufferWriter<byte> lines = new(512);
    private long count;
    private ReportStatus last;

    /// <summary>Bytes of the answers so far.</summary>
    public long Length { get; private set; }

    /// <summary>Whether a report could not be taken because the store did not answer: what follows is not taken either.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Adds the answers to the next reports.</summary>
    public async Task Add(ReportAnswer[] answers, CancellationToken cancellation)
    {
        Write(answers);
        Length += lines.WrittenCount;
        await spool.WriteAsync(lines.WrittenMemory, cancellation);
        lines.ResetWrittenCount();
    }

    /// <summary>Sends the answers.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="end">
    /// Why the body was not read to its end, or null. It is the last of the answers, so that the sender knows what became of the reports
    /// before.
    /// </param>
    /// <param name="cancellation">Stops sending.</param>
    public async Task Send(HttpResponse response, BodyEnd? end, CancellationToken cancellation)
    {
        response.StatusCode = StatusCode(end);
        if (IsCutShort)
            response.Headers.RetryAfter = ComeAgainAfterSeconds;
        if (count == 0)
        {
            await response.WriteAsJsonAsync(
                end is null
                    ? new { code = ErrorCode.Empty.Text(), message = "There is no report in the body.", answered = 0L }
                    : new { code = end.Code.Text(), message = end.Message, answered = 0L },
                cancellation);
            return;
        }
        var ending = end is null ? [] : Last(end);
        // With its length known in advance, a short answer is sent in one piece, without chunked encoding.
        response.ContentLength = spool.Length + ending.Length + (isArray() ? 4 : 0);
        response.ContentType = isArray() || (count == 1 && end is null)
            ? "application/json; charset=utf-8"
            : "application/x-ndjson; charset=utf-8";
        if (isArray())
            await response.Body.WriteAsync("[\n"u8.ToArray(), cancellation);
        await spool.DrainBufferAsync(response.Body, cancellation);
        await response.Body.WriteAsync(ending, cancellation);
        if (isArray())
            await response.Body.WriteAsync("]\n"u8.ToArray(), cancellation);
    }

    public ValueTask DisposeAsync() => spool.DisposeAsync();

    private byte[] Last(BodyEnd end) =>
    [
        .. isArray() ? ","u8 : ""u8,
        .. JsonSerializer.SerializeToUtf8Bytes(new { code = end.Code.Text(), message = end.Message, answered = count }),
        (byte)'\n',
    ];

    private int StatusCode(BodyEnd? end)
    {
        if (IsCutShort)
            return StatusCodes.Status503ServiceUnavailable;
        if (end is not null)
            return end.Status;
        if (count == 0)
            return StatusCodes.Status400BadRequest;
        if (count > 1 || isArray())
            return StatusCodes.Status200OK;
        return last switch
        {
            ReportStatus.Refused => StatusCodes.Status422UnprocessableEntity,
            ReportStatus.Conflict => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status200OK,
        };
    }

    private void Write(ReportAnswer[] answers)
    {
        using var json = new Utf8JsonWriter(lines, new JsonWriterOptions { SkipValidation = true });
        foreach (var answer in answers)
        {
            if (isArray() && count > 0)
                lines.Write(","u8);
            Write(json, answer);
            json.Flush();
            json.Reset();
            lines.Write("\n"u8);
            (count, last) = (count + 1, answer.Status);
            IsCutShort |= answer.Status == ReportStatus.Unavailable;
        }
    }

    /// <summary>Writes the answer to one report.</summary>
    internal static void Write(Utf8JsonWriter json, in ReportAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("status"u8, StatusName(answer.Status));
        if (answer.StreamId is { } id)
            json.WriteString("id"u8, id);
        if (answer.Unmatched)
            json.WriteBoolean("unmatched"u8, true);
        if (answer.Refusal is { } refusal)
        {
            json.WriteString("code"u8, refusal.Code.Text());
            if (refusal.Field is not null)
                json.WriteString("field"u8, refusal.Field);
            json.WriteString("reason"u8, refusal.Message);
        }
        if (answer.Differences is { } differences)
        {
            json.WriteStartArray("differences"u8);
            foreach (var field in differences)
                json.WriteStringValue(field);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> StatusName(ReportStatus status) => status switch
    {
        ReportStatus.Accepted => "accepted"u8,
        ReportStatus.Duplicate => "duplicate"u8,
        ReportStatus.Refused => "refused"u8,
        ReportStatus.Conflict => "conflict"u8,
        _ => "unavailable"u8,
    };
}
