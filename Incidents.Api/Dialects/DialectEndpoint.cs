using System.Text.Json;
using Incidents.Api.Access;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary><c>POST /ingest/{dialect}</c>: one message of a device in its own dialect.</summary>
/// <remarks>
/// It is admitted as reports are. City, device and source are those of the address (<c>city</c>, <c>device</c>, <c>source</c>); where it
/// names none, the only one that the sender's key allows.
/// </remarks>
internal sealed class DialectEndpoint(
    DialectCatalogue dialects, DialectIntake intake, ReportAdmission admission, IngestMetrics metrics, DialectSettings settings,
    StreamAppender appender, StreamAppenderOptions appending, IClock clock)
{
    private const string ComeAgainAfterSeconds = "5";

    private static readonly BodyEnd Busy = new(
        StatusCodes.Status429TooManyRequests, new(ErrorCode.Busy, "Messages under way hold as much memory as they may; send it again."));

    /// <summary>Handles one request.</summary>
    public async Task Handle(HttpContext context)
    {
        var dialect = (string?)context.Request.RouteValues["dialect"] ?? "";
        if (!dialects.Has(dialect))
            await Refuse(context, StatusCodes.Status404NotFound, dialects.Unknown(dialect));
        else if (!IsAllowed(context.Request.ContentType) && !AreLines(context.Request, dialect))
            await Refuse(
                context, StatusCodes.Status415UnsupportedMediaType,
                new(ErrorCode.UnsupportedMediaType, "The body is XML, JSON, CSV or multipart, with its content type, or with none."));
        else if (Sender(context, dialect, out var refusal) is not { } sent)
            await Refuse(
                context, refusal!.Code is ErrorCode.OutsideKey ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest, refusal);
        else if (admission.Enter(context.Connection.RemoteIpAddress, out var turnedAway) is not { } place)
        {
            context.Response.Headers.RetryAfter = turnedAway!.RetryAfterSeconds;
            await Refuse(context, turnedAway.Status, new(turnedAway.Code, turnedAway.Message));
        }
        else
        {
            using (place)
                await Take(context, place, sent);
        }
    }

    /// <summary>Refuses a GET: of a dialect because it is posted, and of anything else because it is not there.</summary>
    public void HandleGet(HttpContext context)
    {
        var isKnown = dialects.Has((string?)context.Request.RouteValues["dialect"] ?? "");
        if (isKnown)
            context.Response.Headers.Allow = HttpMethods.Post;
        context.Response.StatusCode = isKnown ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
    }

    // The lines of a Dahua are plain text. A page of another site cannot send it with a key.
    private static bool AreLines(HttpRequest request, string dialect) => dialect is "dahua" && request.Headers.Authorization.Count > 0
        && request.ContentType!.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase);

    // A page of another site can send plain text and forms without being asked for it.
    private static bool IsAllowed(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
            return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var parsed) && parsed.MediaType.Value?.ToLowerInvariant()
            is { } type and not ("text/plain" or "application/x-www-form-urlencoded")
            && (type.StartsWith("multipart/", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal)
                || type.EndsWith("json", StringComparison.Ordinal) || type is "application/octet-stream" or "application/x-ndjson"
                    or "application/ndjson" or "text/csv");
    }

    private DialectMessage? Sender(HttpContext context, string dialect, out Refusal? refusal)
    {
        var (query, rights) = (context.Request.Query, ReportRights.Of(context));
        var city = Given("city") ?? Only(rights.Towns);
        var device = Given("device") ?? Only(rights.Devices);
        var source = Given("source") ?? rights.Sources?.FirstOrDefault() ?? dialect;
        refusal = city is null
            ? new(ErrorCode.CityMissing, "The address names no city, and the key has not just one: add ?city=…", "city")
            : Texts.City.Check(city, "city") ?? Texts.Source.Check(source, "source") ?? Texts.DeviceId.CheckOptional(device, "device")
                ?? (rights with { Devices = null }).Check(source, device, city);
        if (refusal is not null)
            return null;
        var path = context.Request.RouteValues["path"] as string ?? Given("topic") ?? "";
        return new(dialect, city!, device, source, path, default, clock.GetCurrentInstant(), context.Request.ContentType)
        {
            Rights = rights,
        };

        string? Given(string name) => query[name] is [{ Length: > 0 } value] ? value : null;

        static string? Only(IReadOnlyList<string>? allowed) => allowed is [var only] ? only : null;
    }

    private async Task Take(HttpContext context, ReportAdmission.Place place, DialectMessage sent)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        (ReadOnlyMemory<byte> Bytes, BodyEnd? Refused) body;
        using (var reading = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, place.GivenUp))
        {
            try
            {
                body = await Body(context.Request.Body, place, reading.Token);
            }
            catch (OperationCanceledException) when (place.GivenUp.IsCancellationRequested)
            {
                await Refuse(
                    context, StatusCodes.Status408RequestTimeout,
                    new(ErrorCode.BodyTooSlow, "The rest of the body did not come in time; send it again."));
                return;
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
            {
                await Refuse(
                    context, StatusCodes.Status400BadRequest,
                    new(ErrorCode.BodyUnreadable, $"The body could not be read on: {e.Message}"));
                return;
            }
        }
        if (body.Refused is { } refused)
        {
            if (refused.Status is StatusCodes.Status429TooManyRequests)
                context.Response.Headers.RetryAfter = "1";
            await Refuse(context, refused.Status, refused.Refusal);
        }
        else if (body.Bytes.Length == 0)
            await Refuse(context, StatusCodes.Status400BadRequest, new(ErrorCode.Empty, "There is no message in the body."));
        else
            await Answer(context, await Taken(sent with { Payload = body.Bytes }, context.RequestAborted));
    }

    private async Task<(ReadOnlyMemory<byte> Bytes, BodyEnd? Refused)> Body(
        Stream body, ReportAdmission.Place place, CancellationToken cancellation)
    {
        var (read, length) = (Array.Empty<byte>(), 0);
        while (true)
        {
            if (length == read.Length)
            {
                var size = Math.Min(Math.Max(16 << 10, 2 * length), settings.MostBytes + 1);
                if (length > settings.MostBytes)
                    return (default, TooLarge());
                if (!place.TryHold(size - length))
                    return (default, Busy);
                Array.Resize(ref read, size);
            }
            place.BeginToWait();
            var count = await body.ReadAsync(read.AsMemory(length), cancellation);
            place.EndToWait();
            place.Count(count);
            if (count == 0)
                return (read.AsMemory(0, length), null);
            length += count;
        }
    }

    private BodyEnd TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge,
        new(ErrorCode.BodyTooLarge, $"A message with its pictures has at most {settings.MostBytes} bytes."));

    // An answer that comes too late is not lost: what was taken by then is a duplicate when it is sent again.
    private async Task<DialectAnswer> Taken(DialectMessage message, CancellationToken cancellation)
    {
        var patience = new StorePatience(appender, appending.Patience);
        using var queueing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queued = intake.Enqueue([message], queueing.Token).AsTask();
        if (!await patience.EndsInTime(queued))
            await queueing.CancelAsync();
        try
        {
            var answers = await queued;
            return await patience.EndsInTime(answers) ? (await answers)[0] : DialectAnswer.Unavailable;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return DialectAnswer.Unavailable;
        }
    }

    private async Task Answer(HttpContext context, DialectAnswer answer)
    {
        metrics.Count([.. answer.Reports]);
        var isRefused = answer.Refusal is not null
            && !answer.Reports.Any(report => report.Status is ReportStatus.Accepted or ReportStatus.Duplicate);
        context.Response.StatusCode = answer.Status is DialectStatus.Unavailable ? StatusCodes.Status503ServiceUnavailable
            : isRefused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        if (answer.Status is DialectStatus.Unavailable)
            context.Response.Headers.RetryAfter = ComeAgainAfterSeconds;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.BodyWriter.WriteAsync(Json(answer), context.RequestAborted);
    }

    private static byte[] Json(DialectAnswer answer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status"u8, JsonNamingPolicy.CamelCase.ConvertName(answer.Status.ToString()));
            if (answer.Refusal is { } refusal)
            {
                json.WriteString("code"u8, refusal.Code.Text());
                if (refusal.Field is not null)
                    json.WriteString("field"u8, refusal.Field);
                json.WriteString("reason"u8, refusal.Message);
            }
            json.WriteStartArray("reports"u8);
            foreach (var report in answer.Reports)
                ReportAnswers.Write(json, report);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static Task Refuse(HttpContext context, int status, Refusal refusal)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new { code = refusal.Code.Text(), message = refusal.Message }, context.RequestAborted);
    }

    private sealed record BodyEnd(int Status, Refusal Refusal);
}
