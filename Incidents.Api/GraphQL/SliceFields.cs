using System.Linq.Expressions;
using System.Reflection;
using GraphQL;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>The fields of one contributing class. It never becomes a type of the schema itself: the fields are moved to the type that they extend.</summary>
internal sealed class SliceFields<TSlice> : OutputType<TSlice>
{
    private static readonly Expression<Func<IResolveFieldContext, TSlice>> FromServices =
        context => (TSlice)context.RequestServices!.GetRequiredService(typeof(TSlice));

    protected override bool IsSource => false;

    protected override LambdaExpression BuildMemberInstanceExpression(MemberInfo memberInfo) => FromServices;

    protected override bool IsField(MemberInfo member) => member.DeclaringType != typeof(object);
}

/// <summary>Makes <see cref="SliceFields{TSlice}"/> of a class known at run time, static ones included.</summary>
internal static class SliceFields
{
    /// <summary>Adds the fields of the classes to the type; two classes that define one field are refused at start-up.</summary>
    public static void AddTo(IObjectGraphType target, IEnumerable<Type> slices)
    {
        foreach (var slice in slices)
        {
            var source = (IObjectGraphType)Activator.CreateInstance(typeof(SliceFields<>).MakeGenericType(slice))!;
            foreach (var field in source.Fields)
                target.AddField(field);
        }
    }
}
