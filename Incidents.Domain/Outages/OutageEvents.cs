using NodaTime;

namespace Incidents.Domain.Outages;

/// <summary>A device that normally speaks has stopped.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="SuspectedAfterSeconds">The seconds of silence after which it was suspected at that hour, by its own rhythm.</param>
/// <param name="OccurredAt">When it was last heard: from then on nothing shows that it worked.</param>
/// <param name="KnownAt">When it was suspected.</param>
public sealed record DeviceFellSilent(
    string DeviceId, Place Place, double SuspectedAfterSeconds, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "outages";
}

/// <summary>A device that had fallen silent was heard again.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="SilentSince">When it was last heard before.</param>
/// <param name="OccurredAt">When it was heard.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceHeardAgain(
    string DeviceId, Place Place, OffsetDateTime SilentSince, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A device reported that something of it does not work.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is, as the report says.</param>
/// <param name="Fault">What.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="RecoveredAt">When it was over, where the recovery was reported first; else null.</param>
public sealed record DeviceFaulted(
    string DeviceId, Place Place, DeviceFault Fault, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    OffsetDateTime? RecoveredAt = null) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "outages";
}

/// <summary>A device reported that a fault is over.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Place">Where it is, as the report says.</param>
/// <param name="Fault">Which fault; null where the report says that all are over.</param>
/// <param name="FaultedAt">When that fault began; null where it was not reported, and for all.</param>
/// <param name="OccurredAt">When it was over.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record DeviceRecovered(
    string DeviceId, Place Place, DeviceFault? Fault, OffsetDateTime? FaultedAt, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IStreamBeginning
{
    string IStreamBeginning.StreamType => "outages";
}

/// <summary>A whole town fell silent at once: its link, and not each of its devices.</summary>
/// <param name="Place">The town.</param>
/// <param name="Devices">Number of devices that fell silent together.</param>
/// <param name="OccurredAt">When the last of them was heard.</param>
/// <param name="KnownAt">When it was noticed.</param>
/// <param name="DeviceIds">
/// The devices that are silent with it: those that fell silent together, and where nobody of the town spoke since also those that speak
/// more seldom. Null for all of the town.
/// </param>
public sealed record TownFellSilent(
    Place Place, int Devices, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, IReadOnlyList<string>? DeviceIds = null)
    : IStreamBeginning
{
    string IStreamBeginning.StreamType => "outages";
}

/// <summary>The devices of a town that had fallen silent were heard again.</summary>
/// <param name="Place">The town.</param>
/// <param name="SilentSince">When the last of them was heard before.</param>
/// <param name="OccurredAt">When they were heard.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record TownHeardAgain(Place Place, OffsetDateTime SilentSince, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IDomainEvent;
