using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;

namespace Incidents.Api.GraphQL;

/// <summary>
/// Refuses what is too deep or would answer with too many fields, before anything is resolved. A field costs one, times the sizes of
/// the lists around it: a list's size is its own or its connection's <c>first</c> or <c>last</c>, else <see cref="Page.DefaultSize"/>.
/// Introspection is let through and cannot be multiplied by nesting it.
/// </summary>
internal sealed class CostRule(GraphQLSettings settings) : ComplexityValidationRule(new() { DefaultComplexityImpactDelegate = Cost })
{
    /// <summary>Lists of the introspection schema: few types have more fields, arguments or values than this on average.</summary>
    private const double IntrospectionList = 5;

    /// <summary>The list of all types, which the other lists of introspection multiply.</summary>
    private const double IntrospectionTypes = 50;

    protected override ValueTask<(double TotalComplexity, int MaximumDepth)> CalculateComplexityAsync(ValidationContext context)
    {
        var size = ExpandedSize.Of(context.Operation, context.Document);
        return size > settings.MaxComplexity ? new((size, 0)) : base.CalculateComplexityAsync(context);
    }

    protected override ValueTask ValidateComplexityAsync(ValidationContext context, double totalComplexity, int maxDepth)
    {
        if (maxDepth > settings.MaxDepth)
            context.ReportError(new ValidationError($"The query is {maxDepth} levels deep; {settings.MaxDepth} are allowed.") { Code = "QUERY_TOO_DEEP" });
        else if (totalComplexity > settings.MaxComplexity)
            context.ReportError(new ValidationError($"The query asks for up to {totalComplexity:0} fields; {settings.MaxComplexity} are allowed.") { Code = "QUERY_TOO_COMPLEX" });
        return default;
    }

    private static FieldComplexityResult Cost(FieldImpactContext context)
    {
        var isList = IsList(context.FieldDefinition.ResolvedType);
        if (context.ParentType.Name.StartsWith("__", StringComparison.Ordinal))
            return new(1, !isList ? 1 : context.FieldDefinition.Name == "types" ? IntrospectionTypes : IntrospectionList);
        return new(1, isList ? Asked(context) ?? (context.Parent is { } parent && !IsList(parent.FieldDefinition.ResolvedType) ? Asked(parent) : null) ?? Page.DefaultSize : 1);
    }

    /// <summary>At least one: a negative size, refused by its resolver, must not pay for the rest.</summary>
    private static double? Asked(FieldImpactContext context) => (Size(context, "first") ?? Size(context, "last")) is { } size ? Math.Max(1, size) : null;

    private static int? Size(FieldImpactContext context, string name) => context.Arguments?.TryGetValue(name, out var argument) == true ? argument.Value as int? : null;

    private static bool IsList(IGraphType? type) => (type is NonNullGraphType required ? required.ResolvedType : type) is ListGraphType;
}
