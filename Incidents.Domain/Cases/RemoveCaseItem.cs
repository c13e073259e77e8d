using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A person or vehicle of interest, a note, a tag or a task is taken out of a case, or out of a branch of it.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="Branch">The branch that is changed; null for the case itself.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record RemoveCaseItem(
    Guid StreamId, Guid ItemId, string Reason, string By, Guid? Branch = null, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Reason.Check(Reason, "reason") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen(Branch) is { } refusal)
            return refusal;
        return state.ItemsOf(Branch).GetValueOrDefault(ItemId) is { } item && !item.IsAttached()
            ? Decision.Of(new CaseItemRemoved(item, Reason, By, now, now, Branch))
            : CaseRefusals.ItemUnknown;
    }
}
