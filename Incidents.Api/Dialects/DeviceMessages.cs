using Incidents.Api.Ingest;
using Incidents.Domain.Devices;

namespace Incidents.Api.Dialects;

/// <summary>What a message says of its device itself.</summary>
/// <param name="Phase">Phase of a report of kind <c>device</c>: <c>heartbeat</c>, <c>faulted</c> or <c>recovered</c>.</param>
/// <param name="Reason">Code of the fault; null for a heartbeat, and where all faults are over.</param>
internal sealed record DeviceState(string Phase, string? Reason)
{
    /// <summary>It speaks.</summary>
    public static readonly DeviceState Heard = new("heartbeat", null);

    /// <summary>It has no fault any more.</summary>
    public static readonly DeviceState Well = new("recovered", null);

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
        Revision = RevisionOf(state.Reason, at),
        City = message.City,
        DeviceId = deviceId ?? message.DeviceId,
        OccurredAt = at,
        Reason = state.Reason,
    };

    /// <summary>What tells a step of a fault apart: two faults may begin at one moment.</summary>
    public static string? RevisionOf(string? reason, ReportedTime at) =>
        reason is null ? null : DialectValues.Id(reason, DialectValues.Mark(at));

    /// <summary>A fault that begins or is over. One that is said again is the same one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="device">The device that the message names, where the transport names none.</param>
    /// <param name="name">What the device calls it, with its channel.</param>
    /// <param name="state">What it is, and whether it begins.</param>
    /// <param name="at">When.</param>
    /// <param name="reading">Takes the report.</param>
    /// <param name="onlyConfirms">Whether the device says only how it still is.</param>
    public static void AddFault(
        DialectMessage message, string? device, string name, DeviceState state, ReportedTime at, DialectReading reading,
        bool onlyConfirms = false) =>
        reading.Add(
            Of(message, state, at, message.DeviceId ?? device),
            episode: new(PlateReads.KeyOf(message, device, $"fault/{name}"), state.Phase is "faulted")
            {
                Fault = PlateReads.KeyOf(message, device, state.Reason ?? ""),
                Word = onlyConfirms ? EpisodeWord.Confirms : EpisodeWord.Changes,
            });
}
