using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A merge of cases is undone: both are as they were, with what else was done since.</summary>
/// <param name="StreamId">The case that went.</param>
/// <param name="From">The case that it was merged into, as its sender saw it.</param>
/// <param name="By">Who does it.</param>
/// <param name="Survivor">That case, or null; the host fills it in when it decides.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record UnmergeCase(
    Guid StreamId, Guid From, string By, Case? Survivor = null, long? ExpectedVersion = null)
    : IDependentCommand<Case>
{
    /// <summary>There is nothing to undo.</summary>
    public static readonly Refusal NotMerged = new(ErrorCode.CaseNotMerged, "The case is not part of another one.");

    /// <summary>What came with it has changed since.</summary>
    public static readonly Refusal Overtaken = new(
        ErrorCode.CaseMergeOvertaken,
        "The other case is not open, or items that came with the merge were amended, removed or moved since; put them back first.");

    /// <inheritdoc/>
    public Guid OtherStreamId => From;

    /// <inheritdoc/>
    public ICommand<Case> Given(Case? other) => this with { Survivor = other };

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.MergedInto is not { } into)
            return NotMerged;
        if (into != From)
            return Refusals.ConcurrentChange;
        if (Survivor?.Absorbed.Find(part => part.CaseId == StreamId) is not { } part)
            return NotMerged;
        if (Survivor.Status is not CaseStatus.Open || part.Items.Any(item => Survivor.Items.GetValueOrDefault(item.Id) != item))
            return Overtaken;
        return Decision.Of(new CaseUnmerged(From, By, now, now))
            .And(From, new CaseSeparated(StreamId, part.Items, By, now, Survivor.NoEarlierThanKnown(now), state.PartCount));
    }
}
