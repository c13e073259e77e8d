using NodaTime;

namespace Incidents.Domain.Plates;

/// <summary>A plate reader read the plate of a vehicle that passed.</summary>
/// <remarks>It is neither an alert nor a violation, and counts as neither.</remarks>
/// <param name="Origin">The sending system and its own id for the read.</param>
/// <param name="Plate">The plate, normalised; null where it is masked.</param>
/// <param name="Confidence">How sure the reader is, 0 to 1, or null where it does not say.</param>
/// <param name="DeviceId">The reader, or null.</param>
/// <param name="Place">Where.</param>
/// <param name="Snapshot">The picture, or null.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Precision">How precisely the time is known; null to the minute.</param>
public sealed record PlateRead(
    Origin Origin, string? Plate, double? Confidence, string? DeviceId, Place Place, MediaReference? Snapshot, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt, TimePrecision? Precision = null)
    : IStreamBeginning, IDeviceReport
{
    /// <summary>The category of every read, where a list needs one.</summary>
    public const string Category = "plate-read";

    /// <summary>Category, place and time under which it is listed.</summary>
    public CountKey CountKey() => new(Category, Place, OccurredAt, Precision: Precision);

    string IStreamBeginning.StreamType => "plate_read";

    string? IDeviceReport.ReportingDevice => DeviceId;
}

/// <summary>One read of a plate. It happens at once: no step follows it.</summary>
/// <param name="Plate">The plate, normalised; null where it is masked.</param>
/// <param name="Place">Where.</param>
/// <param name="ReadAt">When.</param>
public sealed record VehiclePass(string? Plate, Place Place, OffsetDateTime ReadAt) : StreamState, IState<VehiclePass>
{
    /// <inheritdoc/>
    public static VehiclePass? Evolve(VehiclePass? state, object @event) =>
        (state, @event) is (null, PlateRead e) ? new(e.Plate, e.Place, e.OccurredAt) : state;
}
