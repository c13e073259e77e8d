using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>Items of a case are split off into a new one.</summary>
/// <remarks>Evidence, comments, stars and branches stay with the case that is split.</remarks>
/// <param name="StreamId">The new case, an id made from its owner and their own key: sending it twice splits once.</param>
/// <param name="From">The case that is split.</param>
/// <param name="ItemIds">The items that go, at least one.</param>
/// <param name="Title">What the new case is about.</param>
/// <param name="Owner">The investigator who splits it, who owns the new case.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="Number">Number of the new case; default the year and the beginning of its id.</param>
/// <param name="Source">The case that is split, or null; the host fills it in when it decides.</param>
/// <param name="ExpectedVersion">The version of the new case that they saw, or null.</param>
public sealed record SplitCase(
    Guid StreamId, Guid From, IReadOnlyList<Guid> ItemIds, string Title, CaseColleague Owner, string Reason, string By,
    string? Number = null, Case? Source = null, long? ExpectedVersion = null)
    : IDependentCommand<Case>
{
    /// <inheritdoc/>
    public Guid OtherStreamId => From;

    /// <inheritdoc/>
    public ICommand<Case> Given(Case? other) => this with { Source = other };

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Reason.Check(Title, "title") ?? Owner.Check("by") ?? Texts.Reason.Check(Reason, "reason") ?? Texts.Person.Check(By, "by")
        ?? OpenCase.CheckNumber(Number)
        ?? (ItemIds.Count is 0 or > Case.MostItems
            ? new(ErrorCode.BadInput, $"From 1 to {Case.MostItems} items are split off.", "itemIds")
            : null);

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (Source is null)
            return MergeCase.OtherUnknown;
        if (state is not null)
            return IsSame(state) ? Decision.Unchanged : OpenCase.OpenedOtherwise;
        if (Source.RefuseUnlessOpen() is { } refusal)
            return refusal;
        var items = new List<CaseItem>();
        foreach (var id in ItemIds.Distinct().Order())
        {
            if (Source.Items.GetValueOrDefault(id) is not { } item)
                return CaseRefusals.ItemUnknown;
            items.Add(item);
        }

        var known = Source.NoEarlierThanKnown(now);
        var number = Texts.OrNull(Number) ?? OpenCase.NumberOf(StreamId, now);
        return Decision.Of(new CaseSplitOff(From, Source.Place, Title, number, Owner, items, Reason, By, now, known))
            .And(From, new CaseSplit(StreamId, items, Reason, By, now, known));
    }

    private bool IsSame(Case state) => state.Title == Title && state.Owner.CallerId == Owner.CallerId
        && state.Origin is { } origin && origin.CaseId == From
        && origin.Items.Select(item => item.Id).SequenceEqual(ItemIds.Distinct().Order());
}
