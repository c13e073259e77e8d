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
/// <param name="IsHeld">Whether a hold on it, or on the case that took it in, beats retention.</param>
/// <param name="IsWithdrawn">Whether it was withdrawn.</param>
/// <param name="HasBytes">Whether its bytes are kept here, at `/cases/{caseId}/evidence/{id}`: uploaded, and not over.</param>
/// <param name="Custody">
/// What was done with it, in the order in which it became known; holds, its withdrawal and the removal of its bytes included.
/// </param>
public sealed record CaseEvidence(
    Guid Id, Guid CaseId, string FileName, string MediaType, long? SizeBytes, string Sha256, EvidenceRoute Route, string? Uri,
    string? Note, string By, OffsetDateTime TakenAt, OffsetDateTime KnownAt, bool IsHeld, bool IsWithdrawn,
    bool HasBytes, IReadOnlyList<CustodyStep> Custody)
{
    internal static IEnumerable<CaseEvidence> Of(Guid caseId, LoadedStream<Case> stream)
    {
        var steps = stream.Events.Select(e => (Step: CustodyStep.Of(e, out var item), Item: item)).Where(s => s.Step is not null)
            .ToLookup(s => s.Item, s => s.Step!);
        return stream.State.Evidence.Select(evidence =>
        {
            var taken = evidence.Taken;
            return new CaseEvidence(
                taken.EvidenceId, caseId, taken.FileName, taken.MediaType, taken.SizeBytes, taken.Sha256, taken.Route, taken.Uri,
                taken.Note, taken.By, taken.OccurredAt, taken.KnownAt, evidence.IsHeld || stream.State.IsHeld, evidence.IsWithdrawn,
                taken.Route is EvidenceRoute.Upload && !evidence.AreBytesRemoved, [.. steps[taken.EvidenceId]]);
        });
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
    internal static CustodyStep? Of(Projections.StoredEvent stored, out Guid item)
    {
        (item, var step) = stored.Event switch
        {
            CustodyRecorded e => (e.EvidenceId, new CustodyStep(
                stored.Id, Name(e.Action), e.Action, e.To, e.Note, e.By, e.OccurredAt, e.KnownAt)),
            EvidenceHoldPlaced { EvidenceId: { } id } e => (id, Other("hold_placed", e.Reason, e.By, e.OccurredAt, e.KnownAt)),
            EvidenceHoldLifted { EvidenceId: { } id } e => (id, Other("hold_lifted", e.Reason, e.By, e.OccurredAt, e.KnownAt)),
            EvidenceWithdrawn e => (e.EvidenceId, Other("withdrawn", e.Reason, e.By, e.OccurredAt, e.KnownAt)),
            EvidenceBytesRemoved e => (e.EvidenceId, Other("bytes_removed", e.Reason, null, e.OccurredAt, e.KnownAt)),
            _ => (Guid.Empty, (CustodyStep?)null),
        };
        return step;

        CustodyStep Other(string kind, string reason, string? by, OffsetDateTime at, OffsetDateTime known) =>
            new(stored.Id, kind, null, null, reason, by, at, known);
    }

    private static string Name(CustodyAction action) =>
        action is CustodyAction.HandedOver ? "handed_over" : action.ToString().ToLowerInvariant();
}
