using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Requests;

/// <summary>What mutations that send a command take besides their own fields, and who acts: whoever signed in.</summary>
internal sealed partial class CommandArguments : IMutationArguments
{
    private const string By = "by";
    private const string ClientMutationId = "clientMutationId";
    private const string Cause = "cause";
    private const string CommandId = "commandId";

    private static readonly (string Name, string Description, TextRule Rule)[] All =
    [
        (ClientMutationId,
            "The client's own id of this mutation: the same id again, for the same thing, changes nothing and returns the same; with "
            + "other content it is refused with `MUTATION_CONFLICT`. At most 200 characters.", Texts.SourceId),
        (Cause,
            "What led to it, e.g. the id of a rule or event; default the name of the command. At most 200 characters.", Texts.SourceId),
    ];

    public IEnumerable<QueryArgument> Of(MethodInfo mutation)
    {
        if (!SendsCommand(mutation))
            yield break;
        foreach (var (name, description, _) in All)
            yield return new QueryArgument<StringGraphType> { Name = name, Description = description };
        yield return new QueryArgument<UuidScalar>
        {
            Name = CommandId,
            Description = "An id of this command that no other one has, kept with its events: sent again with the same input it changes "
                + "nothing and is answered as the first time, also where it was refused; with another input it is refused with "
                + "`MUTATION_CONFLICT`. So a page whose network was away sends what it does not know to have arrived.",
        };
    }

    /// <summary>Who acts is not the client's to say.</summary>
    public bool Provides(string argument) => argument == By;

    public bool SendsCommand(MethodInfo mutation) => mutation.DeclaringType!.GetConstructors().SelectMany(c => c.GetParameters())
        .Any(p => p.ParameterType == typeof(Commands));

    public void Take(IResolveFieldContext context)
    {
        var by = Callers.Current.Name;
        var commandId = context.GetArgument<Guid?>(CommandId);
        var digest = commandId is null ? null : Digest(context, by);
        context.Arguments![By] = new(by, ArgumentSource.Literal);
        foreach (var (name, _, rule) in All)
            CommandInput.Check(rule.CheckOptional(context.GetArgument<string?>(name), name));
        var services = context.RequestServices!;
        var commands = services.GetRequiredService<Commands>();
        commands.Sight = context.Seen(RowClasses.Row).WithEnded();
        commands.Request = new(
            Texts.OrNull(context.GetArgument<string?>(ClientMutationId)), Texts.OrNull(context.GetArgument<string?>(Cause)), by)
        {
            CommandId = commandId,
            Digest = digest,
        };
        LogMutation(services.GetRequiredService<ILogger<CommandArguments>>(), context.FieldDefinition.Name, by);
    }

    // Of the mutation, who sends it and its whole input, in order of the names.
    private static string Digest(IResolveFieldContext context, string? by)
    {
        var input = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, argument) in context.Arguments!)
        {
            if (name is not (By or CommandId))
                input[name] = argument.Value;
        }
        var sent = JsonSerializer.SerializeToUtf8Bytes(new { context.FieldDefinition.Name, by, input }, EventJson.Sorted);
        return Convert.ToHexStringLower(SHA256.HashData(sent));
    }

    // Of what sends no command, no event names the person.
    [LoggerMessage(LogLevel.Information, "Mutation {Name} by {By}")]
    private static partial void LogMutation(ILogger logger, string name, string by);
}
