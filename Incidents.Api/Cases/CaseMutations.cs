using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Domain.Cases;

namespace Incidents.Api.Cases;

/// <summary>
/// Mutations of cases: each returns the case after the command. The case must be the caller's own, or shared with them; any other is
/// refused with `NOT_FOUND`, as if it did not exist.
/// </summary>
[MutationType]
internal sealed class CaseMutations(Commands commands, CaseFiles files, CommandInput input)
{
    private readonly CaseSender sender = new(commands, files, input);

    /// <summary>
    /// Opens a case, which the caller owns. The same key again opens nothing new, and with other content is refused with
    /// `CASE_OPENED_OTHERWISE`.
    /// </summary>
    /// <param name="key">The caller's own key for this case.</param>
    /// <param name="title">What it is about, at most 500 characters.</param>
    /// <param name="city">Code of its city.</param>
    /// <param name="by">Who opens it.</param>
    /// <param name="number">
    /// Its number in the register of investigations, at most 40 characters; default one that follows from its id.
    /// </param>
    public Task<CaseNode> OpenCase(
        string key, string title, string city, string by, string? number = null, CancellationToken cancellation = default)
    {
        sender.CheckCity(city);
        return sender.Send(new OpenCase(CaseSender.Named(key), title, city, CaseSender.Owner(by), by, number), cancellation);
    }

    /// <summary>
    /// Shares a case with a colleague, who then sees and changes it like its owner, if they are an investigator of its town.
    /// </summary>
    /// <param name="id">The case.</param>
    /// <param name="callerId">Their lasting id: `me.id` as they see it.</param>
    /// <param name="name">Their name.</param>
    /// <param name="by">Who shares it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> ShareCase(
        Guid id, string callerId, string name, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(id, new ShareCase(id, new(callerId, name), by, expectedVersion), cancellation);

    /// <summary>Takes a case back from a colleague; error `CASE_NOT_SHARED`.</summary>
    /// <param name="id">The case.</param>
    /// <param name="callerId">Their lasting id.</param>
    /// <param name="by">Who takes it back.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> UnshareCase(
        Guid id, string callerId, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(id, new UnshareCase(id, callerId, by, expectedVersion), cancellation);

    /// <summary>Closes a case. Custody and holds of its evidence go on.</summary>
    /// <param name="id">The case.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who closes it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> CloseCase(
        Guid id, string reason, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(id, new CloseCase(id, reason, by, expectedVersion), cancellation);

    /// <summary>Reopens a closed case; error `CASE_NOT_CLOSED`.</summary>
    /// <param name="id">The case.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who reopens it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> ReopenCase(
        Guid id, string reason, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(id, new ReopenCase(id, reason, by, expectedVersion), cancellation);

