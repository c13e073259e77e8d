namespace Incidents.Domain;

/// <summary>An event that a device may have reported.</summary>
/// <remarks>Implemented explicitly, so that the device stands in the event's JSON once, under the name that the slice gives it.</remarks>
public interface IDeviceReport : IDomainEvent
{
    /// <summary>The id of the device that reported it, or null where none did.</summary>
    string? ReportingDevice { get; }

    /// <summary>Where it occurred; device ids are unique within a city.</summary>
    Place Place { get; }
}
