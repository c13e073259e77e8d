using Incidents.Api.Ingest;
using Incidents.Domain.Alerts;
using Incidents.Domain.Plates;

namespace Incidents.Api.Dialects;

/// <summary>Makes reports of what plate readers and their cameras send.</summary>
internal static class PlateReads
{
    /// <summary>A read of a plate.</summary>
    /// <param name="message">The message.</param>
    /// <param name="device">The device that the message names, where the transport names none.</param>
    /// <param name="id">The reader's id of the read.</param>
    /// <param name="plate">The plate, normalised.</param>
    /// <param name="at">When.</param>
    /// <param name="confidence">How sure the reader is, 0 to 1, or null.</param>
    public static Report Of(DialectMessage message, string? device, string id, string plate, ReportedTime at, double? confidence) => new()
    {
        Source = message.Source,
        Id = id,
        Kind = RecordPlateRead.Kind,
        City = message.City,
        DeviceId = message.DeviceId ?? device,
        OccurredAt = at,
        Plate = plate,
        Confidence = confidence,
        Snapshot = DialectValues.Picture(message),
    };

    /// <summary>An alert of the camera itself that begins or ends; or, where it is neither, happens at once.</summary>
    /// <param name="message">The message.</param>
    /// <param name="device">The device that the message names, where the transport names none.</param>
    /// <param name="name">Name of the alert as the camera gives it, with its channel or rule.</param>
    /// <param name="category">Category code.</param>
    /// <param name="at">When.</param>
    /// <param name="isActive">Whether it begins; null where it happens at once.</param>
    /// <param name="reading">Takes the reports.</param>
    /// <param name="word">How the camera says so.</param>
    public static void AddAlert(
        DialectMessage message, string? device, string name, string category, ReportedTime at, bool? isActive, DialectReading reading,
        EpisodeWord word = EpisodeWord.Changes)
    {
        var key = KeyOf(message, device, name);
        var alert = new Report
        {
            Source = message.Source,
            Id = isActive is false ? null : DialectValues.Id(key, DialectValues.Mark(at)),
            Kind = RaiseAlert.Kind,
            City = message.City,
            DeviceId = message.DeviceId ?? device,
            Category = category,
            OccurredAt = at,
            Snapshot = isActive is false ? null : DialectValues.Picture(message),
        };
        if (isActive is { } state)
        {
            reading.Add(alert with { Phase = state ? "raised" : "ended" }, episode: new(key, state) { Word = word });
            return;
        }
        reading.Add(alert with { Phase = "raised" });
        reading.Add(alert with { Phase = "ended", Snapshot = null });
    }

    /// <summary>What a state is of, in a device.</summary>
    public static string KeyOf(DialectMessage message, string? device, string name)
    {
        var key = DialectValues.Id(message.DeviceId ?? device ?? "", name);
        return key.Length > 150 ? DialectValues.Hash(key) : key;
    }
}
