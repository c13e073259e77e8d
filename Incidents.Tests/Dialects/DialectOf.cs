using System.Text;
using Incidents.Api.Dialects;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Tests.Import;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>Reads messages by the adapters alone, without a host.</summary>
internal static class DialectOf
{
    /// <summary>When every message came.</summary>
    public static readonly Instant Received = Instant.FromUtc(2026, 7, 6, 0, 0);

    /// <summary>All dialects, with the map of the gate.</summary>
    public static DialectCatalogue Catalogue { get; } = new(new(new() { Maps = GateMap.Folder }, ImportOf.Cities));

    /// <summary>A message from Karaganda.</summary>
    public static DialectMessage Message(string dialect, ReadOnlyMemory<byte> payload, string? device = null, string path = "") =>
        new(dialect, "karaganda", device, "s", path, payload, Received);

    /// <summary>What a message leads to.</summary>
    public static DialectReading Read(string dialect, string payload, string? device = null, string path = "") =>
        Read(Message(dialect, Encoding.UTF8.GetBytes(payload), device, path));

    /// <summary>What a message leads to, all its parts together.</summary>
    public static DialectReading Read(DialectMessage message)
    {
        var all = new DialectReading();
        foreach (var part in MessageParts.Of(message, out var refusal))
        {
            if (refusal is not null)
            {
                all.Refuse(refusal);
                break;
            }
            var reading = Catalogue.Read(part);
            foreach (var report in reading.Reports)
                all.Add(report.Report, report.MayDiffer, report.Episode);
            if (reading.Refusal is { } why)
                all.Refuse(why);
        }
        return all;
    }

    /// <summary>The reports of a message that is read wholly.</summary>
    public static IReadOnlyList<Report> Reports(string dialect, string payload, string? device = null, string path = "")
    {
        var reading = Read(dialect, payload, device, path);
        Assert.Null(reading.Refusal);
        return [.. reading.Reports.Select(r => r.Report)];
    }

    /// <summary>Why a message, of which nothing is taken, is refused.</summary>
    public static ErrorCode Refused(string dialect, string payload, string? device = null)
    {
        var reading = Read(dialect, payload, device);
        Assert.Empty(reading.Reports);
        return Assert.IsType<Refusal>(reading.Refusal).Code;
    }

    /// <summary>A sample of the shared data, or a skipped test where there is none.</summary>
    public static string Sample(string file) => File.ReadAllText(ImportOf.SharedData($"devices/{file}"));

    /// <summary>The fields of a report in short: id, phase, device, moment (UTC), category, plate and confidence.</summary>
    public static (string? Id, string? Phase, string? Device, string At, string? Category, string? Plate, double? Sure) Short(Report r) => (
        r.Id, r.Phase, r.DeviceId, At(r), r.Category, r.Plate, r.Confidence is { } sure ? Math.Round(sure, 6) : null);

    /// <summary>The moment of a report in UTC; where it is local, without Z.</summary>
    public static string At(Report r) => DialectValues.Mark(r.OccurredAt!.Value);
}
