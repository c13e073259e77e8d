using Incidents.Api.Store;
using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>An item of evidence of a case, with its custody.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CaseId">The case that took it in: the case itself, or one that is part of it.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="MediaType">Media type, as stated by whoever gave it.</param>
/// <param name="SizeBytes">Size of the original in bytes; null where it is kept elsewhere and the size is not known.</param>
/// <param name="Sha256">SHA-256 of the original, 64 lower-case hexadecimal digits.</param>
/// <param name="Route">How it came.</param>
/// <param name="Uri">Where it is kept; null for an upload.</param>
/// <param name="Note">What it is, or null.</param>
/// <param name="By">Who took it in.</param>
/// <param name="TakenAt">When it was taken in.</param>
/// <param name="KnownAt">When that became known.</param>
/// <param name="IsHeld">
/// Whether a hold on it, on the case that took it in, or on one that this case is part of, beats retention.
/// </param>
/// <param name="IsWithdrawn">Whether it was withdrawn.</param>
/// <param name="HasBytes">Whether its bytes are kept here, at `/cases/{caseId}/evidence/{id}`: uploaded, and not over.</param>
/// <param name="Custody">
/// What was done with it, in the order in which it became known; holds on it or on the case that took it in, its withdrawal and the
/// removal of its bytes included.
/// </param>
public sealed record CaseEvidence(
    Guid Id, Guid CaseId, string FileName, string MediaType, long? SizeBytes, string Sha256, EvidenceRoute Route, string? Uri,
    string? Note, string By, OffsetDateTime TakenAt, OffsetDateTime KnownAt, bool IsHeld, bool IsWithdrawn,
    bool HasBytes, IReadOnlyList<CustodyStep> Custody)
{
    /// <summary>The evidence that a case took in.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="stream">Its state and events.</param>
    /// <param name="isHeld">Whether a hold covers all of it.</param>
    internal static IEnumerable<CaseEvidence> Of(Guid caseId, LoadedStream<Case> stream, bool isHeld)
    {
        var custody = CustodyOf(stream);
        return stream.State.Evidence.Select(evidence =>
        {
            var taken = evidence.Taken;
            return new CaseEvidence(
                taken.EvidenceId, caseId, taken.FileName, taken.MediaType, taken.SizeBytes, taken.Sha256, taken.Route, taken.Uri,
                taken.Note, taken.By, taken.OccurredAt, taken.KnownAt, evidence.IsHeld || isHeld, evidence.IsWithdrawn,
                taken.Route is EvidenceRoute.Upload && !evidence.AreBytesRemoved, custody[taken.EvidenceId]);
        });
    }

    // A hold on the case is a step of each item that it covers, also of one that came while it lasted.
    private static Dictionary<Guid, List<CustodyStep>> CustodyOf(LoadedStream<Case> stream)
    {
        var (custody, hold) = (new Dictionary<Guid, List<CustodyStep>>(), (CustodyStep?)null);
        foreach (var stored in stream.Events)
        {
            if (stored.Event is EvidenceTaken taken)
                custody[taken.EvidenceId] = hold is null ? [] : [hold];
            else if (CustodyStep.Of(stored, out var item) is not { } step)
                continue;
            else if (item is { } one)
                custody[one].Add(step);
            else
            {
                hold = stored.Event is EvidenceHoldPlaced ? step : null;
                foreach (var steps in custody.Values)
                    steps.Add(step);
            }
        }
        return custody;
    }
}

/// <summary>A step of the custody of an item of evidence.</summary>
/// <param name="EventId">Id of its event.</param>
/// <param name="Kind">What was done: `received`, `viewed`, …, `hold_placed`, `hold_lifted`, `withdrawn` or `bytes_removed`.</param>
/// <param name="Action">What was done with the item itself; null for a hold or withdrawal.</param>
/// <param name="To">The other person or place, or null.</param>
/// <param name="Note">How or why; null where nothing is said, or where it is masked.</param>
/// <param name="By">Who did it; null where retention did.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CustodyStep(
    Guid EventId, string Kind, CustodyAction? Action, string? To, string? Note, string? By, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt)
{
    /// <summary>The step that an event is, or null.</summary>
    /// <param name="stored">The event.</param>
    /// <param name="item">The item; null for all of the case.</param>
    internal static CustodyStep? Of(Projections.StoredEvent stored, out Guid? item)
    {
        (item, var step) = stored.Event switch
        {
            CustodyRecorded e => ((Guid?)e.EvidenceId, new CustodyStep(
                stored.Id, Name(e.Action), e.Action, e.To, e.Note, e.By, e.OccurredAt, e.KnownAt)),
            EvidenceHoldPlaced e => (e.EvidenceId, Other("hold_placed", e.Reason, e.By, e.OccurredAt, e.KnownAt)),
            EvidenceHoldLifted e => (e.EvidenceId, Other("hold_lifted", e.Reason, e.By, e.OccurredAt, e.KnownAt)),
            EvidenceWithdrawn e => (e.EvidenceId, Other("withdrawn", e.Reason, e.By, e.OccurredAt, e.KnownAt)),
            EvidenceBytesRemoved e => (e.EvidenceId, Other("bytes_removed", e.Reason, null, e.OccurredAt, e.KnownAt)),
            _ => (null, (CustodyStep?)null),
        };
        return step;

        CustodyStep Other(string kind, string reason, string? by, OffsetDateTime at, OffsetDateTime known) =>
            new(stored.Id, kind, null, null, reason, by, at, known);
    }

    private static string Name(CustodyAction action) =>
        action is CustodyAction.HandedOver ? "handed_over" : action.ToString().ToLowerInvariant();
}
