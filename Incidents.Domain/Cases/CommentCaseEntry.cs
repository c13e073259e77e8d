using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>An entry of the timeline of a case is commented on.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="EntryId">The entry: the id of its event.</param>
/// <param name="CommentId">The comment.</param>
/// <param name="Note">What it says.</param>
/// <param name="By">Who does it.</param>
public sealed record CommentCaseEntry(
    Guid StreamId, Guid EntryId, Guid CommentId, string Note, string By)
    : ICommand<Case>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Description.Check(Note, "note") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen() is { } refusal)
            return refusal;
        return state.Comments.FirstOrDefault(comment => comment.CommentId == CommentId) switch
        {
            { } there => there.EntryId == EntryId && there.Note == Note ? Decision.Unchanged : CaseRefusals.ItemOtherwise,
            null when state.Comments.Count >= Case.MostItems => CaseRefusals.Full,
            null => Decision.Of(new CaseEntryCommented(EntryId, CommentId, Note, By, now, now)),
        };
    }
}
