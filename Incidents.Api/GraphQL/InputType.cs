using System.Reflection;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>An input type made from a class or record.</summary>
/// <remarks>A parameter of its constructor with a default gives the field the same default, so that a client may omit it.</remarks>
internal sealed class InputType<T> : AutoRegisteringInputObjectGraphType<T>
{
    protected override void ConfigureGraph()
    {
        Name = TypeNames.Input(typeof(T));
        Description = XmlDocs.Summary(typeof(T));
        base.ConfigureGraph();
    }

    protected override FieldType? CreateField(MemberInfo memberInfo)
    {
        var field = base.CreateField(memberInfo);
        if (field is null)
            return null;
        field.Description ??= XmlDocs.Summary(memberInfo);
        field.DefaultValue ??= ConstructorDefault(memberInfo.Name);
        return field;
    }

    private static object? ConstructorDefault(string name)
    {
        var constructors = typeof(T).GetConstructors();
        var parameter = constructors.Length == 1
            ? Array.Find(constructors[0].GetParameters(), p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
            : null;
        return parameter is { HasDefaultValue: true } ? parameter.DefaultValue : null;
    }
}
