using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.Alerts;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.GraphQL;
using Incidents.Api.Signals;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using ContentDisposition = Microsoft.Net.Http.Headers.ContentDispositionHeaderValue;

namespace Incidents.Api.Pictures;

/// <summary><c>GET /pictures/{alert}/snapshot</c> and <c>/clip</c>: what an alert shows, fetched from the video system.</summary>
/// <remarks>
/// The caller is signed in, is the one that the link was made for, and still sees the alert. Each fetch is on the access log before it
/// begins, and so is each refusal before it is answered. A picture is sent when all of it has the hash that was reported, the last MiB of a
/// clip too, also where a range is all of it; a part has no hash.
/// </remarks>
internal sealed class PictureEndpoint(
    PictureLinks links, PictureSources sources, PictureClient client, PictureSettings settings, SignalFiles signals, Sights sights,
    IAccessLog log, EvidenceAnswers answers)
{
    private const long HeldOfClip = 1 << 20;

    private static readonly HashSet<string> Used = [RowClasses.Row, RowClasses.Person];
    private static readonly string[] Clips = ["video/mp4", "video/webm"];

    private readonly TransferSlots slots = new(settings.MostAtOnce, settings.MostAtOnceOfCaller);

    /// <summary>Answers a request.</summary>
    public Task Handle(HttpContext http, Guid alert, PictureKind kind) => answers.Answer(http, settings.TimeLimit, async cancellation =>
    {
        try
        {
            await Give(http, alert, kind, cancellation);
        }
        // Of what has begun to come, the entry of the fetch tells.
        catch (RefusedException e) when (!http.Response.HasStarted)
        {
            await Record(AccessKind.Denied, alert, kind, e.Refusal.Code, null, cancellation);
            throw;
        }
    });

    private async Task Give(HttpContext http, Guid alert, PictureKind kind, CancellationToken cancellation)
    {
        if (Callers.Current.IsAnonymous)
            throw new RefusedException(new(ErrorCode.SignInNeeded, "Nobody has signed in, or the session has ended."));
        var media = await Media(http, alert, kind, cancellation);
        var address = sources.Allowed(media.Uri) ?? throw PictureRefusals.AddressRefused();
        using var place = slots.Enter();
        var range = kind is PictureKind.Clip ? RangeOf(http.Request) : null;
        await Record(AccessKind.Read, alert, kind, null, address.Authority, cancellation);
        using var response = await client.Open(address, range, cancellation);
        await Pass(http, response, range, alert, kind, media, cancellation);
    }

    private async Task<MediaReference> Media(HttpContext http, Guid id, PictureKind kind, CancellationToken cancellation)
    {
        await links.Check(id, kind, http.Request.Query["until"], http.Request.Query["signature"], cancellation);
        var sight = sights.Of(Callers.Current, RowClasses.Row, Used);
        var alert = await signals.Open<Alert, AlertNode>(id, null, sight, (row, streams) => new(row, streams), cancellation)
            ?? throw new RefusedException(Refusals.NotFound);
        return await (kind is PictureKind.Clip ? alert.Clip() : alert.Snapshot()) ?? throw PictureRefusals.Missing();
    }

    private Task Record(
        AccessKind kind, Guid alert, PictureKind picture, ErrorCode? refused, string? origin, CancellationToken cancellation)
    {
        var details = new JsonObject
        {
            ["operation"] = $"view {PictureLinks.NameOf(picture)}",
            ["alert"] = alert,
            ["classes"] = new JsonArray([.. Used.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
        };
        if (origin is not null)
            details["origin"] = origin;
        if (refused is { } code)
            (details[AccessEntry.DeniedFields], details["errors"]) = (new JsonArray(RowClasses.Person), new JsonArray(code.Text()));
        return log.Write(AccessEntry.OfCurrent(kind, details), cancellation);
    }

    private async Task Pass(
        HttpContext http, HttpResponseMessage response, RangeHeaderValue? asked, Guid alert, PictureKind kind, MediaReference media,
        CancellationToken cancellation)
    {
        var content = response.Content.Headers;
        if (response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            http.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            return;
        }
        var type = content.ContentType?.MediaType is { } sent && IsShown(sent, kind) && content.ContentEncoding.Count == 0
            ? sent
            : throw PictureRefusals.TypeRefused();
        var most = kind is PictureKind.Clip ? settings.MostClipBytes : settings.MostPictureBytes;
        var isPart = response.StatusCode is HttpStatusCode.PartialContent;
        if (isPart && !IsAsked(asked, content))
            throw PictureRefusals.Unavailable();
        if (content.ContentLength > most || content.ContentRange?.Length > most)
            throw PictureRefusals.TooLarge(most);
        Describe(http.Response, content, type, $"{PictureLinks.NameOf(kind)}-{alert}", isPart);
        var isWhole = !isPart || (content.ContentRange is { From: 0, To: var last, Length: var length } && last == length - 1);
        var sha256 = isWhole ? media.Sha256 : null;
        var held = sha256 is null ? 0 : kind is PictureKind.Clip ? HeldOfClip : most;
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        await new PictureBody(client, most, held, sha256).Pass(body, (part, c) => Send(http, part, c), cancellation);
    }

    private static void Describe(HttpResponse response, HttpContentHeaders content, string type, string name, bool isPart)
    {
        response.StatusCode = isPart ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.ContentType = type;
        response.ContentLength = content.ContentLength;
        var headers = response.Headers;
        var disposition = new ContentDisposition("inline");
        disposition.SetHttpFileName(name);
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        headers.CacheControl = "private, no-store";
        headers.AcceptRanges = type.StartsWith("video/", StringComparison.Ordinal) ? "bytes" : "none";
        if (isPart)
            headers.ContentRange = content.ContentRange!.ToString();
    }

    // A picture that is XML has scripts.
    private static bool IsShown(string type, PictureKind kind) => kind is PictureKind.Clip
        ? Clips.Contains(type, StringComparer.OrdinalIgnoreCase)
        : type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && !type.Contains("xml", StringComparison.OrdinalIgnoreCase);

    // Whether a part is what was asked for, or the beginning of it, and says of how much.
    private static bool IsAsked(RangeHeaderValue? asked, HttpContentHeaders content) =>
        asked?.Ranges.First() is { } range
        && content.ContentRange is { Unit: "bytes", From: { } from, To: { } to, Length: { } length }
        && (range.From is { } first ? from == first && to <= (range.To ?? to) : from == Math.Max(0, length - range.To!.Value))
        && (content.ContentLength is not { } sent || sent == to - from + 1);

    // One range, written anew: nothing of the client's request goes on as it came.
    private static RangeHeaderValue? RangeOf(HttpRequest request) =>
        request.GetTypedHeaders().Range is { Unit: { Value: "bytes" }, Ranges: { Count: 1 } ranges } && ranges.First() is var asked
            ? new(asked.From, asked.To)
            : null;

    // A client that takes nothing is waited for, for a time.
    private async Task Send(HttpContext http, ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Patience);
        var flushed = await http.Response.BodyWriter.WriteAsync(part, patience.Token);
        if (flushed.IsCanceled || flushed.IsCompleted)
            throw new OperationCanceledException();
    }
}
