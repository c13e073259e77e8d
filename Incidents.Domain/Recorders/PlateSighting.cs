using NodaTime;

namespace Incidents.Domain.Recorders;

/// <summary>A plate that a device read, with the time put right by what is known of its clock.</summary>
/// <param name="Id">The violation or plate read.</param>
/// <param name="City">City code.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="Point">Where it stands.</param>
/// <param name="At">When, by the centre's clock.</param>
/// <param name="UncertaintySeconds">By how much <paramref name="At"/> may be wrong, either way; not negative.</param>
public sealed record PlateSighting(Guid Id, string City, string DeviceId, GeoPoint Point, Instant At, double UncertaintySeconds)
{
    /// <summary>Whether the same device read both: then there is one clock and one place.</summary>
    public bool IsOfSameDevice(PlateSighting other) => DeviceId == other.DeviceId && City == other.City;
}
