using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A person or vehicle of interest, a note, a tag or a task is put into a case, or into a branch of it.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="ItemId">The item; of a tag its id follows from the tag (<see cref="CaseItem.TagId"/>), and this one is not used.</param>
/// <param name="Kind">What it is.</param>
/// <param name="By">Who does it.</param>
/// <param name="PersonName">Name of a person; null for other kinds.</param>
/// <param name="Plate">Plate of a vehicle in its one spelling; null for other kinds.</param>
/// <param name="Note">The note, what is to be done, or what is known of the person or vehicle.</param>
/// <param name="Tag">The tag; null for other kinds.</param>
/// <param name="Assignee">Who does the task, or null.</param>
/// <param name="DueOn">Local day by which the task is to be done, or null.</param>
/// <param name="OccurredAt">When what a note tells of happened, if not now.</param>
/// <param name="Branch">The branch that is changed; null for the case itself.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record AddCaseItem(
    Guid StreamId, Guid ItemId, CaseItemKind Kind, string By, string? PersonName = null, string? Plate = null, string? Note = null,
    string? Tag = null, string? Assignee = null, LocalDate? DueOn = null, OffsetDateTime? OccurredAt = null, Guid? Branch = null,
    long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by") ?? (Texts.Person.CheckOptional(PersonName, "personName") ?? Domain.Plate.Check(Plate, "plate")
        ?? Texts.Description.CheckOptional(Note, "note") ?? Texts.Source.CheckOptional(Tag, "tag")
        ?? Texts.Person.CheckOptional(Assignee, "assignee") ?? Missing());

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen(Branch) is { } refusal)
            return refusal;
        if (at.IsInFuture(now))
            return Refusals.ImpossibleTime;
        var item = Item();
        return state.ItemsOf(Branch).GetValueOrDefault(item.Id) switch
        {
            { } there => there == item || Kind is CaseItemKind.Tag ? Decision.Unchanged : CaseRefusals.ItemOtherwise,
            null when state.ItemsOf(Branch).Count >= Case.MostItems => CaseRefusals.Full,
            null => Decision.Of(new CaseItemAdded(item, By, at, now, Branch)),
        };
    }

    private Refusal? Missing() => Kind switch
    {
        CaseItemKind.Person => Texts.Person.Check(PersonName, "personName"),
        CaseItemKind.Vehicle => Plate is null ? Refusals.Missing("plate") : null,
        CaseItemKind.Note or CaseItemKind.Task => Texts.Description.Check(Note, "note"),
        CaseItemKind.Tag => Texts.Source.Check(Tag, "tag"),
        _ => new(ErrorCode.BadInput, "Alerts, calls, violations and incidents are attached, not added.", "kind"),
    };

    private CaseItem Item() => Kind switch
    {
        CaseItemKind.Person => new(ItemId, Kind, PersonName: PersonName, Note: Texts.OrNull(Note)),
        CaseItemKind.Vehicle => new(ItemId, Kind, Plate: Plate, Note: Texts.OrNull(Note)),
        CaseItemKind.Tag => new(CaseItem.TagId(Tag!), Kind, Tag: Tag),
        CaseItemKind.Task => new(ItemId, Kind, Note: Note, Assignee: Texts.OrNull(Assignee), DueOn: DueOn, IsDone: false),
        _ => new(ItemId, Kind, Note: Note),
    };
}
