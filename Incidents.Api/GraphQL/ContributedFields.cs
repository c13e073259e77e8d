using System.Linq.Expressions;
using System.Reflection;
using GraphQL;
using GraphQL.Resolvers;
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
    /// <param name="shared">Arguments that their fields share.</param>
    /// <exception cref="ArgumentException">Two classes define the same field.</exception>
    public static void AddTo(IObjectGraphType target, IEnumerable<Type> contributors, params IReadOnlyList<ISharedArguments> shared)
    {
        foreach (var contributor in contributors)
        {
            var source = (IObjectGraphType)Activator.CreateInstance(typeof(ContributedFields<>).MakeGenericType(contributor))!;
            foreach (var field in source.Fields)
            {
                foreach (var arguments in shared)
                    Add(arguments, contributor, field);
                target.AddField(field);
            }
        }
    }

    private static void Add(ISharedArguments shared, Type contributor, FieldType field)
    {
        var arguments = shared.Of(contributor).ToList();
        if (arguments.Count == 0)
            return;
        field.Arguments ??= [];
        foreach (var argument in arguments)
            field.Arguments.Add(argument);
        var resolver = field.Resolver!;
        field.Resolver = new FuncFieldResolver<object?>(context =>
        {
            shared.Take(context);
            return resolver.ResolveAsync(context);
        });
    }
}
