using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Mutations of the timeline, its views and the evidence of a case: each returns the case after the command.</summary>
[MutationType]
internal sealed class CaseEntryMutations(Commands commands, CaseFiles files, CommandInput input)
{
    private readonly CaseSender sender = new(commands, files, input);

    /// <summary>
    /// Comments on an entry of the timeline; error `NOT_FOUND` where it has none of this id. The same key again adds nothing.
    /// </summary>
    /// <param name="id">The case.</param>
    /// <param name="entryId">The entry.</param>
    /// <param name="key">The caller's own key for the comment.</param>
    /// <param name="note">What it says, at most 4000 characters.</param>
    /// <param name="by">Who writes it.</param>
    public async Task<CaseNode> CommentCaseEntry(
        Guid id, Guid entryId, string key, string note, string by, CancellationToken cancellation = default)
    {
        var command = new CommentCaseEntry(id, entryId, CaseSender.Named(id, "comment", key), note, by);
        CommandInput.Check(command.Check());
        await sender.CheckEntry(id, entryId, cancellation);
        return await sender.Send(id, command, cancellation);
    }

    /// <summary>Gives an entry of the timeline a star, for everybody who sees the case, or takes it away.</summary>
    /// <param name="id">The case.</param>
    /// <param name="entryId">The entry.</param>
    /// <param name="isStarred">Whether it has a star from now on.</param>
    /// <param name="by">Who does it.</param>
    public async Task<CaseNode> StarCaseEntry(
        Guid id, Guid entryId, bool isStarred, string by, CancellationToken cancellation = default)
    {
        if (isStarred)
            await sender.CheckEntry(id, entryId, cancellation);
        return await sender.Send(id, new StarCaseEntry(id, entryId, isStarred, by), cancellation);
    }

    /// <summary>Saves a view of the timeline; one of its name is replaced.</summary>
    /// <param name="id">The case.</param>
    /// <param name="name">Its name, at most 200 characters.</param>
    /// <param name="filter">Which entries it shows.</param>
    /// <param name="by">Who saves it.</param>
    /// <param name="order">In which order; default that in which they occurred.</param>
    public Task<CaseNode> SaveCaseView(
        Guid id, string name, CaseTimelineFilter filter, string by, CaseTimelineOrder order = CaseTimelineOrder.Occurred,
        CancellationToken cancellation = default) =>
        sender.Send(id, new SaveCaseView(id, name, filter.View(order), by), cancellation);

    /// <summary>Removes a saved view; error `CASE_VIEW_UNKNOWN`.</summary>
    /// <param name="id">The case.</param>
    /// <param name="name">Its name.</param>
    /// <param name="by">Who removes it.</param>
    public Task<CaseNode> RemoveCaseView(Guid id, string name, string by, CancellationToken cancellation = default) =>
        sender.Send(id, new RemoveCaseView(id, name, by), cancellation);

    /// <summary>
    /// Takes evidence in that is kept elsewhere, by its address and hash. The same key again takes nothing in, and with another hash or
    /// name is refused with `EVIDENCE_TAKEN_OTHERWISE`.
    /// </summary>
    /// <param name="id">The case.</param>
    /// <param name="key">The caller's own key for it.</param>
    /// <param name="fileName">Name of the file, at most 500 characters.</param>
    /// <param name="mediaType">Media type, e.g. `video/mp4`.</param>
    /// <param name="uri">Where it is kept.</param>
    /// <param name="sha256">SHA-256 of the original, 64 lower-case hexadecimal digits.</param>
    /// <param name="by">Who takes it in.</param>
    /// <param name="sizeBytes">Size of the original in bytes, if known.</param>
    /// <param name="note">What it is, at most 4000 characters.</param>
    /// <param name="occurredAt">When it was taken in, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<CaseNode> ReferToEvidence(
        Guid id, string key, string fileName, string mediaType, string uri, string sha256, string by, long? sizeBytes = null,
        string? note = null, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default)
    {
        var at = await sender.Moment(id, occurredAt, cancellation);
        return await sender.Send(
            id, new TakeEvidence(
                id, CaseSender.Named(id, "evidence", key), fileName, mediaType, sizeBytes, sha256, EvidenceRoute.Reference, by, uri, note,
                at, expectedVersion), cancellation);
    }

    /// <summary>Records what was done with an item of evidence, also while its case is closed or part of another.</summary>
    /// <param name="id">The case that took it in.</param>
    /// <param name="evidenceId">The item.</param>
    /// <param name="action">What was done.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="to">From whom it was received, or to whom it was handed over or returned: required for these.</param>
    /// <param name="note">How, at most 4000 characters.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<CaseNode> RecordCustody(
        Guid id, Guid evidenceId, CustodyAction action, string by, string? to = null, string? note = null, Instant? occurredAt = null,
        long? expectedVersion = null, CancellationToken cancellation = default)
    {
        var at = await sender.Moment(id, occurredAt, cancellation);
        return await sender.Send(id, new RecordCustody(id, evidenceId, action, by, to, note, at, expectedVersion), cancellation);
    }

    /// <summary>Places a hold on evidence, which beats its retention; error `EVIDENCE_ALREADY_HELD`.</summary>
    /// <param name="id">The case.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who places it.</param>
    /// <param name="evidenceId">The item of evidence; default all evidence of the case, also what is taken in later.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> PlaceEvidenceHold(
        Guid id, string reason, string by, Guid? evidenceId = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(id, new PlaceEvidenceHold(id, evidenceId, reason, by, expectedVersion), cancellation);

    /// <summary>Lifts a hold; error `EVIDENCE_NOT_HELD`.</summary>
    /// <param name="id">The case.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who lifts it.</param>
    /// <param name="evidenceId">The item of evidence; default the hold on all evidence of the case.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> LiftEvidenceHold(
        Guid id, string reason, string by, Guid? evidenceId = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(id, new LiftEvidenceHold(id, evidenceId, reason, by, expectedVersion), cancellation);

    /// <summary>Withdraws an item of evidence. Its bytes stay, and so does its custody.</summary>
    /// <param name="id">The case that took it in.</param>
    /// <param name="evidenceId">The item.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who withdraws it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> WithdrawEvidence(
        Guid id, Guid evidenceId, string reason, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(id, new WithdrawEvidence(id, evidenceId, reason, by, expectedVersion), cancellation);
}
