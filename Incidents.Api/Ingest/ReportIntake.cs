using Incidents.Api.Hearing;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections.Ledgers;

namespace Incidents.Api.Ingest;

/// <summary>Takes reports, from whichever adapter, into the store, and answers each in order.</summary>
/// <remarks>A sign of life is no event: it is accepted without the store, and remembered as heard.</remarks>
internal sealed class ReportIntake(
    ReportInterpreter interpreter, CityCatalogue cities, StreamAppender appender, HeardDevices heard)
{
    private static readonly ErrorCode CityUnknown = Refusals.CityUnknown("", "").Code;

    /// <summary>Takes the reports; when the answer comes, what is accepted is committed.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="cancellation">Stops queueing.</param>
    /// <param name="cause">How they came.</param>
    public async Task<ReportAnswer[]> Accept(IReadOnlyList<Report> reports, CancellationToken cancellation, string cause = "report") =>
        await (await Enqueue(reports, cancellation, cause: cause));

    /// <summary>Takes the reports of a historic batch.</summary>
    public async Task<ReportAnswer[]> Accept(IReadOnlyList<Report> reports, HistoricBatch batch, CancellationToken cancellation) =>
        await (await Enqueue(reports, cancellation, cause: SourceTables.ImportCause, historic: batch));

    /// <summary>Queues the reports in order, waiting while the store is behind; the inner task answers.</summary>
    /// <param name="reports">The reports; null where one could not be read, which its caller answers.</param>
    /// <param name="cancellation">Stops queueing.</param>
    /// <param name="order">The order that they keep with what the same sender has queued before; default only their own.</param>
    /// <param name="cause">How they came.</param>
    /// <param name="originals">The bytes of each report, which are kept where it is accepted; default none.</param>
    /// <param name="historic">The historic batch that they come with, or null.</param>
    public async ValueTask<Task<ReportAnswer[]>> Enqueue(
        IReadOnlyList<Report?> reports, CancellationToken cancellation, SubmissionOrder? order = null, string cause = "report",
        Func<int, ReadOnlyMemory<byte>>? originals = null, HistoricBatch? historic = null)
    {
        var citiesAreSure = await FindCities(reports, cancellation);
        var isNew = historic is null && cause is not (DeadLetterReplay.Cause or SourceTables.ImportCause);
        var answers = new ReportAnswer[reports.Count];
        var submissions = new List<Submission>(reports.Count);
        var positions = new List<int>(reports.Count);
        var metadata = new EventMetadata(EventMetadata.CurrentCorrelation(), cause);
        for (var i = 0; i < reports.Count; i++)
        {
            if (reports[i] is not { } report)
                continue;
            if (interpreter.Interpret(report, out var refusal, historic) is { } submission)
            {
                if (metadata.User != report.Source)
                    metadata = metadata with { User = report.Source };
                submission.Metadata = metadata;
                submission.Original = originals is null ? null : new(report.Source!, originals(i));
                submissions.Add(submission);
                positions.Add(i);
                // Also what is refused later shows that the device is there; what comes from a register, is sent again or tells that the
                // device cannot speak does not.
                if (isNew && submission.ShowsDevice && report is { KnownAt: null, DeviceId.Length: > 0 }
                    && submission.ReportedAt is { } at)
                    heard.Hear(report.City!, report.DeviceId, at);
            }
            else if (refusal is null)
            {
                // What a register holds or is sent again was a sign of then.
                if (isNew && interpreter.ClaimedAt(report) is { } claimed)
                    heard.Hear(report.City!, report.DeviceId!, claimed);
                else if (isNew)
                    heard.Hear(report.City!, report.DeviceId!);
                answers[i] = new(ReportStatus.Accepted, RegisterDevice.Stream(report.City!, report.DeviceId!));
            }
            else if (!citiesAreSure && refusal!.Code == CityUnknown)
            {
                // What comes after it is not taken either.
                answers[i] = new(ReportStatus.Unavailable);
                (order ??= new()).Break();
            }
            else
            {
                answers[i] = new(ReportStatus.Refused, Refusal: refusal);
            }
        }
        if (historic is not null && submissions.Count > 0 && submissions.Max(s => s.Historic?.Day) is { } latest)
            await historic.Reach(latest, cancellation);
        var batch = await appender.Enqueue(submissions, cancellation, order);
        return Collect(batch, submissions, positions, answers);
    }

    // Another host may have declared a city just now.
    private async ValueTask<bool> FindCities(IReadOnlyList<Report?> reports, CancellationToken cancellation)
    {
        try
        {
            await cities.Find([.. reports.Select(r => r?.City).OfType<string>().Distinct()], cancellation);
            return true;
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            // The store does not answer: a city that is not known here may be one.
            return false;
        }
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
            SubmissionStatus.Conflict => ReportStatus.Conflict,
            _ => ReportStatus.Unavailable,
        },
        result.StreamId, result.Refusal ?? Conflict(result.Differences),
        result.Status is SubmissionStatus.Committed or SubmissionStatus.Unchanged && submission.IsUnmatchedOn(result.StreamId),
        result.Differences, result.IsMasked);

    private static Refusal? Conflict(IReadOnlyList<string>? differences) => differences is not { Count: > 0 } ? null : new(
        ErrorCode.ReportConflict,
        $"A report with other content was accepted under the same id and stays; it differs in {string.Join(", ", differences)}.",
        differences[0]);
}
