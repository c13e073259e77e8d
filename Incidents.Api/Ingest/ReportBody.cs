using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Incidents.Api.Access;
using Microsoft.Net.Http.Headers;

namespace Incidents.Api.Ingest;

/// <summary>A request's body as reports: read as it arrives, cut into frames, gathered into chunks.</summary>
internal sealed class ReportBody
{
    private readonly ReportFormat format;
    private readonly PipeReader bytes;
    private readonly ReportRights? rights;
    private readonly ReportAdmission.Place place;
    private ReportFramer? framer;

    /// <summary>The form of a body of a type; null where the type is not that of reports.</summary>
    /// <remarks>
    /// A page of another site can send <c>text/plain</c> and forms without being asked for it, so these are not read. One without a type
    /// has its <c>Origin</c>, which is refused.
    /// </remarks>
    public static ReportFormat? FormatOf(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
            return ReportFormat.FirstByteDecides;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed))
            return null;
        return parsed.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/json" => ReportFormat.Values,
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/x-jsonl" or "application/jsonlines"
                or "application/x-jsonlines" => ReportFormat.Lines,
            "application/gzip" or "application/x-gzip" => ReportFormat.Gzip,
            _ => null,
        };
    }

    /// <summary>The body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="place">Its place among the requests under way.</param>
    /// <param name="rights">Whose reports its sender may post; null for all.</param>
    public ReportBody(HttpRequest request, ReportAdmission.Place place, ReportRights? rights)
    {
        (this.place, this.rights) = (place, rights);
        format = FormatOf(request.ContentType) ?? throw new ArgumentException("The type is not that of reports.", nameof(request));
        bytes = format is ReportFormat.Gzip
            ? PipeReader.Create(new GZipStream(request.Body, CompressionMode.Decompress))
            : request.BodyReader;
    }

    /// <summary>Whether it is an array, known once the first chunk is there.</summary>
    public bool IsArray => framer is ValueFramer { IsArray: true };

    /// <summary>The chunks: each full one, and what has arrived where nothing more is there and nothing is on its way to the
    /// store.</summary>
    /// <param name="whenIdle">Ends when nothing of this request is on its way to the store: a report must not wait for later ones.</param>
    /// <param name="cancellation">Stops reading; what has been read by then is given first.</param>
    /// <exception cref="InvalidDataException">The body is not what its type says.</exception>
    public async IAsyncEnumerable<ReportChunk> Chunks(Func<Task> whenIdle, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var chunk = new ReportChunk(rights);
        while (true)
        {
            var reading = Read(cancellation);
            if (!chunk.IsEmpty && !reading.IsCompleted && await Task.WhenAny(reading, whenIdle()) != reading)
                bytes.CancelPendingRead();
            if (!chunk.IsEmpty && (reading.IsFaulted || reading.IsCanceled))
            {
                yield return chunk;
                chunk = new(rights);
            }
            var read = await reading;
            var buffer = read.Buffer;
            var length = buffer.Length;
            // However this ends, the read is finished: the connection can serve the next request only then.
            try
            {
                if (framer is null && !TrySkipByteOrderMark(ref buffer, read.IsCompleted))
                    continue;
                framer ??= ChooseFramer(buffer);
                while (framer is not null && framer.TryRead(ref buffer, read.IsCompleted, out var frame))
                {
                    chunk.Add(frame);
                    if (!chunk.IsFull)
                        continue;
                    yield return chunk;
                    chunk = new(rights);
                }
            }
            finally
            {
                place.Count(length - buffer.Length);
                bytes.AdvanceTo(buffer.Start, buffer.End);
            }
            if (read.IsCompleted)
                break;
            if (!chunk.IsEmpty && read.IsCanceled)
            {
                yield return chunk;
                chunk = new(rights);
            }
        }
        if (!chunk.IsEmpty)
            yield return chunk;
    }

    private async Task<ReadResult> Read(CancellationToken cancellation)
    {
        try
        {
            var reading = bytes.ReadAsync(cancellation);
            if (reading.IsCompleted)
                return await reading;
            place.BeginToWait();
            try
            {
                return await reading;
            }
            finally
            {
                place.EndToWait();
            }
        }
        // Of a compressed body: the libraries of the encodings throw either.
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    // Windows programs begin a file with one. False where the first bytes do not show it yet.
    private static bool TrySkipByteOrderMark(ref ReadOnlySequence<byte> start, bool isLast)
    {
        var reader = new SequenceReader<byte>(start);
        if (reader.IsNext("\uFEFF"u8, advancePast: true))
            start = start.Slice(reader.Position);
        else if (start.Length < 3 && !isLast && reader.TryPeek(out var first) && first == 0xEF)
            return false;
        return true;
    }

    private ReportFramer? ChooseFramer(ReadOnlySequence<byte> start)
    {
        if (format is ReportFormat.Lines)
            return new LineFramer();
        if (format is ReportFormat.Values)
            return new ValueFramer();
        var reader = new SequenceReader<byte>(start);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.TryPeek(out var first) ? first == '[' ? new ValueFramer() : new LineFramer() : null;
    }
}

/// <summary>The form of a body, as its content type tells it.</summary>
internal enum ReportFormat
{
    /// <summary>JSON: one value, several one after another, or an array.</summary>
    Values,

    /// <summary>NDJSON: a report a line.</summary>
    Lines,

    /// <summary>Either of them, compressed.</summary>
    Gzip,

    /// <summary>Either of them, without a content type.</summary>
    FirstByteDecides,
}
