using NodaTime;

namespace Incidents.Domain.Recorders;

/// <summary>The watch over recorders finds that one drifts.</summary>
/// <param name="DeviceId">The recorder.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="DriftKmPerHour">By how much its speeds have moved.</param>
/// <param name="Captures">Number of captures since about which they have.</param>
/// <param name="Neighbours">Number of recorders that it was compared with.</param>
/// <param name="OccurredAt">When the capture was made that showed it.</param>
public sealed record SuspectRecorder(
    string DeviceId, Place Place, double DriftKmPerHour, int Captures, int Neighbours, OffsetDateTime OccurredAt)
    : ICommand<RecorderSuspicion>
{
    /// <inheritdoc/>
    public Guid StreamId => RecorderSuspicion.StreamOf(Place.City, DeviceId);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.DeviceId.Check(DeviceId, "deviceId") ?? Place.Check("place")
        ?? (double.IsFinite(DriftKmPerHour) ? null
            : new(ErrorCode.MeasuredOutOfRange, "'driftKmPerHour' is not finite.", "driftKmPerHour"));

    /// <inheritdoc/>
    public Decision Decide(RecorderSuspicion? state, OffsetDateTime now) =>
        Check() is { } fault ? fault
        : state is { SuspectedAt: not null } ? Decision.Unchanged
        : Decision.Of(new RecorderSuspected(DeviceId, Place, DriftKmPerHour, Captures, Neighbours, OccurredAt, now));
}
