using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>Dialect <c>reports</c>: the canonical reports, for devices and brokers that speak them.</summary>
internal static class CanonicalReports
{
    /// <summary>Reads one report, several one after another, or an array of them.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        foreach (var value in JsonValue.All(message))
        {
            if (ReportReader.Read(value.Bytes.Span, out var refusal) is not { } report)
                reading.Refuse(refusal!);
            else if ((report.City is { } city && city != message.City)
                || (report.DeviceId is { } device && message.DeviceId is { } own && device != own))
                reading.Refuse(Disagrees);
            else
                reading.Add(report with { Source = message.Source, City = message.City, DeviceId = message.DeviceId ?? report.DeviceId });
        }
    }

    /// <summary>The message names another device or city than the one that it came from.</summary>
    public static readonly Refusal Disagrees = new(
        ErrorCode.DeviceDisagrees, "The message names another device or city than the one that it came from.", "deviceId");
}
