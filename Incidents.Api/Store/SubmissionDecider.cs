using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Store;

/// <summary>Decides submissions one after the other against the streams of a page, and adds what follows to it.</summary>
internal sealed class SubmissionDecider(Cities cities)
{
    /// <summary>The result that counts once the page's events are committed.</summary>
    /// <param name="submission">The submission.</param>
    /// <param name="page">The streams, with what earlier submissions led to.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="inDoubt">Whether an event of the submission that is there already may be its own.</param>
    public SubmissionResult Decide(Submission submission, StreamPage page, Instant now, bool inDoubt)
    {
        if (submission.FindRepeated(page) is { } holder)
        {
            var differences = submission.Differences(page, holder, cities, now);
            // What was masked cannot be compared, and must not come back: in it, a repeated report says the same.
            var masked = differences.Count > 0 ? page.Masked(holder) : null;
            if (masked?.Count > 0)
                differences = [.. differences.Where(field => !masked.Contains(field))];
            return differences.Count > 0
                ? Result(SubmissionStatus.Conflict, holder) with { Differences = differences, IsMasked = masked!.Count > 0 }
                : Result(inDoubt ? SubmissionStatus.Committed : SubmissionStatus.Unchanged, holder);
        }
        if (submission.ExpectedVersion is { } expected && expected != page.Version(submission.StreamId))
            return Result(SubmissionStatus.Refused, submission.StreamId, Refusals.ConcurrentChange);

        var decided = submission.Decide(page, cities, now);
        var (stream, decision) = decided;
        if (decision.IsRefused)
            return Result(SubmissionStatus.Refused, stream, decision.Refusal);
        if (decision.Events.Count == 0)
            return Result(SubmissionStatus.Unchanged, stream);
        if (submission.Historic is { } historic && !page.Historic.TryAdd(historic, cities.Local(now, historic.City).Date))
            return Result(SubmissionStatus.Refused, stream, HistoricDay.Closed);
        page.Append(submission, decided);
        return Result(SubmissionStatus.Committed, stream);

        SubmissionResult Result(SubmissionStatus status, Guid streamId, Refusal? refusal = null) =>
            new(status, streamId, page.Version(streamId), refusal);
    }
}
