using System.Xml.Linq;

namespace Incidents.Tests.Feeds;

/// <summary>What OASIS Common Alerting Protocol 1.2 requires (chapter 3.2, Data Dictionary), and which values it allows.</summary>
internal static class CapStandard
{
    /// <summary>Its XML namespace.</summary>
    public static readonly XNamespace Namespace = "urn:oasis:names:tc:emergency:cap:1.2";

    /// <summary>The required elements.</summary>
    public static readonly IReadOnlyList<RequiredElement> Required =
    [
        new("3.2.1", "alert", "identifier"), new("3.2.1", "alert", "sender"), new("3.2.1", "alert", "sent"),
        new("3.2.1", "alert", "status"), new("3.2.1", "alert", "msgType"), new("3.2.1", "alert", "scope"),
        new("3.2.1", "alert", "restriction", ("scope", "Restricted")), new("3.2.1", "alert", "addresses", ("scope", "Private")),
        new("3.2.1", "alert", "references", ("msgType", "Update")), new("3.2.1", "alert", "references", ("msgType", "Cancel")),
        new("3.2.2", "info", "category"), new("3.2.2", "info", "event"), new("3.2.2", "info", "urgency"),
        new("3.2.2", "info", "severity"), new("3.2.2", "info", "certainty"),
        new("3.2.2", "eventCode", "valueName"), new("3.2.2", "eventCode", "value"),
        new("3.2.2", "parameter", "valueName"), new("3.2.2", "parameter", "value"),
        new("3.2.3", "resource", "resourceDesc"), new("3.2.3", "resource", "mimeType"),
        new("3.2.4", "area", "areaDesc"), new("3.2.4", "geocode", "valueName"), new("3.2.4", "geocode", "value"),
    ];

    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["status"] = ["Actual", "Exercise", "System", "Test", "Draft"],
        ["msgType"] = ["Alert", "Update", "Cancel", "Ack", "Error"],
        ["scope"] = ["Public", "Restricted", "Private"],
        ["category"] =
            ["Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"],
        ["urgency"] = ["Immediate", "Expected", "Future", "Past", "Unknown"],
        ["severity"] = ["Extreme", "Severe", "Moderate", "Minor", "Unknown"],
        ["certainty"] = ["Observed", "Likely", "Possible", "Unlikely", "Unknown"],
    };

    private static readonly string[] OrderOfAlert =
    [
        "identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code", "note", "references",
        "incidents", "info",
    ];

    private static readonly string[] OrderOfInfo =
    [
        "language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience", "eventCode", "effective", "onset",
        "expires", "senderName", "headline", "description", "instruction", "web", "contact", "parameter", "resource", "area",
    ];

    /// <summary>The required elements that a document lacks.</summary>
    /// <param name="document">The document, of whichever version.</param>
    public static IEnumerable<RequiredElement> Missing(XDocument document)
    {
        var name = document.Root!.Name.Namespace;
        return from required in Required
               from parent in document.Descendants(name + required.Parent)
               where required.Condition is not { } when || (string?)parent.Element(name + when.Element) == when.Value
               where parent.Element(name + required.Element) is null
               select required;
    }

    /// <summary>What else is wrong with a document of version 1.2.</summary>
    public static IEnumerable<string> Faults(XDocument document)
    {
        if (document.Root!.Name != Namespace + "alert")
            yield return $"The root is {document.Root.Name}.";
        foreach (var (element, allowed) in Values)
        {
            foreach (var wrong in document.Descendants(Namespace + element).Where(found => !allowed.Contains(found.Value)))
                yield return $"{element} is not '{wrong.Value}'.";
        }
        foreach (var moment in document.Descendants().Where(e => e.Name.LocalName is "sent" or "onset" or "effective" or "expires"))
        {
            if (!System.Text.RegularExpressions.Regex.IsMatch(moment.Value, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$"))
                yield return $"{moment.Name.LocalName} is not '{moment.Value}'.";
        }
        foreach (var plain in document.Root.Elements().Where(e => e.Name.LocalName is "identifier" or "sender"))
        {
            if (plain.Value.AsSpan().IndexOfAny(" ,<&") >= 0)
                yield return $"{plain.Name.LocalName} has a restricted character.";
        }
        if (!InOrder(document.Root, OrderOfAlert) || !document.Root.Elements(Namespace + "info").All(info => InOrder(info, OrderOfInfo)))
            yield return "The elements are in another order than the schema's.";
    }

    private static bool InOrder(XElement parent, string[] order)
    {
        var places = parent.Elements().Select(child => Array.IndexOf(order, child.Name.LocalName)).ToArray();
        return !places.Contains(-1) && places.SequenceEqual(places.Order());
    }
}
