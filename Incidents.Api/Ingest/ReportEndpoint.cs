using System.Runtime.ExceptionServices;
using Incidents.Api.Access;
using Incidents.Api.Store;
using Incidents.Domain;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Incidents.Api.Ingest;

/// <summary><c>POST /ingest/reports</c>: one JSON report, an array or NDJSON, of any length, answered report by report in order.</summary>
/// <remarks>
/// A request goes one way: <see cref="ReportAdmission"/> lets it in, <see cref="ReportBody"/> cuts the body into chunks as fast as the
/// store takes them, <see cref="ReportDelivery"/> sends these to the store, <see cref="ReportAnswers"/> answers.
/// </remarks>
internal sealed class ReportEndpoint(
    ReportAdmission admission, ReportIntake intake, DeadLetterService deadLetters, IngestMetrics metrics, StreamAppender appender,
    StreamAppenderOptions appending, IngestSettings settings)
{
    private static readonly BodyEnd TooSlow = new(
        StatusCodes.Status408RequestTimeout, ErrorCode.BodyTooSlow, "The rest of the body did not come in time; send it again.");

    private static readonly BodyEnd TooManyReports = new(
        StatusCodes.Status413PayloadTooLarge, ErrorCode.TooManyReports,
        "The body holds more reports than are answered at a time; send the rest again.");

    /// <summary>Handles one request.</summary>
    public async Task Handle(HttpContext context)
    {
        if (ReportBody.FormatOf(context.Request.ContentType) is null)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            const string message = "The body must be application/json or application/x-ndjson.";
            await context.Response.WriteAsJsonAsync(
                new { code = ErrorCode.UnsupportedMediaType.Text(), message }, context.RequestAborted);
            return;
        }
        using var place = admission.Enter(context.Connection.RemoteIpAddress, out var turnedAway);
        if (place is not null)
            await Take(context, place);
        else
            await TurnAway(context, turnedAway!);
    }

    private static async Task TurnAway(HttpContext context, TurnedAway why)
    {
        context.Response.StatusCode = why.Status;
        context.Response.Headers.RetryAfter = why.RetryAfterSeconds;
        await context.Response.WriteAsJsonAsync(new { code = why.Code.Text(), message = why.Message }, context.RequestAborted);
    }

    private async Task Take(HttpContext context, ReportAdmission.Place place)
    {
        // Kestrel would end a slow body without a word about the reports before; the place has a limit of its own.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, place.GivenUp);
        var body = new ReportBody(context.Request, place, ReportRights.Of(context));
        await using var answers = new ReportAnswers(() => body.IsArray);
        var delivery = new ReportDelivery(intake, deadLetters, metrics, answers, appender, appending.Patience);
        BodyEnd? end = null;
        ExceptionDispatchInfo? broken = null;
        try
        {
            await foreach (var chunk in body.Chunks(delivery.WhenIdle, reading.Token))
            {
                await delivery.Send(chunk, context.RequestAborted);
                if (answers.IsCutShort)
                    break;
                if (answers.Length < settings.MostAnswerBytes)
                    continue;
                end = TooManyReports;
                break;
            }
        }
        catch (InvalidDataException e)
        {
            end = BodyEnd.Unreadable(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            broken = ExceptionDispatchInfo.Capture(e);
            end = BodyEnd.Unreadable(e.StatusCode, e.Message);
        }
        catch (ConnectionResetException)
        {
            // The sender is gone, and nobody reads an answer.
            context.Abort();
            return;
        }
        catch (OperationCanceledException) when (place.GivenUp.IsCancellationRequested)
        {
            end = TooSlow;
        }
        finally
        {
            // Queued reports are committed even if the request ends; their dead letters must be kept as well.
            await delivery.Complete();
        }
        await answers.Send(context.Response, end, context.RequestAborted);
        if (broken is null)
            return;
        // Kestrel does not read on only where it knows that the body was at fault.
        await context.Response.CompleteAsync();
        broken.Throw();
    }
}

/// <summary>Why a body was not read to its end.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Message">The reason in a sentence.</param>
internal sealed record BodyEnd(int Status, ErrorCode Code, string Message)
{
    /// <summary>The body is not what it states to be.</summary>
    public static BodyEnd Unreadable(int status, string why) =>
        new(status, ErrorCode.BodyUnreadable, $"The body could not be read on: {why}");
}
