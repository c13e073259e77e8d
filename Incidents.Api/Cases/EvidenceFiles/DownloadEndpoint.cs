using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary><c>GET /cases/{id}/evidence/{evidenceId}</c>: the bytes of an uploaded item, compared with their hash on the way.</summary>
/// <remarks>
/// Before the first byte a step of custody is committed and an entry is on the access log. A file of at most 64 MiB, a range, and what is
/// known to be damaged are sent when all of the content was found sound within the last ten minutes. The last part of a larger file is
/// sent only when all of it has the hash.
/// </remarks>
internal sealed class DownloadEndpoint(
    IEvidenceStore store, EvidenceReader reader, EvidenceFaults faults, EvidenceAccess access, EvidenceAnswers answers,
    EvidenceSettings settings, IAccessLog log, IClock clock)
{
    private const int MostSound = 1_000;
    private const long MostBytesReadFirst = 64 << 20;
    private const int BytesOfBuffer = 1 << 20;

    private static readonly Duration SoundFor = Duration.FromMinutes(10);
    private static readonly string[] Shown = ["image/", "video/", "audio/"];

    private readonly TransferSlots slots = new(settings.MostAtOnce, settings.MostAtOnceOfCaller);
    private readonly ConcurrentDictionary<string, Instant> sound = new();

    /// <summary>The refusal of an item whose bytes are not here.</summary>
    public static RefusedException NotHere() => new(new(
        ErrorCode.EvidenceNotHere, "The bytes are not here: they were removed when their time was over, or are kept elsewhere."));

    /// <summary>Answers a request.</summary>
    public Task Handle(HttpContext http, Guid id, Guid evidenceId) => answers.Answer(http, settings.TimeLimit, async cancellation =>
    {
        var action = http.Request.Query["use"].ToString() switch
        {
            "" or "copy" => CustodyAction.Copied,
            "view" => CustodyAction.Viewed,
            _ => throw RefusedException.BadInput("use", "The use is copy or view."),
        };
        var state = await access.ToRead(id, cancellation);
        var item = state.EvidenceOf(evidenceId) ?? throw new RefusedException(CaseRefusals.EvidenceUnknown);
        if (item is not { Taken: { Route: EvidenceRoute.Upload, SizeBytes: { } bytes } taken, AreBytesRemoved: false })
            throw NotHere();
        using var place = slots.Enter();
        await Send(http, id, taken, bytes, action, cancellation);
    });

    private async Task Send(
        HttpContext http, Guid id, EvidenceTaken taken, long bytes, CustodyAction action, CancellationToken cancellation)
    {
        var tag = new EntityTagHeaderValue($"\"{taken.Sha256}\"");
        var range = RangeOf(http.Request, bytes, tag, out var isUnsatisfiable);
        if (isUnsatisfiable)
        {
            http.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            http.Response.Headers.ContentRange = new ContentRangeHeaderValue(bytes).ToString();
            return;
        }
        await RefuseDamaged(taken.Sha256, bytes, isFirst: range is not null || bytes <= MostBytesReadFirst, cancellation);
        await Record(http, id, taken, action, range, cancellation);
        Describe(http, taken, bytes, tag, range);
        if (range is { } part)
            await SendRange(http, taken.Sha256, part, cancellation);
        else
            await reader.Read(taken.Sha256, bytes, (sent, c) => Flush(http, sent, c), cancellation);
    }

    // Before the first byte: what cannot be put on record is not given out.
    private async Task Record(
        HttpContext http, Guid id, EvidenceTaken taken, CustodyAction action, (long From, long Length)? range,
        CancellationToken cancellation)
    {
        var caller = Callers.Current;
        var commands = http.RequestServices.GetRequiredService<Commands>();
        // A player asks for many ranges: they are one step of custody in ten minutes.
        var minutes = clock.GetCurrentInstant().ToUnixTimeSeconds() / 600;
        var once = range is null ? null : FormattableString.Invariant($"{action} {taken.EvidenceId} {caller.Id} {minutes}");
        commands.Request = new(once, By: caller.Name);
        await commands.Send(new RecordCustody(id, taken.EvidenceId, action, caller.Name), cancellation);
        await log.Write(
            AccessEntry.OfCurrent(AccessKind.Exported, new JsonObject
            {
                ["operation"] = action is CustodyAction.Viewed ? "view evidence" : "copy evidence",
                ["case"] = id,
                ["evidence"] = taken.EvidenceId,
                ["digest"] = taken.Sha256,
                ["from"] = range?.From ?? 0,
                ["bytes"] = range?.Length ?? taken.SizeBytes,
                ["classes"] = new JsonArray(RowClasses.Case),
            }), cancellation);
    }

    // What is known to be damaged is read before an answer begins, until it is found sound again.
    private async Task RefuseDamaged(string sha256, long bytes, bool isFirst, CancellationToken cancellation)
    {
        if (await faults.Has(sha256, cancellation))
            sound.TryRemove(sha256, out _);
        else if (!isFirst && await store.Find(sha256, cancellation) == bytes)
            return;
        var now = clock.GetCurrentInstant();
        if (sound.TryGetValue(sha256, out var at) && now - at < SoundFor)
            return;
        await reader.Read(sha256, bytes, null, cancellation);
        if (sound.Count >= MostSound)
            sound.Clear();
        sound[sha256] = now;
    }

    private async Task SendRange(HttpContext http, string sha256, (long From, long Length) range, CancellationToken cancellation)
    {
        using var buffer = System.Buffers.MemoryPool<byte>.Shared.Rent(BytesOfBuffer);
        await using var stream = await store.Open(sha256, range.From, cancellation);
        for (var left = range.Length; left > 0;)
        {
            var read = await stream.ReadAsync(buffer.Memory[..(int)Math.Min(left, buffer.Memory.Length)], cancellation);
            if (read == 0)
                throw EvidenceException.Damaged(sha256);
            await Flush(http, buffer.Memory[..read], cancellation);
            left -= read;
        }
    }

    private static void Describe(
        HttpContext http, EvidenceTaken taken, long bytes, EntityTagHeaderValue tag, (long From, long Length)? range)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        response.StatusCode = range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        response.ContentLength = range?.Length ?? bytes;
        // What a browser could run, it is not told: a picture that is XML has scripts.
        var isShown = Shown.Any(kind => taken.MediaType.StartsWith(kind, StringComparison.OrdinalIgnoreCase))
            && !taken.MediaType.Contains("xml", StringComparison.OrdinalIgnoreCase);
        response.ContentType = isShown ? taken.MediaType : "application/octet-stream";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(taken.FileName);
        headers.ContentDisposition = disposition.ToString();
        headers.AcceptRanges = "bytes";
        headers.ETag = tag.ToString();
        headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(taken.Sha256))}:";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        if (range is { } part)
            headers.ContentRange = new ContentRangeHeaderValue(part.From, part.From + part.Length - 1, bytes).ToString();
    }

    // One range; several at once are answered as none, which HTTP allows.
    private static (long From, long Length)? RangeOf(HttpRequest http, long bytes, EntityTagHeaderValue tag, out bool isUnsatisfiable)
    {
        isUnsatisfiable = false;
        var headers = http.GetTypedHeaders();
        if (headers.Range is not { Unit: { Value: "bytes" }, Ranges: { Count: 1 } ranges }
            || (headers.IfRange is { } condition && condition.EntityTag?.Compare(tag, useStrongComparison: true) is not true))
            return null;
        var asked = ranges.First();
        var from = asked.From ?? Math.Max(0, bytes - asked.To!.Value);
        var last = asked.From is null ? bytes - 1 : Math.Min(asked.To ?? long.MaxValue, bytes - 1);
        isUnsatisfiable = from >= bytes || last < from;
        return isUnsatisfiable ? null : (from, last - from + 1);
    }

    // A client that takes nothing is waited for, for a time.
    private async ValueTask Flush(HttpContext http, ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        while (!part.IsEmpty)
        {
            var next = part[..Math.Min(part.Length, BytesOfBuffer)];
            patience.CancelAfter(settings.Patience);
            var flushed = await http.Response.BodyWriter.WriteAsync(next, patience.Token);
            if (flushed.IsCanceled || flushed.IsCompleted)
                throw new OperationCanceledException();
            part = part[next.Length..];
        }
    }
}
