using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>Reads of plates in notifications of Hikvision, and in its lists of the last ones.</summary>
internal static class HikvisionPlates
{
    private static readonly string[] Names = ["licensePlate", "plateNumber", "plateNo", "originalLicensePlate"];

    /// <summary>The reads of a notification: its elements <c>ANPR</c>, else the one that holds a plate.</summary>
    public static IReadOnlyList<XmlPart> In(XmlPart alert)
    {
        XmlPart[] own = [.. alert.Children.Where(c => c.Name.Equals("ANPR", StringComparison.OrdinalIgnoreCase))];
        if (own.Length > 0)
            return own;
        return Holder(alert, 0) is { } read ? [read] : [];
    }

    /// <summary>The time of a read where its notification has none.</summary>
    public static string? TimeIn(XmlPart read) =>
        read.FirstOf("dateTime", "captureTime", "vehicleDetectedTime", "passTime", "time")
        ?? read.Below("captureTime")?.Text ?? read.Below("absTime")?.Text;

    /// <summary>Reads the plates of a notification.</summary>
    public static void Read(
        XmlPart alert, IReadOnlyList<XmlPart> reads, string? device, ReportedTime at, DialectMessage message, DialectReading reading)
    {
        foreach (var read in reads)
        {
            // A vehicle passed whose plate could not be read.
            if (Written(read) is not { } written)
                continue;
            if (WrittenPlates.Of(written) is not { } plate)
            {
                reading.Refuse(Plate.Malformed("licensePlate"));
                continue;
            }
            // Old cameras have no id of a read, and some always the same short one.
            var id = alert.TextOf("UUID") is { Length: >= 16 } uuid
                ? reads.Count == 1 ? DialectValues.Id(uuid) : DialectValues.PlateId(plate, uuid)
                : DialectValues.PlateId(
                    plate, message.DeviceId ?? device, alert.TextOf("channelID"), read.FirstOf("line", "laneNo"), DialectValues.Mark(at));
            reading.Add(PlateReads.Of(message, device, id, plate, at, Confidence(read)));
        }
    }

    /// <summary>Reads one plate of a list of the last ones.</summary>
    public static void ReadListed(XmlPart read, DialectMessage message, DialectReading reading)
    {
        if (Written(read) is not { } written)
            return;
        if (WrittenPlates.Of(written) is not { } plate)
            reading.Refuse(Plate.Malformed("plateNumber"));
        else if (DialectValues.Iso(TimeIn(read)) is not { Unreadable: null } at)
            reading.Refuse(ErrorCode.TimeMissing, "'captureTime' is missing, or no time.", "captureTime");
        else
            // The same read as a notification of it.
            reading.Add(
                PlateReads.Of(
                    message, null,
                    DialectValues.PlateId(plate, message.DeviceId, "1", read.FirstOf("line", "laneNo"), DialectValues.Mark(at)),
                    plate, at, Confidence(read)),
                mayDiffer: true);
    }

    private static string? Written(XmlPart read)
    {
        foreach (var name in Names)
        {
            if ((read.TextOf(name) ?? read.Below(name)?.Text) is { } text && !WrittenPlates.IsPlaceholder(text))
                return text;
        }
        return null;
    }

    private static double? Confidence(XmlPart read) =>
        DialectValues.Percent(DialectValues.Level(read.FirstOf("confidenceLevel", "confidence", "plateConfidence", "entireBelieve")));

    private static XmlPart? Holder(XmlPart part, int depth)
    {
        foreach (var name in Names)
        {
            if (part.Find(name) is not null)
                return part;
        }
        return depth == 4 ? null : part.Children.Select(child => Holder(child, depth + 1)).FirstOrDefault(found => found is not null);
    }
}
