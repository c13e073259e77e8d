using NodaTime;

namespace Incidents.Domain.Shifts;

/// <summary>A person begins a shift.</summary>
/// <param name="Town">City code.</param>
/// <param name="By">The person.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record BeginShift(string Town, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Shift>
{
    /// <inheritdoc/>
    public Guid StreamId => Shift.Stream(Town, By);

    /// <inheritdoc/>
    public string? City => Town;

    /// <inheritdoc/>
    public Refusal? Check() => Texts.City.Check(Town, "city") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Shift? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            { IsOn: true } => Shift.AlreadyBegun,
            _ when at.IsInFuture(now) || (state?.EndedAt is { } ended && at.IsBefore(ended)) => Refusals.ImpossibleTime,
            _ => Decision.Of(new ShiftBegun((state?.Number ?? 0) + 1, Town, By, at, now)),
        };
    }
}
