using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;

namespace Incidents.Api.Feeds.Formats;

/// <summary>The location of a thing in an EIDO: PIDF-LO (RFC 5491) with the point and the civic address that the receiver sees.</summary>
internal static class EidoLocation
{
    private const string Presence = "urn:ietf:params:xml:ns:pidf";
    private const string Model = "urn:ietf:params:xml:ns:pidf:data-model";
    private const string Privacy = "urn:ietf:params:xml:ns:pidf:geopriv10";
    private const string Civic = "urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr";
    private const string Gml = "http://www.opengis.net/gml";
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true };

    /// <summary>The component.</summary>
    public static JsonObject Of(EidoDocument.Parts parts)
    {
        var location = parts.Component(parts.Id("location"));
        location["locationTypeDescriptionRegistryText"] = "CurrentIncident";
        location["locationByValue"] = Value(parts);
        return location;
    }

    private static string Value(EidoDocument.Parts parts)
    {
        var (place, id) = (parts.Thing.Place, parts.Thing.Id.ToString("N"));
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, Settings))
        {
            xml.WriteStartElement("presence", Presence);
            xml.WriteAttributeString("entity", $"pres:{id}@{parts.Context.Domain}");
            xml.WriteStartElement("dm", "device", Model);
            xml.WriteAttributeString("id", $"t{id}");
            xml.WriteStartElement("gp", "geopriv", Privacy);
            xml.WriteStartElement("location-info", Privacy);
            if (place.Point is { } point)
            {
                xml.WriteStartElement("gml", "Point", Gml);
                xml.WriteAttributeString("srsName", "urn:ogc:def:crs:EPSG::4326");
                xml.WriteElementString(
                    "pos", Gml, string.Create(CultureInfo.InvariantCulture, $"{point.Latitude:0.######} {point.Longitude:0.######}"));
                xml.WriteEndElement();
            }
            xml.WriteStartElement("ca", "civicAddress", Civic);
            Write(xml, "country", "KZ");
            Write(xml, "A3", parts.Context.City?.NameEn ?? place.City);
            Write(xml, "A4", place.District);
            Write(xml, "LOC", place.Street);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteElementString("usage-rules", Privacy, "");
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return text.ToString();
    }

    private static void Write(XmlWriter xml, string element, string? text)
    {
        if (text is not null)
            xml.WriteElementString(element, Civic, string.Concat(text.Where(XmlConvert.IsXmlChar)));
    }
}
