using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A resolved incident is closed: the paperwork is complete.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="By">Who closes it.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record CloseIncident(
    Guid StreamId, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>It is not resolved.</summary>
    public static readonly Refusal NotResolved = new(ErrorCode.IncidentNotResolved, "The incident has to be resolved first.");

    /// <summary>It was closed before.</summary>
    public static readonly Refusal AlreadyClosed = new(ErrorCode.IncidentAlreadyClosed, "The incident has been closed before.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by");

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
            IncidentStatus.Closed => AlreadyClosed,
            IncidentStatus.Registered => ResolveIncident.Historic,
            not IncidentStatus.Resolved => NotResolved,
            _ when !at.IsWithin(state.ResolvedAt ?? state.NotBefore, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new IncidentClosed(By, at, now)),
        };
    }
}
