using Incidents.Domain;

namespace Incidents.Api.Store;

/// <summary>What became of a submission.</summary>
internal enum SubmissionStatus
{
    /// <summary>The store could not be reached in time; whether it was committed is not known.</summary>
    Unavailable,

    /// <summary>Its events are committed.</summary>
    Committed,

    /// <summary>Nothing to append: it is so already, or its event was committed before.</summary>
    Unchanged,

    /// <summary>A rule was broken.</summary>
    Refused,

    /// <summary>Its event was committed before with other content, which stays.</summary>
    Conflict,
}

/// <summary>What became of a submission.</summary>
/// <param name="Status">Whether its events are committed.</param>
/// <param name="StreamId">The stream that was changed, or that it is about where nothing was.</param>
/// <param name="Version">The stream's version afterwards, or as it is where refused; 0 where there is none.</param>
/// <param name="Refusal">The rule broken, or null.</param>
internal readonly record struct SubmissionResult(SubmissionStatus Status, Guid StreamId, long Version = 0, Refusal? Refusal = null)
{
    /// <summary>Names of the fields whose content differs, where it is a conflict; else null.</summary>
    public IReadOnlyList<string>? Differences { get; init; }

    /// <summary>Whether personal data of the thing are masked, where it is a conflict.</summary>
    public bool IsMasked { get; init; }
}

/// <summary>Keeps the order of one sender's submissions when the store is away.</summary>
/// <remarks>
/// Where one of them cannot be taken, those after it are not taken either, also when the store is back by then: the sender sends all of
/// them again, in their order.
/// </remarks>
internal sealed class SubmissionOrder
{
    private volatile bool isBroken;

    /// <summary>Whether one could not be taken.</summary>
    public bool IsBroken => isBroken;

    /// <summary>Records that one could not be taken.</summary>
    public void Break() => isBroken = true;
}

/// <summary>Several submissions whose sender waits for the results of all.</summary>
internal sealed class SubmissionBatch
{
    private readonly TaskCompletionSource<IReadOnlyList<SubmissionResult>> completed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SubmissionResult[] results;
    private int pending;

    /// <summary>A batch of so many.</summary>
    /// <param name="count">How many.</param>
    /// <param name="order">The order that it keeps with the sender's other batches; default its own.</param>
    public SubmissionBatch(int count, SubmissionOrder? order = null)
    {
        (results, pending, Order) = (new SubmissionResult[count], count, order ?? new());
        if (count == 0)
            completed.SetResult(results);
    }

    /// <summary>The order that its submissions keep.</summary>
    public SubmissionOrder Order { get; }

    /// <summary>The results in the order of the submissions, once every one of them has its own.</summary>
    public Task<IReadOnlyList<SubmissionResult>> Results => completed.Task;

    /// <summary>Records one result. Each submission gets exactly one.</summary>
    internal void Complete(int index, SubmissionResult result)
    {
        if (result.Status is SubmissionStatus.Unavailable)
            Order.Break();
        results[index] = result;
        if (Interlocked.Decrement(ref pending) == 0)
            completed.SetResult(results);
    }
}

/// <summary>A submission that waits for its result.</summary>
/// <param name="Submission">The submission.</param>
/// <param name="Batch">The batch that it came with.</param>
/// <param name="Index">Its place there.</param>
internal readonly record struct PendingSubmission(Submission Submission, SubmissionBatch Batch, int Index)
{
    /// <summary>Records its result.</summary>
    public void Complete(SubmissionResult result) => Batch.Complete(Index, result);

    /// <summary>Records a result that names the stream that it is about.</summary>
    public void Complete(SubmissionStatus status, Refusal? refusal = null) => Complete(new(status, Submission.StreamId, Refusal: refusal));
}
