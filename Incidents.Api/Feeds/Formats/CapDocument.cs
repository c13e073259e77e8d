using System.Globalization;
using System.Text;
using System.Xml;
using Incidents.Domain;
using Incidents.Domain.Feeds;

namespace Incidents.Api.Feeds.Formats;

/// <summary>A thing as an alert of OASIS Common Alerting Protocol 1.2; which element says what is in docs/feeds.md.</summary>
internal static class CapDocument
{
    /// <summary>Its type.</summary>
    public const string ContentType = "application/cap+xml; charset=utf-8";

    /// <summary>Its XML namespace.</summary>
    public const string Namespace = "urn:oasis:names:tc:emergency:cap:1.2";

    private const string Restriction = "For the receivers of this feed only.";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false) };

    /// <summary>The document.</summary>
    /// <param name="thing">The thing as the receiver sees it.</param>
    /// <param name="context">What else it says.</param>
    public static byte[] Of(FeedThing thing, FeedContext context)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("alert", Namespace);
            Write(xml, "identifier", context.Id.ToString());
            Write(xml, "sender", context.Domain);
            Write(xml, "sent", FeedTimes.Cap(thing.ChangedAt));
            Write(xml, "status", context.IsExercise ? "Exercise" : "Actual");
            Write(xml, "msgType", MessageType(thing, context));
            Write(xml, "scope", "Restricted");
            Write(xml, "restriction", Restriction);
            if (context.IsExercise)
                Write(xml, "note", "Simulated data.");
            if (context.Previous is { } previous)
                Write(xml, "references", $"{context.Domain},{previous.Id},{FeedTimes.Cap(previous.At)}");
            Write(xml, "incidents", (thing.MergedInto ?? thing.Id).ToString());
            Info(xml, "kk-KZ", category => category.NameKk, thing, context);
            Info(xml, "ru-KZ", category => category.NameRu, thing, context);
            Info(xml, "en", category => category.NameEn, thing, context);
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    // What supersedes or cancels names what it supersedes: what a receiver is told first is an alert, however far the thing has come.
    private static string MessageType(FeedThing thing, FeedContext context) => context.Previous is null ? "Alert"
        : thing.Phase is FeedPhase.Withdrawn or FeedPhase.Merged ? "Cancel" : "Update";

    private static void Info(XmlWriter xml, string language, Func<Category, string> name, FeedThing thing, FeedContext context)
    {
        var what = context.Category is { } category ? name(category) : thing.Category;
        xml.WriteStartElement("info", Namespace);
        Write(xml, "language", language);
        Write(xml, "category", CategoryOf(context.Category));
        Write(xml, "event", what);
        Write(xml, "urgency", UrgencyOf(thing, context.Urgency));
        Write(xml, "severity", context.Urgency switch { 1 => "Severe", 2 => "Moderate", _ => "Minor" });
        // What a camera's program says nobody has seen yet.
        Write(xml, "certainty", thing.Kind is FeedKind.Alert ? "Likely" : "Observed");
        Pair(xml, "eventCode", $"{context.Domain}:category", thing.Category);
        Write(xml, "onset", FeedTimes.Cap(thing.OccurredAt));
        Write(xml, "senderName", context.Centre);
        Write(xml, "headline", $"{what}: {AreaOf(thing, context)}");
        if (thing.Description is { Length: > 0 } description)
            Write(xml, "description", description);
        Pair(xml, "parameter", "kind", thing.Kind.ToString());
        Pair(xml, "parameter", "phase", thing.Phase.ToString());
        Pair(xml, "parameter", "status", thing.Status);
        Pair(xml, "parameter", "version", thing.Version.ToString(CultureInfo.InvariantCulture));
        if (thing.DeviceId is { } device)
            Pair(xml, "parameter", "deviceId", device);
        if (thing.Plate is { } plate)
            Pair(xml, "parameter", "plate", plate);
        if (thing.HandledBy is { } person)
            Pair(xml, "parameter", "handledBy", person);
        foreach (var unit in thing.Units)
            Pair(xml, "parameter", "unit", $"{unit.Unit} {unit.Status}");
        Area(xml, thing, context);
        xml.WriteEndElement();
    }

    private static void Area(XmlWriter xml, FeedThing thing, FeedContext context)
    {
        xml.WriteStartElement("area", Namespace);
        Write(xml, "areaDesc", AreaOf(thing, context));
        // A place is a circle without extent, latitude first.
        if (thing.Place.Point is { } point)
            Write(xml, "circle", string.Create(CultureInfo.InvariantCulture, $"{point.Latitude:0.######},{point.Longitude:0.######} 0"));
        Pair(xml, "geocode", $"{context.Domain}:city", thing.Place.City);
        xml.WriteEndElement();
    }

    private static string AreaOf(FeedThing thing, FeedContext context) => string.Join(
        ", ", new[] { context.City?.NameEn ?? thing.Place.City, thing.Place.District, thing.Place.Street }.Where(part => part is not null));

    private static string CategoryOf(Category? category) => category switch
    {
        { Code: "fire" or "smoke" or "arson" } => "Fire",
        { Code: "ems" } => "Health",
        { Group: "road" } => "Transport",
        { Group: "violence" or "sexual" or "property" or "fraud" or "drugs" or "authority" or "alert" } => "Security",
        { Group: "public-order" or "safety" or "emergency" } => "Safety",
        { Group: "municipal" } => "Infra",
        { Group: "nature" } => "Env",
        _ => "Other",
    };

    private static string UrgencyOf(FeedThing thing, int urgency) => thing.Phase is not FeedPhase.Active ? "Past" : urgency switch
    {
        1 or 2 => "Immediate",
        Category.LeastUrgent => "Future",
        _ => "Expected",
    };

    private static void Pair(XmlWriter xml, string element, string name, string value)
    {
        xml.WriteStartElement(element, Namespace);
        Write(xml, "valueName", name);
        Write(xml, "value", value);
        xml.WriteEndElement();
    }

    // XML has no form for control characters, which a source may have written all the same.
    private static void Write(XmlWriter xml, string element, string text) => xml.WriteElementString(
        element, Namespace, string.Concat(text.EnumerateRunes().Where(rune => rune.Value >= ' ' || rune.Value is '\t' or '\n' or '\r')
            .Where(rune => rune.Value is not (0xFFFE or 0xFFFF)).Select(rune => rune.ToString())));
}
