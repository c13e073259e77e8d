using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A resolved or closed incident is reopened.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="By">Who reopens it.</param>
/// <param name="Reason">Why.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record ReopenIncident(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Incident>
{
    /// <summary>It is not over.</summary>
    public static readonly Refusal NotOver = new(ErrorCode.IncidentNotOver, "Only a resolved or closed incident is reopened.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reason");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessCounted() is { } refusal)
            return refusal;
        return state.Status switch
        {
            not (IncidentStatus.Resolved or IncidentStatus.Closed) => NotOver,
            _ when !at.IsWithin(state.ResolvedAt ?? state.NotBefore, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new IncidentReopened(By, Reason, at, now)),
        };
    }
}
