using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Outages;
using NodaTime.Text;

namespace Incidents.Api.Devices;

/// <summary>The reports of device inventories, and what devices report of themselves.</summary>
internal static class DeviceReports
{
    // Tried in the order of their names in a report.
    private static readonly Dictionary<string, DeviceFault> Faults = Enum.GetValues<DeviceFault>()
        .ToDictionary(fault => fault.ToString(), StringComparer.OrdinalIgnoreCase);

    private static readonly RequiredField KnownFault = new(r => r.Reason is null ? Refusals.Missing("reason") : UnknownFault(r));

    private static readonly RequiredField KnownFaultOrNone = new(UnknownFault);

    /// <summary>Kind <c>device</c>.</summary>
    public static readonly ReportKind Kind = new ReportKind(RegisterDevice.Kind)
        // An inventory is sent again and again; what it says is where the device is, not when that was written down.
        .Holds("kind", "deviceKind").Holds("fault", "reason")
        .Submit("registered", List, RequiredField.DeviceId, RequiredField.DeviceKind).Listed("registered")
        .Sign("heartbeat", RequiredField.DeviceId)
        .Submit("faulted", r => Step(r, "faulted", Faulted(r)), RequiredField.DeviceId, KnownFault, RequiredField.Minute)
        .Submit("recovered", r => Step(r, "recovered", Recovered(r)), RequiredField.DeviceId, KnownFaultOrNone, RequiredField.Minute);

    // The state decides what a list says that is new: the same list again, after another one, is no repetition.
    private static Submission List(CheckedReport r)
    {
        var (report, certificate) = (r.Report, r.Report.Certificate);
        // The day on which it was installed, else accepted, is the time of its entry, where the list gives no other.
        var at = report.OccurredAt is null && (report.InstalledOn ?? report.AcceptedOn) is { } day
            ? day.AtMidnight().WithOffset(r.OccurredAt.Offset)
            : r.OccurredAt;
        return new Submission<Device>(new ListDevice(
            report.DeviceId!, report.DeviceKind!.Value, r.Place, Texts.OrNull(report.Model), ReportedDetails.Of(report),
            certificate is null ? null : new(certificate.Number, certificate.ValidUntil, null, certificate.IssuedBy), at, r.KnownAt))
        {
            EventId = Guid.CreateVersion7(),
        };
    }

    private static ReportDeviceFault Faulted(CheckedReport r) =>
        new(r.Report.DeviceId!, r.Place, Faults[r.Report.Reason!], r.OccurredAt, r.KnownAt);

    private static ReportDeviceRecovery Recovered(CheckedReport r) =>
        new(r.Report.DeviceId!, r.Place, r.Report.Reason is { } reason ? Faults[reason] : null, r.OccurredAt, r.KnownAt);

    // One device is the subject of several senders and of several faults at a time: all of that tells its steps apart.
    private static Submission<DeviceOutages> Step(CheckedReport r, string phase, ICommand<DeviceOutages> command) => new(command)
    {
        EventId = Identity.Event(command.StreamId, phase, string.Join(
            '\n', r.Origin.Source, r.Origin.Id, r.Report.Reason,
            r.Report.Revision ?? InstantPattern.ExtendedIso.Format(r.OccurredAt.ToInstant()))),
        Comparison = Kind.Differences.Between,
        ShowsDevice = command is not ReportDeviceFault { Fault: DeviceFault.Network or DeviceFault.Power },
    };

    private static Refusal? UnknownFault(Report r) => r.Reason is null || Faults.ContainsKey(r.Reason)
        ? null
        : new(ErrorCode.DeviceFaultUnknown, "A fault is tampering, storage, power, network or other.", "reason");
}
