using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GraphQL;

namespace Incidents.Api.GraphQL;

/// <summary>Reads the doc comments of classes, members and parameters as Markdown, for the descriptions of the schema.</summary>
/// <remarks>
/// They come from the XML files that the compiler writes beside the assemblies. The properties of a positional record are described by
/// its parameters.
/// </remarks>
internal static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    public static string? Summary(Type type) => Text(Find(type.Assembly, "T:" + Id(type))?.Element("summary"));

    public static string? Summary(MemberInfo member)
    {
        var type = Open(member.DeclaringType!);
        var docs = Find(type.Assembly, member switch
        {
            MethodInfo method => "M:" + Id(type) + "." + method.Name + Parameters(method),
            FieldInfo => "F:" + Id(type) + "." + member.Name,
            _ => "P:" + Id(type) + "." + member.Name,
        });
        if (docs?.Element("inheritdoc") is not null)
        {
            return member.DeclaringType!.GetInterfaces().Select(i => i.GetProperty(member.Name)).OfType<PropertyInfo>().Select(Summary)
                .FirstOrDefault(text => text is not null);
        }
        return Text(docs?.Element("summary")) ?? Text(Parameter(Find(type.Assembly, "T:" + Id(type)), member.Name));
    }

    public static string? Summary(ParameterInfo parameter)
    {
        if (parameter.Member is not MethodInfo method)
            return null;
        var type = Open(method.DeclaringType!);
        var docs = Find(type.Assembly, "M:" + Id(type) + "." + method.Name + Parameters(method));
        return Text(Parameter(docs, parameter.Name));
    }

    private static XElement? Parameter(XElement? docs, string? name) =>
        docs?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name);

    private static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static XElement? Find(Assembly assembly, string id) => Files.GetOrAdd(assembly, Load).GetValueOrDefault(id);

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(path)
            ? XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member")
                .ToDictionary(member => (string)member.Attribute("name")!)
            : [];
    }

    private static string Id(Type type) => Open(type).FullName!.Replace('+', '.');

    /// <summary>Parameter types in the compiler's form: <c>(System.Nullable{System.Int32},System.String[])</c>.</summary>
    private static string Parameters(MethodInfo method)
    {
        // A member of a constructed generic type has the constructed types; the file has the open ones.
        var open = method.DeclaringType!.IsGenericType ? (MethodInfo)method.Module.ResolveMethod(method.MetadataToken)! : method;
        var parameters = open.GetParameters();
        return parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Reference(parameter.ParameterType)))})";
    }

    private static string Reference(Type type)
    {
        if (type.IsGenericParameter)
            return "`" + type.GenericParameterPosition;
        if (type.IsArray)
            return Reference(type.GetElementType()!) + "[]";
        if (!type.IsGenericType)
            return type.FullName!.Replace('+', '.');
        var name = type.GetGenericTypeDefinition().FullName!.Replace('+', '.');
        return name[..name.IndexOf('`')] + "{" + string.Join(',', type.GetGenericArguments().Select(Reference)) + "}";
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var text = new StringBuilder();
        Append(text, element);
        var paragraphs = text.ToString().Split('\f').Select(paragraph => Whitespace().Replace(paragraph, " ").Trim())
            .Where(paragraph => paragraph.Length > 0);
        var joined = string.Join("\n\n", paragraphs);
        return joined.Length == 0 ? null : joined;
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText plain)
                text.Append(plain.Value);
            else if (node is XElement child)
                AppendElement(text, child);
        }
    }

    private static void AppendElement(StringBuilder text, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "c" or "code":
                text.Append('`').Append(element.Value).Append('`');
                break;
            case "see" or "seealso" when !element.Nodes().Any():
                var target = (string?)element.Attribute("cref") ?? (string?)element.Attribute("href") ?? "";
                var referred = (string?)element.Attribute("langword") ?? Referred(target);
                text.Append('`').Append(referred).Append('`');
                break;
            case "paramref" or "typeparamref":
                text.Append('`').Append(((string)element.Attribute("name")!).ToCamelCase()).Append('`');
                break;
            case "para" or "item" or "list":
                text.Append('\f');
                Append(text, element);
                text.Append('\f');
                break;
            default:
                Append(text, element);
                break;
        }
    }

    /// <summary>The name in the schema of a reference in the code.</summary>
    private static string Referred(string cref)
    {
        if (cref is not [_, ':', ..])
            return cref;
        var path = cref[2..];
        var parenthesis = path.IndexOf('(', StringComparison.Ordinal);
        if (parenthesis >= 0)
            path = path[..parenthesis];
        var name = path[(path.LastIndexOf('.') + 1)..];
        var arity = name.IndexOf('`', StringComparison.Ordinal);
        if (arity >= 0)
            name = name[..arity];
        return cref[0] switch { 'P' or 'M' => name.ToCamelCase(), 'F' => name.ToConstantCase(), _ => name };
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
