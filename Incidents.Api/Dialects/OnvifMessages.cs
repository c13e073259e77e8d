using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>
/// Dialect <c>onvif</c>: metadata of ONVIF devices as XML (a stream, single documents, notifications in SOAP), or as JSON over MQTT, in the
/// form of the specification or of Axis cameras.
/// </summary>
/// <remarks>
/// <c>Initialized</c> tells the state at the time of subscribing, and raises no alert. <c>Changed</c> to true begins an alert, to false
/// ends it. What has no state happens at once. Frames of objects are states but for the plates in them, and so are measured values.
/// </remarks>
internal static class OnvifMessages
{
    private const string Schema = "http://www.onvif.org/ver10/schema";
    private const string Notification = "http://docs.oasis-open.org/wsn/b-2";

    private static readonly string[] Soap = ["http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/"];

    /// <summary>Reads one message, or several.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        if (Starts(message.Payload.Span) == '<')
        {
            foreach (var part in XmlPart.All(message.Payload))
                ReadRoot(part, message, reading);
            return;
        }
        foreach (var value in JsonValue.All(message))
            ReadJson(value, message, reading);
    }

    /// <summary>The first byte that is no blank; 0 where there is none.</summary>
    public static char Starts(ReadOnlySpan<byte> payload) =>
        payload.TrimStart(" \t\r\n"u8) is { Length: > 0 } text ? (char)text[0] : '\0';

    /// <summary>Whether an element is metadata or a notification, by its namespace.</summary>
    public static bool IsMetadata(XmlPart root) => root.Namespace is Schema || IsOfNotification(root.Namespace)
        || Soap.Contains(root.Namespace) || root.Namespace.Contains("onvif.org", StringComparison.Ordinal);

    /// <summary>Reads a document.</summary>
    public static void ReadRoot(XmlPart root, DialectMessage message, DialectReading reading)
    {
        if (!IsMetadata(root))
        {
            reading.Refuse(
                ErrorCode.MessageUnknown,
                $"'{ReportInterpreter.Beginning(root.Name)}' of '{ReportInterpreter.Beginning(root.Namespace)}' is no metadata.");
            return;
        }
        var found = 0;
        foreach (var notification in root.Outermost("NotificationMessage", part => IsOfNotification(part.Namespace)))
        {
            found++;
            Read(notification, message, reading);
        }
        foreach (var analytics in root.Children)
        {
            if (analytics is { Name: "VideoAnalytics", Namespace: Schema })
                OnvifFrames.Read(analytics, message, reading);
        }
        // A stream that begins, frames of objects, the position of a camera: nothing happened.
        if (found > 0 || root.Name is "MetadataStream" or "Notify" or "Envelope" or "PullMessagesResponse")
            return;
        reading.Refuse(ErrorCode.MessageUnknown, $"'{ReportInterpreter.Beginning(root.Name)}' holds no notification.");
    }

    private static bool IsOfNotification(string of) => of.AsSpan().TrimEnd('/') is Notification;

    private static void Read(XmlPart notification, DialectMessage message, DialectReading reading)
    {
        var body = notification.Find("Message") is { } outer
            ? outer.Namespace == Schema ? outer : outer.Children.FirstOrDefault(c => c is { Name: "Message", Namespace: Schema })
            : null;
        if (notification.TextOf("Topic") is not { } topic || body is null)
        {
            reading.Refuse(ErrorCode.MessageUnreadable, "A notification has no topic, or no message of ONVIF's schema.", "Topic");
            return;
        }
        OnvifEvents.Read(
            new(
                OnvifTopic.Of(topic), body.Attribute("UtcTime"), body.Attribute("PropertyOperation"),
                [.. Items(body.Find("Source")), .. Items(body.Find("Key"))], [.. Items(body.Find("Data"))])
            {
                Producer = notification.Find("ProducerReference")?.TextOf("Address"),
            },
            message, reading);
    }

    private static IEnumerable<(string Name, string Value)> Items(XmlPart? part)
    {
        foreach (var item in part?.Children ?? [])
        {
            if (item.Name is "SimpleItem" && item.Attribute("Name") is { } name)
            {
                yield return (name, item.Attribute("Value") ?? item.Text);
            }
            else if (item.Name is "ElementItem")
            {
                foreach (var leaf in Leaves(item))
                    yield return leaf;
            }
        }
    }

    // Of what is no simple value: the texts in it by the names of their elements.
    private static IEnumerable<(string Name, string Value)> Leaves(XmlPart part)
    {
        if (part.Children.Count == 0 && part.Text.Length > 0)
            yield return (part.Name, part.Text);
        if (part.Attribute("Likelihood") is { } likelihood)
            yield return ("Likelihood", likelihood);
        foreach (var leaf in part.Children.SelectMany(Leaves))
            yield return leaf;
    }

    /// <summary>Reads a message in JSON.</summary>
    public static void ReadJson(JsonValue value, DialectMessage message, DialectReading reading)
    {
        foreach (var name in (ReadOnlySpan<string>)["Frame", "VideoAnalytics"])
        {
            foreach (var analytics in value[name].Items())
                OnvifFrames.Read(XmlPart.Of(name, analytics), message, reading);
        }
        if (value.First("SensorData", "Frame", "VideoAnalytics").IsPresent)
            return;
        // Axis cameras name the topic in the message, and the time in milliseconds.
        if (IsOfAxis(value) && value["topic"].Text() is { } topic && value["message"] is { IsObject: true } inner)
        {
            var millis = DialectValues.OfMillis(value["timestamp"].Number());
            OnvifEvents.Read(
                new(
                    OnvifTopic.Of(topic), millis is { } at ? DialectValues.Mark(ReportedTime.At(at)) : null,
                    value["PropertyOperation"].Text(),
                    [.. Items(inner["source"]), .. Items(inner["key"])], [.. Items(inner["data"])])
                {
                    Producer = value["serial"].Text(),
                },
                message, reading);
            return;
        }
        var body = value["Message"] is { IsObject: true } wrapped ? wrapped : value;
        // As XML has it: the message of the notification holds that of ONVIF.
        if (body["Message"] is { IsObject: true } within)
            body = within;
        if (!body["Data"].IsPresent && !body["Source"].IsPresent)
        {
            reading.Refuse(ErrorCode.MessageUnknown, "The message has neither 'Source' nor 'Data'.");
            return;
        }
        OnvifEvents.Read(
            new(
                value["Topic"].Text() is { } own ? OnvifTopic.Of(own) : OnvifTopic.OfPath(message.Path),
                (body.First("UtcTime", "@UtcTime") is { IsPresent: true } utc ? utc : value.First("UtcTime", "@UtcTime")).Text(),
                (body.First("PropertyOperation", "@PropertyOperation") is { IsPresent: true } operation ? operation
                    : value.First("PropertyOperation", "@PropertyOperation")).Text(),
                [.. Items(body["Source"]), .. Items(body["Key"])], [.. Items(body["Data"])]),
            message, reading);
    }

    // ONVIF's own JSON has "Topic" and "Message", and its time in the message.
    private static bool IsOfAxis(JsonValue value) => value["timestamp"].IsPresent
        || (value.Exact("topic"u8).IsPresent && value.Exact("message"u8) is var inner && !inner["UtcTime"].IsPresent
            && !inner["@UtcTime"].IsPresent);

    // Either members of an object, or a list of names and values.
    private static IEnumerable<(string Name, string Value)> Items(JsonValue value)
    {
        foreach (var item in value.Items())
        {
            if (!item.IsObject)
                continue;
            var own = item["$"] is { IsObject: true } attributes ? attributes : item;
            if (own.First("Name", "@Name").Text() is { } name && own.First("Value", "@Value") is { IsPresent: true } simple)
            {
                yield return (name, simple.Text() ?? "");
                continue;
            }
            foreach (var member in item.Element.EnumerateObject())
            {
                var inner = new JsonValue(member.Value);
                if (member.Name is "SimpleItem" or "ElementItem")
                {
                    foreach (var found in Items(inner))
                        yield return found;
                }
                else if (inner.IsObject)
                {
                    foreach (var found in Within(member.Name, inner, 0))
                        yield return found;
                }
                else
                {
                    yield return (member.Name, inner.Text() ?? "");
                }
            }
        }
    }

    // A value with attributes, or one that holds others.
    private static IEnumerable<(string Name, string Value)> Within(string name, JsonValue value, int depth)
    {
        foreach (var member in value.Element.EnumerateObject())
        {
            var inner = new JsonValue(member.Value);
            if (inner.IsObject && depth < 6)
            {
                foreach (var found in Within(member.Name, inner, depth + 1))
                    yield return found;
            }
            else if (inner.Text() is { } text)
            {
                yield return (member.Name is "#text" or "_" or "Value" or "value" ? name : member.Name.TrimStart('@'), text);
            }
        }
    }
}
