using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>
/// What the resolution of an incident said of an alert is taken back: the alert does not belong to the incident any more.
/// </summary>
/// <remarks>It changes nothing where a person, or another incident, has judged the alert since.</remarks>
/// <param name="StreamId">The alert.</param>
/// <param name="FromIncident">The incident that the alert belonged to.</param>
/// <param name="OccurredAt">When, if not now.</param>
public sealed record WithdrawJudgement(Guid StreamId, Guid FromIncident, OffsetDateTime? OccurredAt = null) : ICommand<Alert>
{
    /// <inheritdoc/>
    public Refusal? Check() => null;

    /// <inheritdoc/>
    public Decision Decide(Alert? state, OffsetDateTime now)
    {
        if (state is null)
            return Refusals.NotFound;
        if (state.Judgement is not { } before || before.FromIncident != FromIncident)
            return Decision.Unchanged;
        var at = OccurredAt ?? now;
        // The judgement may have been said at a later time than the incident's.
        if (at.IsBefore(before.At))
            at = before.At;
        return state.CanHappen(at, now)
            ? Decision.Of(new AlertJudgementWithdrawn(
                JudgeAlert.ByResolution, FromIncident, before.Outcome, state.AcknowledgedAt is not null || state.ReinstatedAt is not null,
                state.CountKey, at, now))
            : Refusals.ImpossibleTime;
    }
}
