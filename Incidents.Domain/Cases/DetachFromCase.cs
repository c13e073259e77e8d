using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>What was attached to a case, or to a branch of it, is detached.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="ThingId">The alert, call, violation or incident.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="Branch">The branch that is changed; null for the case itself.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record DetachFromCase(
    Guid StreamId, Guid ThingId, string Reason, string By, Guid? Branch = null, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <summary>It is not attached.</summary>
    public static readonly Refusal NotAttached = new(ErrorCode.CaseThingNotAttached, "It is not attached to the case.", "thingId");

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
        if (state.RefuseUnlessOpen(Branch) is { } refusal)
            return refusal;
        return state.ItemsOf(Branch).GetValueOrDefault(ThingId) is { } item && item.IsAttached()
            ? Decision.Of(new CaseItemRemoved(item, Reason, By, now, now, Branch))
            : NotAttached;
    }
}
