using System.Reflection;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>The schema type of a C# enumeration: <c>OnScene</c> is <c>ON_SCENE</c>.</summary>
internal sealed class EnumType<T> : EnumerationGraphType<T> where T : struct, Enum
{
    public EnumType()
    {
        Name = TypeNames.Output(typeof(T));
        Description ??= XmlDocs.Summary(typeof(T));
        foreach (var value in Values)
            value.Description ??= XmlDocs.Summary(typeof(T).GetField(value.Value!.ToString()!, BindingFlags.Public | BindingFlags.Static)!);
    }
}
