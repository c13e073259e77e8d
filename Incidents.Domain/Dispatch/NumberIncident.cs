using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>The number under which the police entered an incident in a book or register is given, also long after it was closed.</summary>
/// <remarks>One that was given later stays where an earlier one is entered after it.</remarks>
/// <param name="StreamId">The incident.</param>
/// <param name="Book">The book.</param>
/// <param name="Number">The number; null where the one that was given is struck out.</param>
/// <param name="By">Who says so.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record NumberIncident(
    Guid StreamId, RegistrationBook Book, string? Number, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Incident>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.RegistrationNumber.CheckOptional(Number, "number") ?? Texts.Person.Check(By, "by")
        ?? (Texts.OrNull(Number) is { } written ? RegistrationNumber.Check(Book, written) : null);

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessCounted() is { } refusal)
            return refusal;
        if (!at.IsWithin(state.NotBefore, now))
            return Refusals.ImpossibleTime;
        var number = Texts.OrNull(Number) is { } written ? RegistrationNumber.Plain(written) : null;
        var isLatest = state.IsLatestNumber(Book, at);
        return isLatest && number == state.NumberIn(Book)
            ? Decision.Unchanged
            : Decision.Of(new IncidentNumbered(Book, number, By, at, now, isLatest ? null : true));
    }
}
