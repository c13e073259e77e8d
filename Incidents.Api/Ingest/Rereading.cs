using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>A report that is read again, compared with the event that it led to.</summary>
/// <remarks>
/// It never begins a thing: a report that has another identity today would count twice. Its event stays as it is; a correction follows
/// it (<see cref="Submission.Correct"/>).
/// </remarks>
/// <param name="again">What the report asks of the store today.</param>
/// <param name="corrects">Whether a difference is corrected, where its kind has a correction.</param>
internal sealed class Rereading(Submission again, bool corrects) : Submission
{
    /// <summary>The event of the report is not there.</summary>
    public static readonly Refusal Unknown = new(
        ErrorCode.OriginalUnknown, "There is no event of the identity that the report has today.", "id");

    private IReadOnlyList<string> differences = [];

    /// <inheritdoc/>
    public override Guid StreamId => again.StreamId;

    /// <inheritdoc/>
    public override Guid RepeatedId => again.EventId;

    /// <inheritdoc/>
    public override Guid? DependsOn => again.DependsOn;

    /// <inheritdoc/>
    public override bool ReadsReferenced => again.ReadsReferenced;

    /// <summary>Names of the fields that are read differently today.</summary>
    public IReadOnlyList<string> Different => differences;

    /// <inheritdoc/>
    public override Guid? FindRepeated(StreamPage streams) => null;

    /// <inheritdoc/>
    public override StreamDecision Decide(StreamPage streams, Cities cities, Instant now)
    {
        if (again.FindRepeated(streams) is not { } holder)
            return new(StreamId, Unknown);
        differences = again.Differences(streams, holder, cities, now);
        if (differences.Count > 0 && streams.Masked(holder) is { Count: > 0 } masked)
            differences = [.. differences.Where(field => !masked.Contains(field))];
        if (differences.Count == 0)
            return new(holder, Decision.Unchanged);
        var correction = corrects && holder == StreamId ? again.Correct(differences, streams, cities, now) : null;
        return new(holder, correction ?? NotCorrected(differences));
    }

    private static Refusal NotCorrected(IReadOnlyList<string> fields) => new(
        ErrorCode.NotCorrected, $"It is read differently today, in {string.Join(", ", fields)}; its event stays.", fields[0]);
}
