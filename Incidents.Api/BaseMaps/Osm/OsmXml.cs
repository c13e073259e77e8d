using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.BaseMaps.Osm;

/// <summary>Reads OpenStreetMap XML, element by element.</summary>
internal static class OsmXml
{
    // No document type, so no entities that grow; a text has a bound of its own.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        CheckCharacters = false,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="content">Its content.</param>
    /// <param name="objects">Receives its objects.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Null: XML has no moment of its data that can be relied on.</returns>
    /// <exception cref="OsmException">It is not OpenStreetMap XML.</exception>
    public static Instant? Read(string path, Stream content, IOsmObjects objects, CancellationToken cancellation)
    {
        using var xml = XmlReader.Create(content, Settings);
        var (tags, nodes, ways) = (new OsmTags(), new List<long>(), new List<WayMember>());
        xml.MoveToContent();
        if (xml.LocalName != "osm")
            throw new OsmException(
                ErrorCode.ExtractUnreadable, $"{path} is XML, but not of OpenStreetMap: it begins with <{xml.LocalName}>.");
        xml.Read();
        while (!xml.EOF)
        {
            cancellation.ThrowIfCancellationRequested();
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
                continue;
            }
            var kind = xml.LocalName;
            if (kind is not ("node" or "way" or "relation") || (objects.WantsOnlyRelations && kind != "relation"))
            {
                xml.Skip();
                continue;
            }
            var id = Id(path, xml, "id");
            var (longitude, latitude) = kind == "node" ? (Degrees(path, xml, "lon"), Degrees(path, xml, "lat")) : default;
            Children(path, xml, tags, nodes, ways);
            if (kind == "node")
                objects.Node(id, longitude, latitude, tags);
            else if (kind == "way")
                objects.Way(id, CollectionsMarshal.AsSpan(nodes), tags);
            else
                objects.Relation(id, CollectionsMarshal.AsSpan(ways), tags);
        }
        return null;
    }

    private static void Children(string path, XmlReader xml, OsmTags tags, List<long> nodes, List<WayMember> ways)
    {
        tags.Clear();
        nodes.Clear();
        ways.Clear();
        var (isEmpty, depth) = (xml.IsEmptyElement, xml.Depth);
        xml.Read();
        if (isEmpty)
            return;
        for (; xml.Depth > depth; xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "tag" && xml.GetAttribute("k") is { } key && xml.GetAttribute("v") is { } value)
                tags.Add(key, value);
            else if (xml.LocalName == "nd")
                nodes.Add(Id(path, xml, "ref"));
            else if (xml.LocalName == "member" && xml.GetAttribute("type") == "way")
                ways.Add(new(Id(path, xml, "ref"), xml.GetAttribute("role") == "inner"));
        }
    }

    private static long Id(string path, XmlReader xml, string attribute) =>
        long.TryParse(xml.GetAttribute(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new OsmException(ErrorCode.ExtractUnreadable, $"{path}: an element '{xml.LocalName}' has no number '{attribute}'.");

    private static double Degrees(string path, XmlReader xml, string attribute) =>
        double.TryParse(xml.GetAttribute(attribute), CultureInfo.InvariantCulture, out var degrees)
            ? degrees
            : throw new OsmException(ErrorCode.ExtractUnreadable, $"{path}: an element '{xml.LocalName}' has no number '{attribute}'.");
}
