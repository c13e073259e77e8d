namespace Incidents.Api.Ingest;

/// <summary><c>POST /ingest/reports</c>: one JSON report, an array or NDJSON, of any length, answered report by report in order.</summary>
/// <remarks>
/// A request goes one way: <see cref="ReportAdmission"/> lets it in, <see cref="ReportBody"/> cuts the body into chunks as fast as the
/// store takes them, <see cref="ReportDelivery"/> sends these to the store, <see cref="ReportAnswers"/> answers.
/// </remarks>
internal sealed class ReportEndpoint(ReportAdmission admission, ReportIntake intake, DeadLetterService deadLetters, IngestMetrics metrics)
{
    /// <summary>Handles one request.</summary>
    public async Task Handle(HttpContext context)
    {
        using var admitted = admission.Enter(out var turnedAway);
        if (turnedAway is null)
            await Take(context);
        else
            await TurnAway(context, turnedAway);
    }

    private static async Task TurnAway(HttpContext context, TurnedAway why)
    {
        context.Response.StatusCode = why.Status;
        context.Response.Headers.RetryAfter = why.RetryAfterSeconds;
        await context.Response.WriteAsJsonAsync(new { code = why.Code, message = why.Message }, context.RequestAborted);
    }

    private async Task Take(HttpContext context)
    {
        var body = new ReportBody(context.Request);
        await using var answers = new ReportAnswers(() => body.IsArray);
        var delivery = new ReportDelivery(intake, deadLetters, metrics, answers);
        string? unreadable = null;
        try
        {
            await foreach (var chunk in body.Chunks(() => delivery.IsIdle, context.RequestAborted))
            {
                await delivery.Send(chunk, context.RequestAborted);
                if (answers.IsCutShort)
                    break;
            }
        }
        catch (InvalidDataException e)
        {
            unreadable = e.Message;
        }
        finally
        {
            // Queued reports are committed even if the request ends; their dead letters must be kept as well.
            await delivery.Complete(CancellationToken.None);
        }
        await answers.Send(context.Response, unreadable, context.RequestAborted);
    }
}
