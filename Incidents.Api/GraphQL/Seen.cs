using GraphQL;
using GraphQL.Types;
using Incidents.Api.Access;
using Incidents.Projections;

namespace Incidents.Api.GraphQL;

/// <summary>The parameter is what the caller sees of the rows of a class; it is no argument.</summary>
/// <param name="dataClass">The class.</param>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class SeenAttribute(string dataClass = RowClasses.Row) : GraphQLAttribute
{
    /// <inheritdoc/>
    public override void Modify(ArgumentInformation argumentInformation) =>
        argumentInformation.SetDelegateWithCast(context => context.Seen(dataClass));
}

/// <summary>What the caller of a request sees.</summary>
internal static class SeenByCaller
{
    /// <summary>What the caller sees of the rows of a class.</summary>
    /// <param name="context">The field.</param>
    /// <param name="dataClass">The class.</param>
    public static RowSight Seen(this IResolveFieldContext context, string dataClass) =>
        context.RequestServices!.GetRequiredService<Sights>().Of(
            Callers.Current, dataClass, (context.UserContext.TryGetValue(AccessUse.Key, out var use) ? use as AccessUse : null)?.Classes);
}

/// <summary>Limits the fields of <c>Query</c> and <c>Mutation</c> to the rows that the caller sees, before they are resolved.</summary>
internal interface IRowLimit
{
    /// <summary>Whether the caller sees everything of a field, so that its arguments stay as they are.</summary>
    /// <param name="context">The field.</param>
    bool SeesAll(IResolveFieldContext context);

    /// <summary>Changes the arguments of a field so that only rows of the caller's towns are selected.</summary>
    /// <param name="call">The field with arguments of its own; those of a mutation are the fields of its input.</param>
    /// <exception cref="RefusedException">What it names is outside of the caller's towns.</exception>
    ValueTask Apply(ResolveFieldContext call);
}
