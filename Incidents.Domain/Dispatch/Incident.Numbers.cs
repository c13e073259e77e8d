using NodaTime;

namespace Incidents.Domain.Dispatch;

// An incident has at most one number in each book.
public sealed partial record Incident
{
    private Given<string?>? kui, erdr;

    /// <summary>Its number in a book, or null where it has none.</summary>
    /// <param name="book">The book.</param>
    public string? NumberIn(RegistrationBook book) => NumberOf(book)?.Value;

    /// <summary>Whether a number given at a moment is the latest.</summary>
    internal bool IsLatestNumber(RegistrationBook book, OffsetDateTime at) =>
        NumberOf(book) is not { } last || last.At <= at.ToInstant();

    private Given<string?>? NumberOf(RegistrationBook book) => book is RegistrationBook.Erdr ? erdr : kui;

    private Incident Numbered(IncidentNumbered e)
    {
        if (e.IsOverruled is true)
            return this;
        var given = new Given<string?>(e.Number, e.OccurredAt.ToInstant());
        return e.Book is RegistrationBook.Erdr ? this with { erdr = given } : this with { kui = given };
    }
}
