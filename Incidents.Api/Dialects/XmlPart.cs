using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace Incidents.Api.Dialects;

/// <summary>An element of a device's XML with what it holds, read without any entity, and only so deep and so wide.</summary>
/// <param name="Name">Its name without prefix.</param>
/// <param name="Namespace">URI of its namespace; prefixes mean nothing.</param>
internal sealed record XmlPart(string Name, string Namespace)
{
    private const int MostDepth = 32;
    private const int MostElements = 20_000;
    private const int MostKeptNames = 16 << 10;
    private const int MostKeptFor = 1_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        ConformanceLevel = ConformanceLevel.Fragment,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CheckCharacters = true,
        MaxCharactersInDocument = 4 << 20,
    };

    // Devices write the same names in every message: they are made once.
    [ThreadStatic]
    private static XmlReaderSettings? known;

    [ThreadStatic]
    private static int uses;

    private List<XmlPart>? children;
    private List<(string Name, string Value)>? attributes;
    private StringBuilder? pieces;

    /// <summary>Its text without blanks around it; empty where it has none.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The elements in it.</summary>
    public IReadOnlyList<XmlPart> Children => children ?? (IReadOnlyList<XmlPart>)[];

    /// <summary>The elements of a body: of one document, or of several one after another.</summary>
    /// <exception cref="XmlException">It is no XML, has a document type, or is too deep or too wide.</exception>
    public static List<XmlPart> All(ReadOnlyMemory<byte> body)
    {
        var parts = new List<XmlPart>(1);
        var elements = 0;
        // A stream of metadata is one document after another, each with a declaration of its own.
        while (body.Length > 0)
        {
            var next = body.Span[1..].IndexOf("<?xml "u8) + 1;
            var document = Trimmed(next > 0 ? body[..next] : body);
            // The text is UTF-8 by now, whatever it declares.
            if (document.Span.StartsWith("<?xml "u8) && document.Span.IndexOf("?>"u8) is >= 0 and var declared)
                document = Trimmed(document[(declared + 2)..]);
            Read(document, parts, ref elements);
            body = next > 0 ? body[next..] : default;
        }
        return parts.Count > 0 ? parts : throw new XmlException("there is no element in it.");
    }

    /// <summary>The first element in it of a name, in whatever capitals; null where there is none.</summary>
    public XmlPart? Find(string name)
    {
        if (children is null)
            return null;
        foreach (var child in children)
        {
            if (string.Equals(child.Name, name, StringComparison.OrdinalIgnoreCase))
                return child;
        }
        return null;
    }

    /// <summary>The first element of a name anywhere below it; null where there is none.</summary>
    public XmlPart? Below(string name)
    {
        if (Find(name) is { } own)
            return own;
        foreach (var child in Children)
        {
            if (child.Below(name) is { } found)
                return found;
        }
        return null;
    }

    /// <summary>The outermost elements of a name that fit, itself and all below it, in their order.</summary>
    public List<XmlPart> Outermost(string name, Predicate<XmlPart> fits)
    {
        var found = new List<XmlPart>(1);
        Collect(this);
        return found;

        void Collect(XmlPart part)
        {
            if (part.Name == name && fits(part))
                found.Add(part);
            else
                part.children?.ForEach(Collect);
        }
    }

    /// <summary>The text of the first element in it of a name; null where it is absent or blank.</summary>
    public string? TextOf(string name) => Find(name) is { Text.Length: > 0 } found ? found.Text : null;

    /// <summary>The text of the first of some elements in it that has one; null where none has.</summary>
    public string? FirstOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (TextOf(name) is { } text)
                return text;
        }
        return null;
    }

    /// <summary>The value of an attribute without namespace, in whatever capitals; null where it is absent.</summary>
    public string? Attribute(string name)
    {
        if (attributes is null)
            return null;
        foreach (var (own, value) in attributes)
        {
            if (string.Equals(own, name, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        return null;
    }

    /// <summary>The same of a JSON object, whose members are elements; a list is an element for each of its values.</summary>
    public static XmlPart Of(string name, JsonValue value)
    {
        var part = new XmlPart(name, "") { Text = value.IsObject ? "" : value.Text() ?? "" };
        if (!value.IsObject)
            return part;
        foreach (var member in value.Element.EnumerateObject())
        {
            foreach (var item in new JsonValue(member.Value).Items())
                part.Add(Of(member.Name, item));
        }
        return part;
    }

    /// <summary>The same as a JSON object: attributes and elements are members; several of one name, a list.</summary>
    public JsonValue ToJson() => JsonValue.All(JsonSerializer.SerializeToUtf8Bytes(Node()))[0];

    private JsonNode? Node()
    {
        if (children is null && attributes is null)
            return Text;
        var node = new JsonObject();
        foreach (var (name, value) in attributes ?? [])
            node[name] = value;
        foreach (var group in Children.GroupBy(child => child.Name, StringComparer.Ordinal))
        {
            JsonNode?[] nodes = [.. group.Select(child => child.Node())];
            node[group.Key] = nodes.Length == 1 ? nodes[0] : new JsonArray(nodes);
        }
        if (Text.Length > 0)
            node["#text"] = Text;
        return node;
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> document)
    {
        document = document.Trim(" \t\r\n\0"u8);
        return document.Span.StartsWith("\uFEFF"u8) ? document[3..].Trim(" \t\r\n\0"u8) : document;
    }

    // Names of long messages, or of too many, would fill the memory.
    private static XmlReaderSettings SettingsFor(int length)
    {
        if (length > MostKeptNames)
            return Settings;
        if (known is null || ++uses > MostKeptFor)
        {
            (known, uses) = (Settings.Clone(), 0);
            known.NameTable = new NameTable();
        }
        return known;
    }

    private static void Read(ReadOnlyMemory<byte> document, List<XmlPart> parts, ref int elements)
    {
        if (document.Length == 0)
            return;
        using var stream = MemoryMarshal.TryGetArray(document, out var held)
            ? new MemoryStream(held.Array!, held.Offset, held.Count, writable: false)
            : new MemoryStream(document.ToArray(), writable: false);
        using var reader = XmlReader.Create(stream, SettingsFor(document.Length));
        var open = new Stack<XmlPart>();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (++elements > MostElements || reader.Depth >= MostDepth)
                        throw new XmlException($"it has more than {MostElements} elements, or is deeper than {MostDepth}.");
                    var part = new XmlPart(reader.LocalName, reader.NamespaceURI);
                    part.ReadAttributes(reader);
                    if (open.TryPeek(out var parent))
                        parent.Add(part);
                    else
                        parts.Add(part);
                    if (!reader.IsEmptyElement)
                        open.Push(part);
                    break;
                case XmlNodeType.EndElement:
                    var closed = open.Pop();
                    closed.Text = (closed.pieces?.ToString() ?? closed.Text).Trim();
                    closed.pieces = null;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    if (++elements > MostElements)
                        throw new XmlException($"it has more than {MostElements} elements and texts.");
                    if (open.TryPeek(out var owner))
                        owner.Append(reader.Value);
                    else
                        throw new XmlException("there is text outside of its elements.");
                    break;
                case XmlNodeType.EntityReference:
                    throw new XmlException("it refers to an entity.");
            }
        }
    }

    // Thousands of sections may make one text.
    private void Append(string text)
    {
        if (pieces is not null)
            pieces.Append(text);
        else if (Text.Length == 0)
            Text = text;
        else
            pieces = new StringBuilder(Text).Append(text);
    }

    private void Add(XmlPart child) => (children ??= []).Add(child);

    private void ReadAttributes(XmlReader reader)
    {
        if (!reader.MoveToFirstAttribute())
            return;
        do
        {
            if (reader.NamespaceURI.Length == 0)
                (attributes ??= []).Add((reader.LocalName, reader.Value));
        }
        while (reader.MoveToNextAttribute());
        reader.MoveToElement();
    }
}
