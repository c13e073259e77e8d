using Incidents.Api.Ingest;
using Incidents.Domain.Devices;

namespace Incidents.Api.Dialects;

/// <summary>What a message says of its device itself.</summary>
/// <param name="Phase">Phase of a report of kind <c>device</c>: <c>heartbeat</c>, <c>faulted</c> or <c>recovered</c>.</param>
/// <param name="Reason">Code of the fault; null for a heartbeat.</param>
internal sealed record DeviceState(string Phase, string? Reason)
{
    /// <summary>It speaks.</summary>
    public static readonly DeviceState Heard = new("heartbeat", null);

    /// <summary>It has a fault, or has it no longer.</summary>
    public static DeviceState Fault(string code, bool isFaulty) => new(isFaulty ? "faulted" : "recovered", code);

    /// <summary>The code of a fault by the name that a device gives it.</summary>
    public static string Code(string? name) => name?.ToLowerInvariant() switch
    {
        "tampering" or "tamper" => "tampering",
        "storage" or "disk" => "storage",
        "power" or "battery" => "power",
        "network" => "network",
        _ => "other",
    };
}

/// <summary>Makes reports of kind <c>device</c>.</summary>
internal static class DeviceMessages
{
    /// <summary>The report.</summary>
    /// <param name="message">The message.</param>
    /// <param name="state">What it says.</param>
    /// <param name="at">When that was.</param>
    /// <param name="deviceId">The device, where it is not that of the message.</param>
    public static Report Of(DialectMessage message, DeviceState state, ReportedTime at, string? deviceId = null) => new()
    {
        Source = message.Source,
        Id = deviceId ?? message.DeviceId ?? message.Source,
        Kind = RegisterDevice.Kind,
        Phase = state.Phase,
        // Two faults may begin at one moment.
        Revision = state.Reason is { } reason ? DialectValues.Id(reason, DialectValues.Mark(at)) : null,
        City = message.City,
        DeviceId = deviceId ?? message.DeviceId,
        OccurredAt = at,
        Reason = state.Reason,
    };
}
