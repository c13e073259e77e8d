using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>The analytics report that what was seen is over.</summary>
/// <param name="StreamId">The alert.</param>
/// <param name="OccurredAt">When it ended.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live report.</param>
public sealed record EndAlert(Guid StreamId, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null) : ICommand<Alert>
{
    /// <summary>It ended before, at another moment.</summary>
    public static readonly Refusal AlreadyEnded = new(ErrorCode.AlertAlreadyEnded, "The alert has ended before, at another moment.");

    /// <inheritdoc/>
    public Decision Decide(Alert? state, OffsetDateTime now) => state switch
    {
        null => Refusals.NotFound,
        { EndedAt: { } ended } => ended.ToInstant() == OccurredAt.ToInstant() ? Decision.Unchanged : AlreadyEnded,
        _ when !state.CanHappen(OccurredAt, now) => Refusals.ImpossibleTime,
        _ => Decision.Of(new AlertEnded(state.CountKey, OccurredAt, state.KnownAt(KnownAt, now))),
    };
}
