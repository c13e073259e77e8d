using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>It is said what came of an alert, by a person or by the resolution of an incident to which the alert is linked.</summary>
/// <remarks>
/// A person who judges an alert false dismisses it with that. What a person says stays: a resolution says nothing where a person has. A
/// later judgement replaces an earlier one of the same kind. A resolution that was told with a time before the alert or its last judgement
/// judges it at that moment.
/// </remarks>
/// <param name="StreamId">The alert.</param>
/// <param name="By">Who says so.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Reason code; it may be absent only where the alert is confirmed.</param>
/// <param name="OperatorMinutes">
/// Minutes of operators that it cost, 0 to 10,000; by default those from its acknowledgement to the judgement, at most
/// <see cref="MostImpliedMinutes"/>.
/// </param>
/// <param name="UnitMinutes">Minutes of units that it cost, 0 to 10,000, or null.</param>
/// <param name="FromIncident">The incident whose resolution says so; null where a person judges the alert itself.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
public sealed record JudgeAlert(
    Guid StreamId, string By, AlertOutcome Outcome, string? Reason = null, double? OperatorMinutes = null, double? UnitMinutes = null,
    Guid? FromIncident = null, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Alert>
{
    /// <summary>The most minutes that one alert can have cost.</summary>
    public const double MostMinutes = 10_000;

    /// <summary>
    /// The most minutes of an operator that follow from two moments: who acknowledged it may have done other work since.
    /// </summary>
    public const double MostImpliedMinutes = 60;

    /// <summary>Who judges where an incident's resolution does.</summary>
    public const string ByResolution = "rule:resolution";

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by")
        ?? (Outcome is AlertOutcome.Confirmed ? Texts.Reason.CheckOptional(Reason, "reasonCode") : Texts.Reason.Check(Reason, "reasonCode"))
        ?? Minutes(OperatorMinutes, "operatorMinutes") ?? Minutes(UnitMinutes, "unitMinutes");

    /// <inheritdoc/>
    public Decision Decide(Alert? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        var (at, before) = (OccurredAt ?? now, state.Judgement);
        if (FromIncident is not null && before is { FromIncident: null })
            return Decision.Unchanged;
        if (before is not null && Outcome == before.Outcome && Texts.OrNull(Reason) == before.Reason && By == before.By
            && OccurredAt is { } given && given.ToInstant() == before.At.ToInstant())
            return Decision.Unchanged;
        if (state.DismissedReason is not null && Outcome is not AlertOutcome.False)
            return DismissAlert.AlreadyDismissed;
        if (FromIncident is null && state.RefuseWhileTaken(By, at) is { } taken)
            return taken;
        // An incident may have been resolved by its true time before the alert was: it is judged as soon as that can be.
        if (FromIncident is not null)
            at = Latest(at, state.BeginningAssumed ? null : state.CountKey.OccurredAt, before?.At, state.ReinstatedAt);
        if (!state.CanHappen(at, now) || at.IsBefore(before?.At ?? at) || at.IsBefore(state.ReinstatedAt ?? at))
            return Refusals.ImpossibleTime;

        var minutes = OperatorMinutes ?? before?.OperatorMinutes ?? state.OperatorMinutesUntil(at);
        var judged = new AlertJudged(
            By, Outcome, Texts.OrNull(Reason), before?.Outcome, minutes, UnitMinutes ?? before?.UnitMinutes, FromIncident, state.CountKey,
            at, now);
        // What is counted changes by what a person says of the alert itself.
        return Outcome is AlertOutcome.False && FromIncident is null && state.DismissedReason is null
            ? Decision.Of(new AlertDismissed(By, Reason!, state.CountKey, at, now, minutes), judged with { OutcomeBefore = Outcome })
            : Decision.Of(judged);
    }

    private static OffsetDateTime Latest(OffsetDateTime at, params ReadOnlySpan<OffsetDateTime?> bounds)
    {
        foreach (var bound in bounds)
        {
            if (bound is { } given && at.IsBefore(given))
                at = given;
        }
        return at;
    }

    private static Refusal? Minutes(double? minutes, string field) => minutes is { } given && !(given >= 0 && given <= MostMinutes)
        ? new(ErrorCode.MinutesOutOfRange, $"'{field}' is from 0 to {MostMinutes:0}.", field)
        : null;
}
