using System.Reflection;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>An interface type made from a C# interface: its properties are its fields.</summary>
internal sealed class InterfaceType<T> : AutoRegisteringInterfaceGraphType<T>
{
    protected override void ConfigureGraph()
    {
        Name = TypeNames.Output(typeof(T));
        Description = XmlDocs.Summary(typeof(T));
        base.ConfigureGraph();
    }

    protected override IEnumerable<MemberInfo> GetRegisteredMembers() =>
        base.GetRegisteredMembers().Where(member =>
            member is PropertyInfo { GetMethod.IsStatic: false } property && property.GetIndexParameters().Length == 0);

    protected override FieldType? CreateField(MemberInfo memberInfo)
    {
        var field = base.CreateField(memberInfo);
        if (field is not null)
            field.Description ??= XmlDocs.Summary(memberInfo);
        return field;
    }
}
