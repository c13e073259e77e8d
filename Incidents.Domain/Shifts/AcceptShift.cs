using NodaTime;

namespace Incidents.Domain.Shifts;

/// <summary>The person to whom a shift was handed over accepts it.</summary>
/// <param name="Town">City code.</param>
/// <param name="Person">Whose shift it is.</param>
/// <param name="By">Who accepts it.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record AcceptShift(
    string Town, string Person, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Shift>
{
    /// <inheritdoc/>
    public Guid StreamId => Shift.Stream(Town, Person);

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.City.Check(Town, "city") ?? Texts.Person.Check(Person, "person") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Shift? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is not { IsOn: true, Offer: { } offer } || offer.Receiver != By)
            return Shift.NotOffered;
        var at = OccurredAt ?? now;
        return at.IsWithin(offer.At, now)
            ? Decision.Of(new ShiftAccepted(state.Number, Town, By, Person, at, now))
            : Refusals.ImpossibleTime;
    }
}
