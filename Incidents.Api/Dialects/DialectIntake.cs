using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>Takes messages of devices through the one way in, and keeps what is refused.</summary>
internal sealed class DialectIntake(ReportIntake intake, DeadLetterService letters)
{
    /// <summary>The dialect of the product's own reports, one JSON report in a message.</summary>
    public const string Reports = "reports";

    /// <summary>Queues the messages in order; the inner task answers when all that is accepted is committed.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellation">Stops queueing.</param>
    /// <param name="order">The order that they keep with what was queued before; default only their own.</param>
    public async ValueTask<Task<DialectAnswer[]>> Enqueue(
        IReadOnlyList<DialectMessage> messages, CancellationToken cancellation, SubmissionOrder? order = null)
    {
        var reports = new Report?[messages.Count];
        var refusals = new Refusal?[messages.Count];
        for (var i = 0; i < messages.Count; i++)
            reports[i] = Read(messages[i], out refusals[i]);
        var queued = await intake.Enqueue(reports, cancellation, order, "mqtt", i => messages[i].Payload);
        return Complete(messages, refusals, queued);
    }

    private async Task<DialectAnswer[]> Complete(
        IReadOnlyList<DialectMessage> messages, Refusal?[] refusals, Task<ReportAnswer[]> queued)
    {
        var answers = await queued;
        var refused = new List<DeadLetter>();
        for (var i = 0; i < answers.Length; i++)
        {
            if (refusals[i] is { } unreadable)
                answers[i] = new(ReportStatus.Refused, Refusal: unreadable);
            if (answers[i].Refusal is { } refusal)
                refused.Add(DeadLetter.Of(messages[i].Source, refusal, messages[i].Payload.Span));
        }
        var areKept = refused.Count == 0 || await letters.TryKeep(refused, CancellationToken.None);
        return Array.ConvertAll(answers, answer => new DialectAnswer(
            answer.Status is ReportStatus.Unavailable || (answer.Refusal is not null && !areKept)
                ? DialectStatus.Unavailable
                : DialectStatus.Taken,
            [answer], answer.Refusal));
    }

    private static Report? Read(DialectMessage message, out Refusal? refusal)
    {
        if (message.Dialect != Reports)
        {
            refusal = new(ErrorCode.KindUnknown, $"There is no dialect '{ReportInterpreter.Beginning(message.Dialect)}'.", "dialect");
            return null;
        }
        var report = ReportReader.Read(message.Payload.Span, out refusal);
        if (report is null)
            return null;
        if (report.City is { } city && city != message.City)
            refusal = new(ErrorCode.OutsideKey, "The topic names another city than the report.", "city");
        else if (report.DeviceId is { } device && message.DeviceId is { } publisher && device != publisher)
            refusal = new(ErrorCode.OutsideKey, "The topic names another device than the report.", "deviceId");
        return refusal is null ? report with { Source = message.Source, City = message.City, DeviceId = report.DeviceId ?? message.DeviceId } : null;
    }
}
