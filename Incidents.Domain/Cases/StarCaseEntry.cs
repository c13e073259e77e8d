using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>An entry of the timeline of a case gets a star, or loses it.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="EntryId">The entry: the id of its event.</param>
/// <param name="IsStarred">Whether it has a star from now on.</param>
/// <param name="By">Who does it.</param>
public sealed record StarCaseEntry(
    Guid StreamId, Guid EntryId, bool IsStarred, string By)
    : ICommand<Case>
{
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
        if (state.RefuseUnlessOpen() is { } refusal)
            return refusal;
        if (state.Stars.Contains(EntryId) == IsStarred)
            return Decision.Unchanged;
        if (!IsStarred)
            return Decision.Of(new CaseEntryUnstarred(EntryId, By, now, now));
        return state.Stars.Count >= Case.MostItems ? CaseRefusals.Full : Decision.Of(new CaseEntryStarred(EntryId, By, now, now));
    }
}
