using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Incidents.Api.Ingest;

/// <summary>A request's body as reports: read as it arrives, cut into frames, gathered into chunks.</summary>
internal sealed class ReportBody
{
    private readonly string type;
    private readonly PipeReader bytes;
    private ReportFramer? framer;

    /// <summary>The body of a request.</summary>
    public ReportBody(HttpRequest request)
    {
        type = request.ContentType ?? "";
        bytes = Is("application/gzip") ? PipeReader.Create(new GZipStream(request.Body, CompressionMode.Decompress)) : request.BodyReader;
    }

    /// <summary>Whether it is an array, known once the first chunk is there.</summary>
    public bool IsArray => framer is ValueFramer { IsArray: true };

    /// <summary>The chunks: each full one, and what has arrived where nothing more is there and nothing is on its way to the
    /// store.</summary>
    /// <param name="isIdle">Whether nothing of this request is on its way to the store: a lone report must not wait for others.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InvalidDataException">The body is not what its type says.</exception>
    public async IAsyncEnumerable<ReportChunk> Chunks(Func<bool> isIdle, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var chunk = new ReportChunk();
        while (true)
        {
            var read = await Read(cancellation);
            var buffer = read.Buffer;
            var isAllTaken = false;
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
                    chunk = new();
                }
                // Looked at before the reader advances: after that the buffer is no longer valid.
                isAllTaken = buffer.IsEmpty;
            }
            finally
            {
                bytes.AdvanceTo(buffer.Start, buffer.End);
            }
            if (read.IsCompleted)
                break;
            if (!chunk.IsEmpty && isAllTaken && isIdle())
            {
                yield return chunk;
                chunk = new();
            }
        }
        if (!chunk.IsEmpty)
            yield return chunk;
    }

    private async ValueTask<ReadResult> Read(CancellationToken cancellation)
    {
        try
        {
            return await bytes.ReadAsync(cancellation);
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
        if (type.Contains("ndjson", StringComparison.OrdinalIgnoreCase) || type.Contains("jsonl", StringComparison.OrdinalIgnoreCase))
            return new LineFramer();
        if (Is("application/json"))
            return new ValueFramer();
        // Without a content type, or with curl's default, the first byte decides.
        var reader = new SequenceReader<byte>(start);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.TryPeek(out var first) ? first == '[' ? new ValueFramer() : new LineFramer() : null;
    }

    private bool Is(string mediaType) => type.StartsWith(mediaType, StringComparison.OrdinalIgnoreCase);
}
