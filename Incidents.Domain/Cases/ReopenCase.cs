using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A closed case is reopened.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record ReopenCase(
    Guid StreamId, string Reason, string By, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <summary>It is not closed.</summary>
    public static readonly Refusal NotClosed = new(ErrorCode.CaseNotClosed, "Only a closed case is reopened.");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Reason.Check(Reason, "reason") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        return state switch
        {
            null => Refusals.NotFound,
            { Status: CaseStatus.Closed } => Decision.Of(new CaseReopened(Reason, By, now, now)),
            _ => NotClosed,
        };
    }
}
