using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>The analytics report a change of an alert: its category, confidence or media.</summary>
/// <param name="StreamId">The alert.</param>
/// <param name="Category">
/// Category code from now on, or null where it stays. A dismissed alert counts no longer, and keeps its category; so does one of which a
/// later change was reported before.
/// </param>
/// <param name="Confidence">How sure they are now, 0 to 1, or null where they do not say.</param>
/// <param name="Clip">The recording, or null where unchanged.</param>
/// <param name="Snapshot">The picture, or null where unchanged.</param>
/// <param name="Plate">The plate, normalised, or null where unchanged.</param>
/// <param name="OccurredAt">When they changed it.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live report.</param>
public sealed record UpdateAlert(
    Guid StreamId, string? Category, double? Confidence, MediaReference? Clip, MediaReference? Snapshot, string? Plate,
    OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null) : ICommand<Alert>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        (Category is null ? null : CategoryCode.Check(Category, "category")) ?? Domain.Confidence.Check(Confidence, "confidence")
        ?? MediaReference.Check(Clip, "clip") ?? MediaReference.Check(Snapshot, "snapshot") ?? Domain.Plate.Check(Plate, "plate");

    /// <inheritdoc/>
    public Decision Decide(Alert? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (!state.CanHappen(OccurredAt, now))
            return Refusals.ImpossibleTime;
        var keepsCategory = Category is null || state.DismissedReason is not null || state.IsOutdated(OccurredAt);
        var category = keepsCategory ? state.CountKey.Category : Category!;
        return Decision.Of(new AlertUpdated(
            state.CountKey, category, Confidence, Clip, Snapshot, Plate, OccurredAt, state.KnownAt(KnownAt, now)));
    }
}
