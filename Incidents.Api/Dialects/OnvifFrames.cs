using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>Plates of the objects in frames of ONVIF metadata.</summary>
/// <remarks>
/// An object is one read, however many frames show it: of a message the frame in which its plate is the likeliest, of several messages the
/// first, as long as the object is shown at least once a minute. Numbers of objects begin anew with each start of a camera.
/// </remarks>
internal static class OnvifFrames
{
    /// <summary>Reads the plates in what holds frames; other objects are states.</summary>
    public static void Read(XmlPart analytics, DialectMessage message, DialectReading reading)
    {
        var best = new Dictionary<(string? Source, string? Number, string? Plate), Sighting>();
        foreach (var frame in Frames(analytics))
        {
            foreach (var thing in frame.Children.Where(child => child.Name is "Object"))
            {
                if (SightingOf(thing, frame) is not { } sighting)
                    continue;
                // What has no number is told apart by its plate.
                var number = Value(thing, "ObjectId");
                var key = (Value(frame, "Source"), number, number is null ? sighting.Plate : null);
                if (!best.TryGetValue(key, out var known) || sighting.Sure > known.Sure)
                    best[key] = sighting;
            }
        }
        foreach (var ((source, number, _), sighting) in best)
            Add(source, number, sighting, message, reading);
    }

    private static IEnumerable<XmlPart> Frames(XmlPart analytics) =>
        analytics.Name is "Frame" ? [analytics] : analytics.Children.Where(child => child.Name is "Frame");

    private static Sighting? SightingOf(XmlPart thing, XmlPart frame)
    {
        if (thing.Below("LicensePlateInfo")?.Find("PlateNumber") is not { } number
            || WrittenPlates.Of(number.Text.Length > 0 ? number.Text : number.TextOf("#text")) is not { } plate)
            return null;
        var sure = DialectValues.Confidence(DialectValues.Level(Value(number, "Likelihood")));
        return new(plate, sure ?? -1, Value(frame, "UtcTime"));
    }

    private static void Add(string? source, string? number, Sighting sighting, DialectMessage message, DialectReading reading)
    {
        if (DialectValues.Utc(sighting.UtcTime) is not { Unreadable: null } at)
        {
            reading.Refuse(ErrorCode.TimeMissing, "'UtcTime' of a frame is missing, or no time.", "UtcTime");
            return;
        }
        double? sure = sighting.Sure >= 0 ? sighting.Sure : null;
        if (number is null)
        {
            var id = DialectValues.PlateId(sighting.Plate, message.DeviceId, source, DialectValues.Mark(at));
            reading.Add(PlateReads.Of(message, null, id, sighting.Plate, at, sure));
            return;
        }
        var key = PlateReads.KeyOf(message, null, $"plate/{source}/{number}");
        reading.Add(
            PlateReads.Of(message, null, DialectValues.Id(key, DialectValues.Mark(at)), sighting.Plate, at, sure),
            episode: new(key, IsActive: true) { Word = EpisodeWord.Confirms });
    }

    // An attribute of XML is a member of JSON.
    private static string? Value(XmlPart part, string name) => part.Attribute(name) ?? part.FirstOf(name, $"@{name}");

    private sealed record Sighting(string Plate, double Sure, string? UtcTime);
}
