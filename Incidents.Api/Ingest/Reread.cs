using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>Which kept reports are read again.</summary>
/// <param name="Sender">Their source; null for all.</param>
/// <param name="From">The first moment at which they were received.</param>
/// <param name="Until">The moment after the last.</param>
/// <param name="Corrects">Whether what is read differently is corrected, not only listed.</param>
internal sealed record RereadRequest(string? Sender, Instant From, Instant Until, bool Corrects);

/// <summary>A kept report that is read differently today.</summary>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="StreamId">Its subject; null where it is refused today.</param>
/// <param name="Fields">The fields that differ.</param>
/// <param name="IsCorrected">Whether a correction was appended.</param>
/// <param name="Refusal">Why it is not corrected; null where it is, or where that was not asked for.</param>
internal sealed record RereadDifference(
    Instant ReceivedAt, string? Kind, Guid? StreamId, IReadOnlyList<string> Fields, bool IsCorrected, Refusal? Refusal);

/// <summary>How many reports were read again.</summary>
/// <param name="Read">All of them.</param>
/// <param name="Same">Those that are read as before.</param>
/// <param name="Different">Those that are read differently, or refused, today.</param>
/// <param name="Corrected">Those whose subjects were corrected.</param>
internal sealed record RereadSummary(long Read, long Same, long Different, long Corrected);

/// <summary>Reads kept reports again, through today's adapters, and compares them with the events that they led to.</summary>
internal sealed class Reread(Originals originals, ReportInterpreter interpreter, KeptReports kept, StreamAppender appender)
{
    private const int MostAtATime = 500;

    /// <summary>Reads them, the oldest first.</summary>
    /// <param name="request">Which.</param>
    /// <param name="found">Called for each report that is read differently.</param>
    /// <param name="cancellation">Stops it; what was corrected by then stays.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<RereadSummary> Run(RereadRequest request, Action<RereadDifference> found, CancellationToken cancellation)
    {
        var summary = new RereadSummary(0, 0, 0, 0);
        using var run = EventMetadata.Correlate("reread");
        OriginalBlock? last = null;
        while (await originals.Page(request.Sender, request.From, request.Until, last, cancellation) is { Count: > 0 } page)
        {
            last = page[^1];
            var reports = page.SelectMany(block => block.Reports.Select(bytes => (block.ReceivedAt, Bytes: bytes)));
            foreach (var part in reports.Chunk(MostAtATime))
                summary = await Compare(part, request, summary, found, cancellation);
        }
        return summary;
    }

    private async Task<RereadSummary> Compare(
        (Instant ReceivedAt, ReadOnlyMemory<byte> Bytes)[] originals, RereadRequest request, RereadSummary summary,
        Action<RereadDifference> found, CancellationToken cancellation)
    {
        var (read, different, corrected) = (0, 0, 0);
        var readings = new List<(Instant ReceivedAt, Report Report, Rereading Submission)>(originals.Length);
        foreach (var (receivedAt, bytes) in originals)
        {
            var report = kept.Read(bytes.Span, out var refusal);
            // A source that cannot be read any more is reported with any filter.
            if (report is not null && request.Sender is not null && report.Source != request.Sender)
                continue;
            read++;
            if (report is not null && interpreter.Reread(report, request.Corrects, out refusal) is { } submission)
            {
                submission.Metadata = new(EventMetadata.CurrentCorrelation(), "reread", report.Source);
                readings.Add((receivedAt, report, submission));
                continue;
            }
            different++;
            found(new(receivedAt, report?.Kind, null, [], IsCorrected: false, refusal));
        }
        var results = await appender.Submit([.. readings.Select(r => r.Submission)], cancellation);
        for (var i = 0; i < results.Count; i++)
        {
            var (receivedAt, report, submission) = readings[i];
            if (results[i].Status is SubmissionStatus.Unavailable)
                throw new StoreUnavailableException();
            if (results[i].Refusal is null && submission.Different.Count == 0)
                continue;
            var isCorrected = results[i].Status is SubmissionStatus.Committed;
            (different, corrected) = (different + 1, corrected + (isCorrected ? 1 : 0));
            found(new(receivedAt, report.Kind, results[i].StreamId, submission.Different, isCorrected, results[i].Refusal));
        }
        return new(
            summary.Read + read, summary.Same + read - different, summary.Different + different, summary.Corrected + corrected);
    }
}
