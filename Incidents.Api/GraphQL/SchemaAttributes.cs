using System.Globalization;
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

/// <summary>The class contributes its public methods as fields to the schema's <c>Subscription</c>.</summary>
/// <remarks>
/// The field is resolved at the beginning, where it says what is subscribed, and once more for each message, which is then the root value.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SubscriptionTypeAttribute : Attribute;

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

/// <summary>The field, or each item of its list, is never null; for a property of a type parameter, which says nothing of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NonNullAttribute : GraphQLAttribute
{
    /// <inheritdoc/>
    public override void Modify(TypeInformation typeInformation) => typeInformation.IsNullable = false;
}

/// <summary>The field costs another number of fields than one, because it reads more than its object holds, or has a short list.</summary>
/// <param name="fields">The number of fields that it counts as, for each object that it is selected on.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class CostAttribute(int fields = 1) : GraphQLAttribute
{
    private const string Key = "Incidents.Cost";
    private const string ItemsKey = "Incidents.CostItems";

    /// <summary>The cost of a field whose result is in the events of the object.</summary>
    public const int Events = 20;

    /// <summary>The cost of a field whose result is also in the events of other objects: 1,000 rows with one are refused.</summary>
    public const int Related = 200;

    /// <summary>Assumed length of the list.</summary>
    public int Items { get; init; } = Page.DefaultSize;

    /// <inheritdoc/>
    public override void Modify(FieldType fieldType, bool isInputType) =>
        (fieldType.Metadata[Key], fieldType.Metadata[ItemsKey]) = (fields, Items);

    /// <summary>The cost of a field.</summary>
    public static int Of(FieldType field) => Kept(field, Key, 1);

    /// <summary>Assumed length of a field's list.</summary>
    public static int ItemsOf(FieldType field) => Kept(field, ItemsKey, Page.DefaultSize);

    private static int Kept(FieldType field, string key, int other) =>
        field.Metadata.TryGetValue(key, out var kept) && kept is int number ? number : other;
}

/// <summary>The field, argument or enum value is deprecated, and removed after a day.</summary>
/// <remarks>
/// In the schema it is <c>@deprecated(reason: "… Removed after 2027-06-30.")</c>. For what code still uses, where
/// <see cref="ObsoleteAttribute"/> would be a warning, and for parameters, which cannot have that.
/// </remarks>
/// <param name="instead">What to use instead, in a sentence.</param>
/// <param name="year">The year of the last day on which clients can use it.</param>
/// <param name="month">Its month.</param>
/// <param name="day">Its day.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Field)]
public sealed class DeprecatedAttribute(string instead, int year, int month, int day) : GraphQLAttribute
{
    /// <summary>The reason in the schema.</summary>
    public string Reason { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{instead} Removed after {new DateOnly(year, month, day):yyyy-MM-dd}.");

    /// <inheritdoc/>
    public override void Modify(FieldType fieldType, bool isInputType) => fieldType.DeprecationReason = Reason;

    /// <inheritdoc/>
    public override void Modify(EnumValueDefinition enumValueDefinition) => enumValueDefinition.DeprecationReason = Reason;

    /// <inheritdoc/>
    public override void Modify(QueryArgument queryArgument) => queryArgument.DeprecationReason = Reason;
}
