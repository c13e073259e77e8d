using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using Incidents.Domain;
using Incidents.Domain.Access;

namespace Incidents.Api.GraphQL;

/// <summary>The directive <c>@purpose</c>: why a query searches for a person or plate.</summary>
internal static class PurposeDirective
{
    /// <summary>Its name in the schema.</summary>
    public const string Name = "purpose";

    /// <summary>Name of its argument for the reason.</summary>
    public const string Reason = "reason";

    /// <summary>Name of its argument for the reference.</summary>
    public const string Reference = "reference";

    /// <summary>Its definition.</summary>
    public static Directive Definition() => new(Name, DirectiveLocation.Query)
    {
        Description = "Why the query searches for a person or plate; the access log keeps it. A query that filters by plates, or searches "
            + $"for words or a text that looks like a plate, is refused with `{ErrorCode.PurposeMissing.Text()}` without it.",
        Arguments = new(
            new QueryArgument<NonNullGraphType<EnumType<PurposeReason>>> { Name = Reason, Description = "The reason." },
            new QueryArgument<NonNullGraphType<StringGraphType>>
            {
                Name = Reference,
                Description = "What it refers to, e.g. the number of a case or incident; 1 to 200 characters.",
            }),
    };

    /// <summary>The purpose that an operation gives, or null.</summary>
    /// <param name="operation">An operation of a valid document.</param>
    /// <param name="variables">The variables of the request.</param>
    public static (string? Reason, string? Reference)? Read(GraphQLOperationDefinition operation, Inputs variables)
    {
        if (operation.Directives?.Items.Find(directive => directive.Name.Value == Name) is not { } given)
            return null;
        return (Text(Reason), Text(Reference));

        string? Text(string name) => given.Arguments?.Items.Find(argument => argument.Name.Value == name)?.Value switch
        {
            GraphQLEnumValue value => value.Name.StringValue,
            GraphQLStringValue value => value.Value.ToString(),
            GraphQLVariable variable => OfVariable(variable.Name.StringValue),
            _ => null,
        };

        string? OfVariable(string name) => variables.TryGetValue(name, out var value)
            ? value as string
            : operation.Variables?.Items.Find(known => known.Variable.Name.Value == name)?.DefaultValue switch
            {
                GraphQLEnumValue other => other.Name.StringValue,
                GraphQLStringValue other => other.Value.ToString(),
                _ => null,
            };
    }
}
