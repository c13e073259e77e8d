using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>A camera or its analytics report that they saw something.</summary>
/// <param name="Origin">The sending system and its own id for the alert.</param>
/// <param name="Category">Category code of what was seen.</param>
/// <param name="Confidence">How sure the analytics are, 0 to 1, or null.</param>
/// <param name="DeviceId">The camera, or null.</param>
/// <param name="Place">Where it was seen.</param>
/// <param name="Clip">The recording, or null.</param>
/// <param name="Snapshot">The picture, or null.</param>
/// <param name="Plate">A vehicle's plate read with it, normalised, or null.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
/// <param name="Assumed">Whether only a later step is reported, from which the beginning is assumed.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/>, the beginning of the unit, is known.</param>
public sealed record RaiseAlert(
    Origin Origin, string Category, double? Confidence, string? DeviceId, Place Place, MediaReference? Clip, MediaReference? Snapshot,
    string? Plate, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null, bool Assumed = false,
    TimePrecision Precision = TimePrecision.Minute) : ICommand<Alert>
{
    /// <summary>What the streams of alerts are called in <see cref="Identity"/>.</summary>
    public const string Kind = "alert";

    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(Kind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Origin.Check() ?? CategoryCode.Check(Category, "category") ?? Domain.Confidence.Check(Confidence, "confidence")
        ?? Texts.DeviceId.CheckOptional(DeviceId, "deviceId") ?? Place.Check("place") ?? MediaReference.Check(Clip, "clip")
        ?? MediaReference.Check(Snapshot, "snapshot") ?? Domain.Plate.Check(Plate, "plate");

    /// <inheritdoc/>
    public Decision Decide(Alert? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Decision.Of(new AlertRaised(
                Origin, Category, Confidence, Texts.OrNull(DeviceId), Place, Clip, Snapshot, Plate, OccurredAt, KnownAt ?? now,
                Assumed ? true : null, Precision.Stored()));
        if (Assumed || !state.BeginningAssumed)
            return Decision.Unchanged;
        if (state.FirstStepAt is { } step && step.IsBefore(OccurredAt))
            return Refusals.ImpossibleTime;
        var alert = new CountKey(state.IsUpdated ? state.CountKey.Category : Category, Place, OccurredAt, Precision: Precision.Stored());
        return Decision.Of(new AlertBeginningReported(
            state.CountKey, alert, Confidence, Texts.OrNull(DeviceId), state.DeviceId, Clip, Snapshot, Plate,
            state.DismissedReason is not null, OccurredAt, state.KnownAt(KnownAt, now)));
    }
}
