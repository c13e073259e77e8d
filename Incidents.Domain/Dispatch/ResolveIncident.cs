using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>An incident is resolved, sometimes without sending a unit.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Outcome">Outcome code, e.g. <c>detained</c>, <c>assisted</c>, <c>nothing-found</c>.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
public sealed record ResolveIncident(
    Guid StreamId, string Outcome, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>It is resolved or closed; reopen it first.</summary>
    public static readonly Refusal Over = new(ErrorCode.IncidentOver, "The incident is resolved or closed; reopen it first.");

    /// <summary>Imported with a historic register: it was over before it became known here.</summary>
    public static readonly Refusal Historic =
        new(ErrorCode.IncidentHistoric, "The incident comes from a historic register; nothing can be done about it any more.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Outcome.Check(Outcome, "outcomeCode");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen() is { } refusal)
            return refusal;
        if (!at.IsWithin(state.Log.ReopenedAt ?? state.NotBefore, now) || state.Units.Any(u => at.IsBefore(u.ArrivedAt ?? u.Since)))
            return Refusals.ImpossibleTime;
        var resolved = new IncidentResolved(Outcome, state.CountKey, null, at, now);
        var change = state.ChangeBy(resolved, out _);
        var isOnly = change is { Was.ResolvedAt: null, Is.Since: not null }
            && (change.Was.Since is null || change.Was.Since == change.Is.Since)
            && change.Is == change.Was with { Since = change.Is.Since, ResolvedAt = at };
        return Decision.Of(resolved with { Since = isOnly ? change!.Is.Since : null, Response = isOnly ? null : change });
    }
}
