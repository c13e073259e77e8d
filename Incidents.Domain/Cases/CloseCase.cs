using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A case is closed.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record CloseCase(
    Guid StreamId, string Reason, string By, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Reason.Check(Reason, "reason") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        return state.RefuseUnlessOpen() is { } refusal ? refusal : Decision.Of(new CaseClosed(Reason, By, now, now));
    }
}
