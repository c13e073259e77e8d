using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace Incidents.Api.Ingest;

/// <summary>
/// <c>POST /ingest/reports</c>: one JSON report, an array or NDJSON, of any length, answered report by report in order. The body
/// is read only as fast as the store takes it, and answers wait (on disk, where they are many) until the body has been read:
/// most HTTP clients read no answer before they have sent all, and would otherwise stand still with us.
/// </summary>
internal sealed class ReportEndpoint(ReportIntake intake, DeadLetters deadLetters, StreamAppender appender, IngestFigures figures)
{
    private const int MostConcurrentRequests = 128;
    private const int ChunksInFlight = 3;
    private const int AnswersInMemory = 256 << 10;

    private readonly IngestFigures figures = figures;
    private int requests;

    public async Task Handle(HttpContext context)
    {
        var concurrent = Interlocked.Increment(ref requests);
        try
        {
            if (appender.StoreIsAway && appender.Waiting > 0)
                await ComeAgain(context, StatusCodes.Status503ServiceUnavailable, "5", "STORE_AWAY", "The store does not answer.");
            else if (concurrent > MostConcurrentRequests || appender.Waiting > appender.Capacity * 9 / 10)
                await ComeAgain(context, StatusCodes.Status429TooManyRequests, "1", "BUSY", "More reports arrive than the store takes.");
            else
                await Take(context);
        }
        finally
        {
            Interlocked.Decrement(ref requests);
        }
    }

    private static async Task ComeAgain(HttpContext context, int status, string seconds, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = seconds;
        await context.Response.WriteAsJsonAsync(new { code, message }, context.RequestAborted);
    }

    private async Task Take(HttpContext context)
    {
        var type = context.Request.ContentType ?? "";
        var body = type.StartsWith("application/gzip", StringComparison.OrdinalIgnoreCase)
            ? PipeReader.Create(new GZipStream(context.Request.Body, CompressionMode.Decompress))
            : context.Request.BodyReader;
        await using var spool = new FileBufferingWriteStream(AnswersInMemory);
        var exchange = new Exchange(spool);
        string? broken = null;
        try
        {
            await ReadAll(body, type, exchange, context.RequestAborted);
        }
        catch (InvalidDataException e)
        {
            broken = e.Message;
        }
        finally
        {
            // What was queued is committed whatever happens to the request; its letters must be kept as well.
            await exchange.Finish(this, CancellationToken.None);
        }
        await Answer(context, exchange, spool, broken);
    }

