using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>Kind of an item of a case.</summary>
public enum CaseItemKind
{
    /// <summary>A camera alert that is attached.</summary>
    Alert,

    /// <summary>An SOS call that is attached.</summary>
    SosCall,

    /// <summary>A traffic violation that is attached.</summary>
    Violation,

    /// <summary>An incident that is attached.</summary>
    Incident,

    /// <summary>A person of interest.</summary>
    Person,

    /// <summary>A vehicle of interest.</summary>
    Vehicle,

    /// <summary>A note.</summary>
    Note,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>A task.</summary>
    Task,
}

/// <summary>One thing that an investigator put into a case; which fields it has depends on its kind.</summary>
/// <remarks>Masked fields are null or the mark of masking. Two items are the same where all of their fields are.</remarks>
/// <param name="Id">
/// Its id within the case: of an alert, call, violation or incident its stream, of a tag the id that follows from its text
/// (<see cref="TagId"/>), else one that its maker gave it.
/// </param>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">Why an alert, call, violation or incident is attached; null for other kinds.</param>
/// <param name="PersonName">Name of a person; null for other kinds, or where it is masked.</param>
/// <param name="Plate">Plate of a vehicle in its one spelling; null for other kinds, or where it is masked.</param>
/// <param name="Note">The note, what is to be done, or what is known of a person or vehicle; else null.</param>
/// <param name="Tag">The tag; null for other kinds.</param>
/// <param name="Assignee">Who does the task; null where nobody is named.</param>
/// <param name="DueOn">Local day by which the task is to be done; null where none is set.</param>
/// <param name="IsDone">Whether the task is done; null for other kinds.</param>
public sealed record CaseItem(
    Guid Id, CaseItemKind Kind, string? Reason = null, string? PersonName = null, string? Plate = null, string? Note = null,
    string? Tag = null, string? Assignee = null, LocalDate? DueOn = null, bool? IsDone = null)
{
    /// <summary>Whether it is an alert, call, violation or incident.</summary>
    public bool IsAttached() => StreamType(Kind) is not null;

    /// <summary>
    /// Type of the stream of a thing that is attached (<see cref="IStreamBeginning.StreamType"/>); null for kinds without stream.
    /// </summary>
    /// <param name="kind">The kind.</param>
    public static string? StreamType(CaseItemKind kind) => kind switch
    {
        CaseItemKind.Alert => "alert",
        CaseItemKind.SosCall => "sos_call",
        CaseItemKind.Violation => "violation",
        CaseItemKind.Incident => "incident",
        _ => null,
    };

    /// <summary>Id of a tag: tags that are spelt alike (<see cref="FoldedText"/>) are one.</summary>
    /// <param name="tag">The tag.</param>
    public static Guid TagId(string tag) => Identity.Stream("case_tag", "", FoldedText.Of(tag));
}

/// <summary>What becomes of one item.</summary>
/// <param name="Id">The item.</param>
/// <param name="Before">The item before; null where it was not there.</param>
/// <param name="After">The item after; null where it is not there any more.</param>
public sealed record CaseItemChange(Guid Id, CaseItem? Before, CaseItem? After)
{
    /// <summary>The change that takes this one back.</summary>
    public CaseItemChange Undone() => new(Id, After, Before);
}

/// <summary>A colleague who opened a case, or with whom it is shared.</summary>
/// <param name="CallerId">Their lasting id (<see cref="Access.Caller.Id"/>).</param>
/// <param name="Name">Their name when it was recorded.</param>
public sealed record CaseColleague(string CallerId, string Name)
{
    /// <summary>Why a colleague is refused, or null.</summary>
    /// <param name="field">The field that names them.</param>
    public Refusal? Check(string field) => Texts.SourceId.Check(CallerId, field) ?? Texts.Person.Check(Name, field);
}
