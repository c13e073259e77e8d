using GraphQL;
using GraphQL.Types;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Requests;

/// <summary>What every mutation that sends a command takes besides the command's own fields.</summary>
internal sealed class CommandArguments : ISharedArguments
{
    private const string ClientMutationId = "clientMutationId";
    private const string EnteredBy = "enteredBy";
    private const string Cause = "cause";

    private static readonly (string Name, string Description, TextRule Rule)[] All =
    [
        (ClientMutationId,
            "The client's own id of this command: the same id again, for the same thing, changes nothing and is answered as before; with "
            + "other content it is refused with `MUTATION_CONFLICT`. At most 200 characters.", Texts.SourceId),
        (EnteredBy, "Who enters it, where that is not the person who acts. At most 200 characters.", Texts.Person),
        (Cause,
            "What led to it, e.g. the id of a rule or event. Default the name of the command. At most 200 characters.", Texts.SourceId),
    ];

    public IEnumerable<QueryArgument> Of(Type contributor) =>
        contributor.GetConstructors().SelectMany(c => c.GetParameters()).All(p => p.ParameterType != typeof(Commands))
            ? []
            : All.Select(a => new QueryArgument<StringGraphType> { Name = a.Name, Description = a.Description });

    public void Take(IResolveFieldContext context)
    {
        foreach (var (name, _, rule) in All)
            CommandInput.Check(rule.CheckOptional(context.GetArgument<string?>(name), name));
        context.RequestServices!.GetRequiredService<Commands>().Request = new(
            Texts.OrNull(context.GetArgument<string?>(ClientMutationId)), Texts.OrNull(context.GetArgument<string?>(Cause)),
            Texts.OrNull(context.GetArgument<string?>(EnteredBy)));
    }
}
