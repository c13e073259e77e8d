using NodaTime;

namespace Incidents.Domain.Plates;

/// <summary>A plate reader reports a plate that it read.</summary>
/// <param name="Origin">The sending system and its own id for the read.</param>
/// <param name="Plate">The plate, normalised.</param>
/// <param name="Confidence">How sure the reader is, 0 to 1, or null.</param>
/// <param name="DeviceId">The reader, or null.</param>
/// <param name="Place">Where.</param>
/// <param name="Snapshot">The picture, or null.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/>, the beginning of the unit, is known.</param>
public sealed record RecordPlateRead(
    Origin Origin, string Plate, double? Confidence, string? DeviceId, Place Place, MediaReference? Snapshot, OffsetDateTime OccurredAt,
    OffsetDateTime? KnownAt = null, TimePrecision Precision = TimePrecision.Minute) : ICommand<VehiclePass>
{
    /// <summary>What the streams of plate reads are called in <see cref="Identity"/>.</summary>
    public const string Kind = "plateRead";

    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(Kind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Origin.Check() ?? Domain.Plate.Check(Plate, "plate") ?? Domain.Confidence.Check(Confidence, "confidence")
        ?? Texts.DeviceId.CheckOptional(DeviceId, "deviceId") ?? Place.Check("place") ?? MediaReference.Check(Snapshot, "snapshot");

    /// <inheritdoc/>
    public Decision Decide(VehiclePass? state, OffsetDateTime now) =>
        Check() is { } fault ? fault
        : state is not null ? Decision.Unchanged
        : Decision.Of(new PlateRead(
            Origin, Plate, Confidence, Texts.OrNull(DeviceId), Place, Snapshot, OccurredAt, KnownAt ?? now, Precision.Stored()));
}
