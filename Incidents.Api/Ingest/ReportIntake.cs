using Incidents.Api.Store;

namespace Incidents.Api.Ingest;

/// <summary>Takes reports, from whichever adapter, into the store, and answers each in order.</summary>
internal sealed class ReportIntake(ReportInterpreter interpreter, StreamAppender appender)
{
    /// <summary>Takes the reports; when the answer comes, what is accepted is committed.</summary>
    public async Task<ReportAnswer[]> Accept(IReadOnlyList<Report> reports, CancellationToken cancellation) =>
        await (await Enqueue(reports, cancellation));

    /// <summary>Queues the reports in order, waiting while the store is behind; the inner task answers.</summary>
    /// <param name="reports">The reports; null where one could not be read, which its caller answers.</param>
    /// <param name="cancellation">Stops queueing.</param>
    public async ValueTask<Task<ReportAnswer[]>> Enqueue(IReadOnlyList<Report?> reports, CancellationToken cancellation)
    {
        var answers = new ReportAnswer[reports.Count];
        var submissions = new List<Submission>(reports.Count);
        var positions = new List<int>(reports.Count);
        for (var i = 0; i < reports.Count; i++)
        {
            if (reports[i] is not { } report)
                continue;
            if (interpreter.Interpret(report, out var refusal) is { } submission)
            {
                submissions.Add(submission);
                positions.Add(i);
            }
            else
            {
                answers[i] = new(ReportStatus.Refused, Refusal: refusal);
            }
        }
        var batch = await appender.Enqueue(submissions, cancellation);
        return Collect(batch, submissions, positions, answers);
    }

    private static async Task<ReportAnswer[]> Collect(
        SubmissionBatch batch, List<Submission> submissions, List<int> positions, ReportAnswer[] answers)
    {
        var results = await batch.Results;
        for (var i = 0; i < submissions.Count; i++)
            answers[positions[i]] = Answer(results[i], submissions[i]);
        return answers;
    }

    private static ReportAnswer Answer(SubmissionResult result, Submission submission) => new(
        result.Status switch
        {
            SubmissionStatus.Committed => ReportStatus.Accepted,
            SubmissionStatus.Unchanged => ReportStatus.Duplicate,
            SubmissionStatus.Refused => ReportStatus.Refused,
            _ => ReportStatus.Unavailable,
        },
        result.StreamId, result.Refusal,
        result.Status is SubmissionStatus.Committed or SubmissionStatus.Unchanged && submission.IsUnmatchedOn(result.StreamId));
}
