using System.Collections;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>The bounds of any argument that follow from its type; each refuses with <c>BAD_INPUT</c>.</summary>
/// <remarks>
/// Memory and time of a request must not follow an argument. A field has narrower bounds of its own where its use has.
/// </remarks>
internal sealed class ArgumentLimits : IArgumentCheck
{
    /// <summary>Most items of a list.</summary>
    public const int MostItems = 1_000;

    /// <summary>Most items of a list of cells, which stands for a part of a map.</summary>
    public const int MostCells = 5_000;

    // The calendar of PostgreSQL through its driver; the last day is left out because an offset would lead beyond it.
    private static readonly Instant First = Instant.FromUtc(1, 1, 1, 0, 0);
    private static readonly Instant Last = Instant.FromUtc(9999, 12, 31, 0, 0);

    // No name that a query can ask for is longer.
    private static readonly TextRule Name = Texts.SourceId;

    public Refusal? Check(string field, object value, bool isMutation) => value switch
    {
        ICollection items => CheckItems(field, items),
        LocalDate { Year: < 1 } => Bad(field, "A date is in the years 1 to 9999."),
        double number when !double.IsFinite(number) => Bad(field, "A number is finite."),
        _ when isMutation => null,
        // Cursors are longer, and have a check and a code of their own.
        string text when field is not ("after" or "before") => Name.CheckOptional(text, field) is { } fault
            ? fault with { Code = ErrorCode.BadInput }
            : null,
        Instant moment when moment < First || moment >= Last => Bad(field, "A moment is from 0001-01-01 to 9999-12-30, in UTC."),
        _ => null,
    };

    private static Refusal? CheckItems(string field, ICollection items)
    {
        // A name of an enumeration twice says nothing more.
        var most = items.Cast<object?>().FirstOrDefault() is Enum first ? Enum.GetValues(first.GetType()).Length
            : field.EndsWith(".cells", StringComparison.Ordinal) ? MostCells : MostItems;
        return items.Count > most ? Bad(field, $"The list has {items.Count} items; at most {most} are allowed.") : null;
    }

    private static Refusal Bad(string field, string message) => new(ErrorCode.BadInput, message, field);
}
