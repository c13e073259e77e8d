using GraphQL;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>
/// The class contributes fields to the schema's <c>Query</c>: each public method and property is one. Static members are called as
/// they are; for instance members the class is taken from the request's services. Parameters are arguments, except for
/// <c>[FromServices]</c>, <see cref="CancellationToken"/> and <c>IResolveFieldContext</c>. The fields of one query are resolved in
/// parallel: a resolver opens its own session or connection, it does not share a scoped one.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>The class contributes fields to the schema's <c>Mutation</c>, as <see cref="QueryTypeAttribute"/> does to <c>Query</c>. Mutations run one after another.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>The class contributes fields to an output type that another class or assembly defines; see <see cref="ParentAttribute"/>.</summary>
/// <param name="type">The type that the fields are added to.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExtendObjectTypeAttribute(Type type) : Attribute
{
    /// <summary>The type that the fields are added to.</summary>
    public Type Type => type;
}

/// <summary>
/// The public instance methods of this output type are fields too. Without it a type's properties alone are: what a domain type
/// can do is not what an answer shows.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ObjectTypeAttribute : Attribute;

/// <summary>The parameter is the object whose field is resolved.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute : GraphQLAttribute
{
    /// <inheritdoc/>
    public override void Modify(ArgumentInformation argumentInformation) =>
        argumentInformation.SetDelegateWithCast(context => context.Source);
}
