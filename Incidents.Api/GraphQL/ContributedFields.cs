using System.Linq.Expressions;
using System.Reflection;
using GraphQL;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>The fields of one contributing class, to be moved to the type that the class extends.</summary>
internal sealed class ContributedFields<TContributor> : OutputType<TContributor>
{
    private static readonly Expression<Func<IResolveFieldContext, TContributor>> FromServices =
        context => (TContributor)context.RequestServices!.GetRequiredService(typeof(TContributor));

    protected override bool IsSource => false;

    protected override LambdaExpression BuildMemberInstanceExpression(MemberInfo memberInfo) => FromServices;

    protected override bool IsField(MemberInfo member) => member.DeclaringType != typeof(object);
}

/// <summary>Makes <see cref="ContributedFields{TContributor}"/> of a class known at run time, static ones included.</summary>
internal static class ContributedFields
{
    /// <summary>Adds the fields of the classes to the type.</summary>
    /// <param name="target">The type.</param>
    /// <param name="contributors">The classes.</param>
    /// <exception cref="ArgumentException">Two classes define the same field.</exception>
    public static void AddTo(IObjectGraphType target, IEnumerable<Type> contributors)
    {
        foreach (var field in contributors.SelectMany(Of))
            target.AddField(field);
    }

    /// <summary>The fields of a class.</summary>
    public static IEnumerable<FieldType> Of(Type contributor) =>
        ((IObjectGraphType)Activator.CreateInstance(typeof(ContributedFields<>).MakeGenericType(contributor))!).Fields;
}
