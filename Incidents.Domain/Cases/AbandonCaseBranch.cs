using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A branch of a case is abandoned; it can still be read.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="Branch">The branch.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record AbandonCaseBranch(
    Guid StreamId, Guid Branch, string Reason, string By, long? ExpectedVersion = null)
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
        return state.RefuseUnlessOpen(Branch) is { } refusal ? refusal : Decision.Of(new CaseBranchAbandoned(Branch, Reason, By, now, now));
    }
}
