using System.ComponentModel;
using System.Reflection;

namespace Incidents.Api.GraphQL;

/// <summary>The names of CLR types in the schema.</summary>
/// <remarks>
/// A class has its own name, or the one of its <see cref="DisplayNameAttribute"/>. Generic arguments come first:
/// <c>Connection&lt;Incident&gt;</c> is <c>IncidentConnection</c>.
/// </remarks>
internal static class TypeNames
{
    private const string InputSuffix = "Input";

    public static string Output(Type type) =>
        type.IsGenericType
        ? string.Concat(type.GetGenericArguments().Select(Output)) + type.Name[..type.Name.IndexOf('`')]
        : type.GetCustomAttribute<DisplayNameAttribute>(false)?.DisplayName ?? type.Name;

    /// <summary>The name of an input type.</summary>
    /// <remarks>A CLR type such as <c>GeoPoint</c> may be both input and output, a type of the schema may not.</remarks>
    public static string Input(Type type)
    {
        var name = Output(type);
        return name.EndsWith(InputSuffix, StringComparison.Ordinal) ? name : name + InputSuffix;
    }
}