    private async Task ReadAll(PipeReader body, string type, Exchange exchange, CancellationToken cancellation)
    {
        ReportFramer? framer = null;
        var chunk = new Chunk();
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            var buffer = read.Buffer;
            if (framer is null && !TrySkipByteOrderMark(ref buffer, read.IsCompleted))
            {
                body.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }
            framer ??= ChooseFramer(type, buffer);
            if (framer is not null)
            {
                while (framer.TryRead(ref buffer, read.IsCompleted, out var frame))
                {
                    exchange.IsArray = framer is ValueFramer { IsArray: true };
                    chunk.Add(frame);
                    if (chunk.IsFull)
                    {
                        await Send(chunk, exchange, cancellation);
                        chunk = new();
                    }
                    if (exchange.IsCutShort)
                        return;
                }
            }
            body.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                break;
            // A lone report must not wait for company that its sender holds back.
            if (chunk.Count > 0 && buffer.IsEmpty && exchange.InFlight == 0)
            {
                await Send(chunk, exchange, cancellation);
                chunk = new();
            }
        }
        if (chunk.Count > 0)
            await Send(chunk, exchange, cancellation);
    }

    private async Task Send(Chunk chunk, Exchange exchange, CancellationToken cancellation)
    {
        while (exchange.InFlight >= ChunksInFlight)
            await exchange.WriteOldest(this, cancellation);
        exchange.Add(chunk, await intake.EnqueueAsync(chunk.Reports, cancellation));
    }

    // Windows programs begin a file with one. False where the first bytes do not tell yet.
    private static bool TrySkipByteOrderMark(ref ReadOnlySequence<byte> start, bool isLast)
    {
        var reader = new SequenceReader<byte>(start);
        if (reader.IsNext("\uFEFF"u8, advancePast: true))
            start = start.Slice(reader.Position);
        else if (start.Length < 3 && !isLast && reader.TryPeek(out var first) && first == 0xEF)
            return false;
        return true;
    }

    private static ReportFramer? ChooseFramer(string type, ReadOnlySequence<byte> start)
    {
        if (type.Contains("ndjson", StringComparison.OrdinalIgnoreCase) || type.Contains("jsonl", StringComparison.OrdinalIgnoreCase))
            return new LineFramer();
        if (type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            return new ValueFramer();
        // Who does not say (or says what curl says by itself) is taken at the first byte.
        var reader = new SequenceReader<byte>(start);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.TryPeek(out var first) ? first == '[' ? new ValueFramer() : new LineFramer() : null;
    }

    private static async Task Answer(HttpContext context, Exchange exchange, FileBufferingWriteStream spool, string? broken)
    {
        var response = context.Response;
        response.StatusCode = (broken, exchange) switch
        {
            (not null, _) => StatusCodes.Status400BadRequest,
            (_, { IsCutShort: true }) => StatusCodes.Status503ServiceUnavailable,
            (_, { Count: 0 }) => StatusCodes.Status400BadRequest,
            (_, { Count: 1, IsArray: false, OnlyStatus: ReportStatus.Refused }) => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status200OK,
        };
        if (exchange.IsCutShort)
            response.Headers.RetryAfter = "5";
        if (broken is not null || exchange.Count == 0)
        {
            await response.WriteAsJsonAsync(
                broken is null
                    ? new { code = "EMPTY", message = "There is no report in the body.", answered = 0L }
                    : new { code = "BODY_UNREADABLE", message = $"The body could not be read on: {broken}", answered = exchange.Count },
                context.RequestAborted);
            return;
        }
        // With its length told before, a short answer leaves in one piece, without chunks and their end.
        response.ContentLength = spool.Length + (exchange.IsArray ? 4 : 0);
        response.ContentType = exchange.IsArray || exchange.Count == 1 ? "application/json; charset=utf-8" : "application/x-ndjson; charset=utf-8";
        if (exchange.IsArray)
            await response.Body.WriteAsync("[\n"u8.ToArray(), context.RequestAborted);
        await spool.DrainBufferAsync(response.Body, context.RequestAborted);
        if (exchange.IsArray)
            await response.Body.WriteAsync("]\n"u8.ToArray(), context.RequestAborted);
    }

    /// <summary>Reports that go to the store together, and their bytes, should they have to be kept as dead letters.</summary>
    private sealed class Chunk
    {
        private const int MostReports = 500;
        private const int MostBytes = 256 << 10;

        private readonly ArrayBufferWriter<byte> bytes = new(1_024);
        private readonly List<(int Start, int Length, long FullLength, byte[]? Sha256)> spans = [];

        public List<Report?> Reports { get; } = [];
        public List<Refusal?> Unreadable { get; } = [];
        public int Count => Reports.Count;
        public bool IsFull => Count >= MostReports || bytes.WrittenCount >= MostBytes;

        public void Add(Frame frame)
        {
            var start = bytes.WrittenCount;
            foreach (var segment in frame.Bytes)
                bytes.Write(segment.Span);
            spans.Add((start, bytes.WrittenCount - start, frame.Length, frame.Sha256));
            Refusal? refusal;
            Reports.Add(frame.IsOversize ? Refuse(ReportReader.TooLong(frame.Length), out refusal) : ReportReader.Read(bytes.WrittenSpan[start..], out refusal));
            Unreadable.Add(refusal);
        }

        public DeadLetter Letter(int i, Refusal refusal)
        {
            var (start, length, fullLength, sha256) = spans[i];
            var source = Reports[i]?.Source is { Length: > 0 and <= 100 } told ? told : "http";
            var letter = DeadLetter.Of(source, refusal, bytes.WrittenSpan.Slice(start, length));
            return sha256 is null ? letter : letter with { Length = fullLength, Sha256 = sha256 };
        }

        private static Report? Refuse(Refusal why, out Refusal? refusal)
        {
            refusal = why;
            return null;
        }
    }

    /// <summary>One request's chunks on their way, and its answers.</summary>
    private sealed class Exchange(FileBufferingWriteStream spool)
    {
        private readonly Queue<(Chunk Chunk, Task<ReportAnswer[]> Answers)> inFlight = [];
        private readonly ArrayBufferWriter<byte> line = new(512);

        public int InFlight => inFlight.Count;
        public long Count { get; private set; }
        public bool IsArray { get; set; }
        public bool IsCutShort { get; private set; }
        public ReportStatus OnlyStatus { get; private set; }

        public void Add(Chunk chunk, Task<ReportAnswer[]> answers) => inFlight.Enqueue((chunk, answers));

        public async Task Finish(ReportEndpoint endpoint, CancellationToken cancellation)
        {
            while (inFlight.Count > 0)
                await WriteOldest(endpoint, cancellation);
        }

        public async Task WriteOldest(ReportEndpoint endpoint, CancellationToken cancellation)
        {
            var (chunk, pending) = inFlight.Dequeue();
            var answers = await pending;
            var letters = new List<DeadLetter>();
            for (var i = 0; i < answers.Length; i++)
            {
                if (chunk.Unreadable[i] is { } refusal)
                    answers[i] = new(ReportStatus.Refused, Refusal: refusal);
                if (answers[i].Refusal is { } why)
                    letters.Add(chunk.Letter(i, why));
            }
            if (!await endpoint.TryKeep(letters, cancellation))
            {
                for (var i = 0; i < answers.Length; i++)
                {
                    if (answers[i].Refusal is not null)
                        answers[i] = new(ReportStatus.Unavailable);
                }
            }
            endpoint.figures.Count(answers);
            Write(answers);
            await spool.WriteAsync(line.WrittenMemory, cancellation);
            line.ResetWrittenCount();
        }

        private void Write(ReportAnswer[] answers)
        {
            using var json = new Utf8JsonWriter(line, new JsonWriterOptions { SkipValidation = true });
            foreach (var answer in answers)
            {
                if (IsArray && Count > 0)
                    line.Write(","u8);
                json.WriteStartObject();
                json.WriteString("status"u8, StatusName(answer.Status));
                if (answer.StreamId is { } id)
                    json.WriteString("id"u8, id);
                if (answer.Unmatched)
                    json.WriteBoolean("unmatched"u8, true);
                if (answer.Refusal is { } refusal)
                {
                    json.WriteString("code"u8, refusal.Code);
                    if (refusal.Field is not null)
                        json.WriteString("field"u8, refusal.Field);
                    json.WriteString("reason"u8, refusal.Message);
                }
                json.WriteEndObject();
                json.Flush();
                json.Reset();
                line.Write("\n"u8);
                (Count, OnlyStatus) = (Count + 1, answer.Status);
                IsCutShort |= answer.Status == ReportStatus.Unavailable;
            }
        }

        private static ReadOnlySpan<byte> StatusName(ReportStatus status) => status switch
        {
            ReportStatus.Accepted => "accepted"u8,
            ReportStatus.Duplicate => "duplicate"u8,
            ReportStatus.Refused => "refused"u8,
            _ => "unavailable"u8,
        };
    }

    private async Task<bool> TryKeep(List<DeadLetter> letters, CancellationToken cancellation)
    {
        try
        {
            await deadLetters.Keep(letters, cancellation);
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            // Not kept is not answered: the sender is told to come again.
            return false;
        }
    }
}
