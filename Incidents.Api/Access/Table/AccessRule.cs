using System.Runtime.CompilerServices;
using GraphQL.Validation;
using GraphQLParser.AST;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Access.Table;

/// <summary>Refuses an operation with a field that the caller may not use, before anything is resolved.</summary>
/// <remarks>
/// An operation is walked once for as long as its document is cached. What depends on the request, its caller and variables, is decided
/// each time: the rule is a service, so that cached documents pass it too.
/// </remarks>
internal sealed class AccessRule(FieldTable table, AccessCheck check) : ValidationRuleBase
{
    private readonly ConditionalWeakTable<GraphQLOperationDefinition, OperationFields> known = [];

    public override ValueTask<INodeVisitor?> GetPostNodeVisitorAsync(ValidationContext context)
    {
        // Refused already, perhaps by what would make the walk too long.
        if (context.HasErrors)
            return default;
        if (!known.TryGetValue(context.Operation, out var fields))
            known.AddOrUpdate(context.Operation, fields = OperationFields.Of(context.Operation, context.Document, context.Schema, table));
        var may = DataClasses.Of(Callers.Current);
        var used = fields.AlwaysBits;
        List<string>? denied = null;
        if ((used & ~may) != 0)
            denied = [.. fields.Always.Where(use => (use.Bit & may) == 0).Select(use => use.Name)];
        foreach (var use in fields.Conditional)
        {
            if (use.Condition!.Holds(Flag))
                Use(use.Name, use.Bit);
        }
        var searches = false;
        foreach (var filter in fields.Filters)
        {
            if (filter.Condition?.Holds(Flag) is false
                || context.ArgumentValues?.TryGetValue(filter.Node, out var arguments) is not true
                || !arguments!.TryGetValue(filter.Argument, out var given))
                continue;
            searches |= check.Searches(filter.Input, given.Value, Use);
        }
        var purpose = PersonSearch.Read(
            PurposeDirective.Read(context.Operation, context.Variables), PurposeDirective.Reason, PurposeDirective.Reference,
            out var refusal);
        var outcome = AccessCheck.Decide(used, denied?.Distinct().ToArray() ?? [], searches, purpose, refusal);
        context.UserContext[AccessUse.Key] = outcome.Use;
        if (outcome.Refusal is { } refused)
            context.ReportError(Error(refused, outcome.Use.Denied));
        return default;

        bool? Flag(string name) => FlagOf(context, name);

        void Use(string name, ulong bit)
        {
            used |= bit;
            if ((bit & may) == 0)
                (denied ??= []).Add(name);
        }
    }

    private static ValidationError Error(Refusal refusal, IReadOnlyList<string> denied)
    {
        var error = new ValidationError(refusal.Message) { Code = refusal.Code.Text() };
        if (refusal.Code is ErrorCode.AccessDenied)
            error.Extensions = new() { ["fields"] = denied.ToArray() };
        else if (refusal.Field is { } field)
            error.Extensions = new() { ["field"] = field };
        return error;
    }

    private static bool? FlagOf(ValidationContext context, string name)
    {
        if (context.Variables.TryGetValue(name, out var given))
            return given as bool?;
        return context.Operation.Variables?.Items.Find(variable => variable.Variable.Name.Value == name)?.DefaultValue switch
        {
            GraphQLTrueBooleanValue => true,
            GraphQLFalseBooleanValue => false,
            _ => null,
        };
    }
}
