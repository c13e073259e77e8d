using GraphQL;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>The class contributes its public methods and properties as fields to the schema's <c>Query</c>.</summary>
/// <remarks>
/// Static members are called directly; for instance members the class is resolved from the request's services. Parameters are
/// arguments, except for <c>[FromServices]</c>, <see cref="CancellationToken"/> and <c>IResolveFieldContext</c>. The fields of one query
/// are resolved in parallel: a resolver opens its own session or connection and does not share a scoped one.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>The class contributes its public methods and properties as fields to the schema's <c>Mutation</c>.</summary>
/// <remarks>As for <see cref="QueryTypeAttribute"/>, but the mutations of a request are executed one after another.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>The class contributes fields to an output type of another class or assembly; see <see cref="ParentAttribute"/>.</summary>
/// <param name="type">The type that receives the fields.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExtendObjectTypeAttribute(Type type) : Attribute
{
    /// <summary>The type that receives the fields.</summary>
    public Type Type => type;
}

/// <summary>The public instance methods of this output type are fields too.</summary>
/// <remarks>Without it only properties are fields, because the methods of a domain type are not part of a response.</remarks>
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
