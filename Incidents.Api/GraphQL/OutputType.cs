using System.Reflection;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>An object type made from a class: names, nullability and descriptions are those of the C# code.</summary>
internal class OutputType<T> : AutoRegisteringObjectGraphType<T>
{
    public OutputType()
    {
    }

    public OutputType(SchemaContributors contributors) => ContributedFields.AddTo(this, contributors.ExtensionsOf(typeof(T)));

    /// <summary>Whether the object itself, and not a service, is the source of the fields.</summary>
    protected virtual bool IsSource => true;

    protected override void ConfigureGraph()
    {
        Name = TypeNames.Output(typeof(T));
        Description = XmlDocs.Summary(typeof(T));
        base.ConfigureGraph();
    }

    protected override IEnumerable<MemberInfo> GetRegisteredMembers() => base.GetRegisteredMembers().Where(IsField);

    protected virtual bool IsField(MemberInfo member) => member switch
    {
        PropertyInfo property => property.GetIndexParameters().Length == 0 && !property.GetMethod!.IsStatic,
        MethodInfo method => !method.IsStatic && method.DeclaringType!.IsDefined(typeof(ObjectTypeAttribute), false),
        _ => false,
    };

    protected override FieldType? CreateField(MemberInfo memberInfo)
    {
        var field = base.CreateField(memberInfo);
        if (field is null)
            return null;
        field.Description ??= XmlDocs.Summary(memberInfo);
        // The input of a mutation is checked when it is carried out: what is refused is data there.
        if (!typeof(T).IsDefined(typeof(MutationTypeAttribute), false))
            ArgumentChecks.AddTo(field);
        if (memberInfo is PropertyInfo property && IsSource)
            PropertyGetter.Keep(field, property, typeof(T));
        return field;
    }

    protected override void ApplyArgumentAttributes(ParameterInfo parameterInfo, QueryArgument queryArgument)
    {
        queryArgument.Description ??= XmlDocs.Summary(parameterInfo);
        base.ApplyArgumentAttributes(parameterInfo, queryArgument);
    }
}
