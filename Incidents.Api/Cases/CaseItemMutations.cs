using Incidents.Api.Access;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>
/// Mutations of the items of a case, or of a branch of it: each returns the case after the command. A closed case and one that is part of
/// another are refused with `CASE_CLOSED` and `CASE_MERGED`, a branch that is over with `CASE_BRANCH_OVER`.
/// </summary>
[MutationType]
internal sealed class CaseItemMutations(
    Commands commands, CaseFiles files, CommandInput input, EventReader events, Cities cities, IBlockedPersons blocked)
{
    private readonly CaseSender sender = new(commands, files, input);

    /// <summary>Attaches an alert, call, violation or incident to a case; what the caller does not see is `NOT_FOUND`.</summary>
    /// <param name="id">The case.</param>
    /// <param name="kind">What it is: `ALERT`, `SOS_CALL`, `VIOLATION` or `INCIDENT`.</param>
    /// <param name="thingId">Its id.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who attaches it.</param>
    /// <param name="branchId">The branch that is changed; default the case itself.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<CaseNode> AttachToCase(
        Guid id, CaseItemKind kind, Guid thingId, string reason, string by, Guid? branchId = null, long? expectedVersion = null,
        CancellationToken cancellation = default)
    {
        var command = new AttachToCase(id, kind, thingId, reason, by, branchId, expectedVersion);
        CommandInput.Check(command.Check());
        await sender.Own(id, cancellation);
        if (await new SeenLinks(events, cities, sender.Rows).Among([thingId], cancellation) is { Count: 0 })
            throw new RefusedException(Refusals.NotFound with { Field = nameof(thingId) });
        return await sender.Send(id, command, cancellation);
    }

    /// <summary>Detaches what is attached to a case; error `CASE_THING_NOT_ATTACHED`.</summary>
    /// <param name="id">The case.</param>
    /// <param name="thingId">The alert, call, violation or incident.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who detaches it.</param>
    /// <param name="branchId">The branch that is changed; default the case itself.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> DetachFromCase(
        Guid id, Guid thingId, string reason, string by, Guid? branchId = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(id, new DetachFromCase(id, thingId, reason, by, branchId, expectedVersion), cancellation);

    /// <summary>Adds a person of interest. The same key again adds nothing new.</summary>
    /// <param name="id">The case.</param>
    /// <param name="key">The caller's own key for the person.</param>
    /// <param name="personName">Their name, at most 200 characters.</param>
    /// <param name="by">Who adds them.</param>
    /// <param name="note">What is known of them, at most 4000 characters.</param>
    /// <param name="branchId">The branch that is changed; default the case itself.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> AddPersonOfInterest(
        Guid id, string key, string personName, string by, string? note = null, Guid? branchId = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(
            id, new AddCaseItem(
                id, CaseSender.Named(id, "person", key), CaseItemKind.Person, by, PersonName: personName, Note: note, Branch: branchId,
                ExpectedVersion: expectedVersion), cancellation);

    /// <summary>Adds a vehicle of interest. The same key again adds nothing new.</summary>
    /// <param name="id">The case.</param>
    /// <param name="key">The caller's own key for the vehicle.</param>
    /// <param name="plate">Its plate, in either alphabet.</param>
    /// <param name="by">Who adds it.</param>
    /// <param name="note">What is known of it, at most 4000 characters.</param>
    /// <param name="branchId">The branch that is changed; default the case itself.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> AddVehicleOfInterest(
        Guid id, string key, string plate, string by, string? note = null, Guid? branchId = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(
            id, new AddCaseItem(
                id, CaseSender.Named(id, "vehicle", key), CaseItemKind.Vehicle, by, Plate: Spelled(plate), Note: note,
                Branch: branchId, ExpectedVersion: expectedVersion), cancellation);

    /// <summary>Adds a note. The same key again adds nothing new.</summary>
    /// <param name="id">The case.</param>
    /// <param name="key">The caller's own key for the note.</param>
    /// <param name="note">What it says, at most 4000 characters.</param>
    /// <param name="by">Who writes it.</param>
    /// <param name="occurredAt">When what it tells of happened, if not now.</param>
    /// <param name="branchId">The branch that is changed; default the case itself.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<CaseNode> AddCaseNote(
        Guid id, string key, string note, string by, Instant? occurredAt = null, Guid? branchId = null, long? expectedVersion = null,
        CancellationToken cancellation = default)
    {
        var at = await sender.Moment(id, occurredAt, cancellation);
        return await sender.Send(
            id, new AddCaseItem(
                id, CaseSender.Named(id, "note", key), CaseItemKind.Note, by, Note: note, OccurredAt: at, Branch: branchId,
                ExpectedVersion: expectedVersion), cancellation);
    }

    /// <summary>Adds a tag. Tags that are spelt alike are one.</summary>
    /// <param name="id">The case.</param>
    /// <param name="tag">The tag, at most 100 characters.</param>
    /// <param name="by">Who adds it.</param>
    /// <param name="branchId">The branch that is changed; default the case itself.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> AddCaseTag(
        Guid id, string tag, string by, Guid? branchId = null, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(
            id, new AddCaseItem(id, id, CaseItemKind.Tag, by, Tag: tag, Branch: branchId, ExpectedVersion: expectedVersion),
            cancellation);

    /// <summary>Adds a task. The same key again adds nothing new.</summary>
    /// <param name="id">The case.</param>
    /// <param name="key">The caller's own key for the task.</param>
    /// <param name="note">What is to be done, at most 4000 characters.</param>
    /// <param name="by">Who adds it.</param>
    /// <param name="assignee">Who does it, at most 200 characters.</param>
    /// <param name="dueOn">Local day by which it is to be done.</param>
    /// <param name="branchId">The branch that is changed; default the case itself.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> AddCaseTask(
        Guid id, string key, string note, string by, string? assignee = null, LocalDate? dueOn = null, Guid? branchId = null,
        long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(
            id, new AddCaseItem(
                id, CaseSender.Named(id, "task", key), CaseItemKind.Task, by, Note: note, Assignee: assignee, DueOn: dueOn,
                Branch: branchId, ExpectedVersion: expectedVersion), cancellation);

    /// <summary>
    /// Amends a person or vehicle of interest, a note or a task; what is not given stays. Error `CASE_ITEM_NOT_AMENDABLE` where its kind
    /// has no such field.
    /// </summary>
    /// <param name="id">The case.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="by">Who amends it.</param>
    /// <param name="personName">Name of a person.</param>
    /// <param name="plate">Plate of a vehicle.</param>
    /// <param name="note">What is said of it; blank for nothing, where it may be absent.</param>
    /// <param name="assignee">Who does the task; blank for nobody.</param>
    /// <param name="dueOn">Local day by which the task is to be done.</param>
    /// <param name="isDone">Whether the task is done.</param>
    /// <param name="branchId">The branch that is changed; default the case itself.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> AmendCaseItem(
        Guid id, Guid itemId, string by, string? personName = null, string? plate = null, string? note = null, string? assignee = null,
        LocalDate? dueOn = null, bool? isDone = null, Guid? branchId = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(
            id, new AmendCaseItem(
                id, itemId, by, personName, Spelled(plate), note, assignee, dueOn, isDone, branchId, expectedVersion),
            cancellation);

    /// <summary>Takes a person or vehicle of interest, a note, a tag or a task out; error `CASE_ITEM_UNKNOWN`.</summary>
    /// <param name="id">The case.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who takes it out.</param>
    /// <param name="branchId">The branch that is changed; default the case itself.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> RemoveCaseItem(
        Guid id, Guid itemId, string reason, string by, Guid? branchId = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(id, new RemoveCaseItem(id, itemId, reason, by, branchId, expectedVersion), cancellation);

    private string? Spelled(string? plate) => CaseSender.Spelled(plate) is { } spelled && blocked.IsBlocked(spelled)
        ? throw new RefusedException(new(ErrorCode.PersonBlocked, "The data of this plate are blocked.", "plate"))
        : CaseSender.Spelled(plate);
}
