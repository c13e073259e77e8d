using NodaTime;

namespace Incidents.Domain.Shifts;

/// <summary>A person ends their shift without handing it over.</summary>
/// <param name="Town">City code.</param>
/// <param name="By">The person.</param>
/// <param name="Note">What they say about it, or null.</param>
/// <param name="Open">What they still work on, at most <see cref="Shift.MostOpen"/>; the host fills it in.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record EndShift(
    string Town, string By, string? Note, IReadOnlyList<ShiftItem> Open, OffsetDateTime? OccurredAt = null,
    long? ExpectedVersion = null) : ICommand<Shift>
{
    /// <inheritdoc/>
    public Guid StreamId => Shift.Stream(Town, By);

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.City.Check(Town, "city") ?? Texts.Person.Check(By, "by") ?? Texts.Description.CheckOptional(Note, "note");

    /// <inheritdoc/>
    public Decision Decide(Shift? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is not { IsOn: true })
            return Shift.NotOn;
        var at = OccurredAt ?? now;
        return at.IsWithin(state.Offer?.At ?? state.BegunAt, now)
            ? Decision.Of(new ShiftEnded(state.Number, Town, By, Texts.OrNull(Note), Open, at, now))
            : Refusals.ImpossibleTime;
    }
}
