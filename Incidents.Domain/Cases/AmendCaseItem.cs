using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A person or vehicle of interest, a note or a task of a case, or of a branch of it, is amended.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="ItemId">The item.</param>
/// <param name="By">Who does it.</param>
/// <param name="PersonName">Name of a person, or null to leave it.</param>
/// <param name="Plate">Plate of a vehicle in its one spelling, or null to leave it.</param>
/// <param name="Note">What is said of it, or null to leave it.</param>
/// <param name="Assignee">Who does the task; blank for nobody, null to leave it.</param>
/// <param name="DueOn">Local day by which the task is to be done, or null to leave it.</param>
/// <param name="IsDone">Whether the task is done, or null to leave it.</param>
/// <param name="Branch">The branch that is changed; null for the case itself.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record AmendCaseItem(
    Guid StreamId, Guid ItemId, string By, string? PersonName = null, string? Plate = null, string? Note = null, string? Assignee = null,
    LocalDate? DueOn = null, bool? IsDone = null, Guid? Branch = null, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <summary>Its kind has no such field, or it is attached and cannot be amended.</summary>
    public static readonly Refusal NotAmendable = new(
        ErrorCode.CaseItemNotAmendable, "An item of this kind has no such field, or cannot be amended.", "itemId");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by") ?? Texts.Person.CheckOptional(PersonName, "personName") ?? Domain.Plate.Check(Plate, "plate")
        ?? Texts.Description.CheckOptional(Note, "note") ?? Texts.Person.CheckOptional(Assignee, "assignee")
        ?? (PersonName is null ? null : Texts.Person.Check(PersonName, "personName"));

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen(Branch) is { } refusal)
            return refusal;
        if (state.ItemsOf(Branch).GetValueOrDefault(ItemId) is not { } item)
            return CaseRefusals.ItemUnknown;
        if (!CanAmend(item.Kind))
            return NotAmendable;
        if (item.Kind is CaseItemKind.Note or CaseItemKind.Task && Note is not null && Texts.Description.Check(Note, "note") is { } blank)
            return blank;
        var amended = item with
        {
            PersonName = PersonName ?? item.PersonName,
            Plate = Plate ?? item.Plate,
            Note = Note is null ? item.Note : Texts.OrNull(Note),
            Assignee = Assignee is null ? item.Assignee : Texts.OrNull(Assignee),
            DueOn = DueOn ?? item.DueOn,
            IsDone = IsDone ?? item.IsDone,
        };
        return amended == item ? Decision.Unchanged : Decision.Of(new CaseItemAmended(item, amended, By, now, now, Branch));
    }

    private bool CanAmend(CaseItemKind kind) =>
        kind is CaseItemKind.Person or CaseItemKind.Vehicle or CaseItemKind.Note or CaseItemKind.Task
        && (PersonName is null || kind is CaseItemKind.Person) && (Plate is null || kind is CaseItemKind.Vehicle)
        && ((Assignee is null && DueOn is null && IsDone is null) || kind is CaseItemKind.Task);
}
