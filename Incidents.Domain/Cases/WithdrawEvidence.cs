using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>An item of evidence is withdrawn: it does not count any more. Its bytes stay.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="EvidenceId">The item.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record WithdrawEvidence(
    Guid StreamId, Guid EvidenceId, string Reason, string By, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <summary>It was withdrawn before.</summary>
    public static readonly Refusal IsWithdrawn = new(
        ErrorCode.EvidenceIsWithdrawn, "The item of evidence was withdrawn already.", "evidenceId");

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
        return state.EvidenceOf(EvidenceId) switch
        {
            null => CaseRefusals.EvidenceUnknown,
            { IsWithdrawn: true } => IsWithdrawn,
            _ => Decision.Of(new EvidenceWithdrawn(EvidenceId, Reason, By, now, now)),
        };
    }
}