    /// <summary>
    /// Merges a case into another of the same town; returns the one that goes. What both have under one id stays as the other has it.
    /// Evidence stays with the case that took it in, and is shown with the other.
    /// </summary>
    /// <param name="id">The case that goes.</param>
    /// <param name="otherCaseId">The case that stays.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who merges them.</param>
    /// <param name="expectedVersion">The version of the case that goes which they saw.</param>
    public Task<CaseNode> MergeCase(
        Guid id, Guid otherCaseId, string reason, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(
            id, new MergeCase(id, otherCaseId, reason, by, null, expectedVersion), cancellation, (otherCaseId, nameof(otherCaseId)));

    /// <summary>
    /// Undoes the merge of a case: both are as they were, with what else was done since. Error `CASE_MERGE_OVERTAKEN` where items that came
    /// with it have changed since.
    /// </summary>
    /// <param name="id">The case that went.</param>
    /// <param name="by">Who undoes it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<CaseNode> UnmergeCase(Guid id, string by, long? expectedVersion = null, CancellationToken cancellation = default)
    {
        var from = (await sender.Own(id, cancellation)).MergedInto ?? id;
        return await sender.Send(id, new UnmergeCase(id, from, by, null, expectedVersion), cancellation, (from, nameof(id)));
    }

    /// <summary>
    /// Splits items of a case off into a new one, which the caller owns and which is returned. The same key again splits nothing more.
    /// </summary>
    /// <param name="id">The case that is split.</param>
    /// <param name="key">The caller's own key for the new case.</param>
    /// <param name="itemIds">The items that go, at least one.</param>
    /// <param name="title">What the new case is about, at most 500 characters.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who splits it.</param>
    /// <param name="number">Number of the new case, at most 40 characters; default one that follows from its id.</param>
    public Task<CaseNode> SplitCase(
        Guid id, string key, IReadOnlyList<Guid> itemIds, string title, string reason, string by, string? number = null,
        CancellationToken cancellation = default) =>
        sender.Send(
            id, new SplitCase(CaseSender.Named(key), id, itemIds, title, CaseSender.Owner(by), reason, by, number), cancellation);

    /// <summary>
    /// Undoes a split: the items return to the case that they were split off from. Error `CASE_SPLIT_OVERTAKEN` where something was done
    /// since that cannot be put back.
    /// </summary>
    /// <param name="id">The case that was split off.</param>
    /// <param name="by">Who undoes it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<CaseNode> UndoCaseSplit(Guid id, string by, long? expectedVersion = null, CancellationToken cancellation = default)
    {
        var from = (await sender.Own(id, cancellation)).Origin?.CaseId ?? id;
        return await sender.Send(id, new UndoCaseSplit(id, from, by, null, expectedVersion), cancellation, (from, nameof(id)));
    }

    /// <summary>
    /// Begins a branch of a case, to try a hypothesis without changing the case. The same key again begins nothing new.
    /// </summary>
    /// <param name="id">The case.</param>
    /// <param name="key">The caller's own key for the branch.</param>
    /// <param name="name">Its name, at most 200 characters.</param>
    /// <param name="by">Who begins it.</param>
    /// <param name="note">The hypothesis in words, at most 4000 characters.</param>
    /// <param name="atVersion">The version of the case whose items it begins with; default the present one.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> BeginCaseBranch(
        Guid id, string key, string name, string by, string? note = null, int? atVersion = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(
            id, new BeginCaseBranch(id, CaseSender.Named(id, "branch", key), name, by, note, atVersion, expectedVersion), cancellation);

    /// <summary>
    /// Merges what a branch changed since it began into its case, item by item. Where both changed the same item a choice is needed, or it
    /// is refused with `CASE_BRANCH_CONFLICT`.
    /// </summary>
    /// <param name="id">The case.</param>
    /// <param name="branchId">The branch.</param>
    /// <param name="by">Who merges it.</param>
    /// <param name="choices">A choice for each conflict; default none.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> MergeCaseBranch(
        Guid id, Guid branchId, string by, IReadOnlyList<CaseChoice>? choices = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(id, new MergeCaseBranch(id, branchId, choices ?? [], by, expectedVersion), cancellation);

    /// <summary>
    /// Undoes the merge of a branch, which is open again. Error `CASE_BRANCH_OVERTAKEN` where items that it changed have changed since.
    /// </summary>
    /// <param name="id">The case.</param>
    /// <param name="branchId">The branch.</param>
    /// <param name="by">Who undoes it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> UndoCaseBranchMerge(
        Guid id, Guid branchId, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(id, new UndoCaseBranchMerge(id, branchId, by, expectedVersion), cancellation);

    /// <summary>Abandons a branch; it can still be read.</summary>
    /// <param name="id">The case.</param>
    /// <param name="branchId">The branch.</param>
    /// <param name="reason">Why, at most 500 characters.</param>
    /// <param name="by">Who abandons it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<CaseNode> AbandonCaseBranch(
        Guid id, Guid branchId, string reason, string by, long? expectedVersion = null, CancellationToken cancellation = default) =>
        sender.Send(id, new AbandonCaseBranch(id, branchId, reason, by, expectedVersion), cancellation);
}
