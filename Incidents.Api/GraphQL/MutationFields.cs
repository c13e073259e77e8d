using System.Collections;
using System.Reflection;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Resolvers;
using GraphQL.Types;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>
/// Makes the fields of <c>Mutation</c> from plain methods: one <c>input</c> with the method's parameters, and a payload with the thing that
/// the method returns, the position and the errors.
/// </summary>
/// <remarks>The conventions are those of Hot Chocolate, so that the methods need no change there.</remarks>
internal static class MutationFields
{
    /// <summary>Adds the mutations of the classes.</summary>
    /// <param name="mutation">The root type.</param>
    /// <param name="contributors">The classes.</param>
    /// <param name="shared">Fields that inputs share.</param>
    /// <exception cref="ArgumentException">Two classes define the same mutation.</exception>
    public static void AddTo(IObjectGraphType mutation, IEnumerable<Type> contributors, IReadOnlyList<IMutationArguments> shared)
    {
        foreach (var contributor in contributors)
        {
            foreach (var field in ContributedFields.Of(contributor))
                mutation.AddField(Convert(field, Method(contributor, field.Name), shared));
        }
    }

    private static MethodInfo Method(Type contributor, string field) => contributor
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Single(method => Camel(method.Name) == Camel(field));

    private static FieldType Convert(FieldType field, MethodInfo method, IReadOnlyList<IMutationArguments> shared)
    {
        var arguments = (field.Arguments ?? []).Where(argument => !shared.Any(s => s.Provides(argument.Name)))
            .Concat(shared.SelectMany(s => s.Of(method))).ToList();
        var input = Input(method.Name, arguments);
        var types = method.GetParameters().ToDictionary(p => p.Name!, p => p.ParameterType);
        var sendsCommand = shared.Any(s => s.SendsCommand(method));
        return new()
        {
            Name = Camel(field.Name),
            Description = field.Description,
            DeprecationReason = field.DeprecationReason,
            ResolvedType = new NonNullGraphType(Payload(field, method, arguments)),
            Arguments = new(
                new QueryArgument(new NonNullGraphType(input)) { Name = "input", Description = "What is to be done." }),
            Resolver = new FuncFieldResolver<MutationPayload>(context => Resolve(context, field.Resolver!, types, sendsCommand, shared)),
        };
    }

    private static InputObjectGraphType Input(string name, List<QueryArgument> arguments)
    {
        var input = new InputObjectGraphType { Name = $"{name}Input", Description = $"Input of `{Camel(name)}`." };
        foreach (var argument in arguments)
        {
            input.AddField(new()
            {
                Name = Camel(argument.Name),
                Type = argument.Type,
                Description = argument.Description,
                DefaultValue = argument.DefaultValue,
                DeprecationReason = argument.DeprecationReason,
            });
        }
        return input;
    }

    private static ObjectGraphType<MutationPayload> Payload(FieldType field, MethodInfo method, List<QueryArgument> arguments)
    {
        var payload = new ObjectGraphType<MutationPayload>
        {
            Name = $"{method.Name}Payload",
            Description = $"Result of `{Camel(field.Name)}`.",
        };
        payload.AddField(new()
        {
            Name = ThingName(method.ReturnType),
            Description = "The result; null where the mutation was refused.",
            Type = IncidentsSchema.Optional(field.Type!),
            Resolver = Resolver(p => p.Thing()),
        });
        payload.AddField(new()
        {
            Name = "position",
            Description = "Position of the store that holds the change, for `@atLeast`; null where the mutation was refused.",
            Type = typeof(LongScalar),
            Resolver = Resolver(p => p.Position),
        });
        payload.AddField(new()
        {
            Name = "errors",
            Description = "Why the mutation was refused; null where it was carried out.",
            ResolvedType = new ListGraphType(new NonNullGraphType(Errors(method.Name, arguments))),
            Resolver = Resolver(p => p.Known(p.Errors)),
        });
        return payload;
    }

    private static FuncFieldResolver<object?> Resolver(Func<MutationPayload, object?> resolve) =>
        new(context => resolve((MutationPayload)context.Source!));

    private static string ThingName(Type type)
    {
        while (type.IsGenericType && type.GetGenericTypeDefinition() is var open
            && (open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(Nullable<>)))
            type = type.GetGenericArguments()[0];
        return type.Namespace?.StartsWith("System", StringComparison.Ordinal) is true
            ? "result"
            : Camel(TypeNames.Output(type));
    }

    private static UnionGraphType Errors(string name, List<QueryArgument> arguments)
    {
        var union = new UnionGraphType { Name = $"{name}Error", Description = $"Why `{Camel(name)}` was refused." };
        union.Type<ErrorType<InputError>>();
        union.Type<ErrorType<NotFoundError>>();
        union.Type<ErrorType<RuleError>>();
        union.Type<ErrorType<ConflictError>>();
        if (arguments.Exists(argument => argument.Name == "expectedVersion"))
            union.Type<ErrorType<VersionError>>();
        return union;
    }

    private static async ValueTask<MutationPayload?> Resolve(
        IResolveFieldContext context, IFieldResolver resolver, Dictionary<string, Type> types, bool sendsCommand,
        IReadOnlyList<IMutationArguments> shared)
    {
        var input = context.GetArgument<IDictionary<string, object?>>("input");
        var call = new ResolveFieldContext(context)
        {
            Arguments = input.ToDictionary(
                field => field.Key,
                field => new ArgumentValue(Typed(field.Value, types.GetValueOrDefault(field.Key)), ArgumentSource.Literal)),
        };
        try
        {
            foreach (var (name, value) in input)
                CommandInput.Check(ArgumentChecks.Fault(context.RequestServices, name, value, sendsCommand));
            foreach (var arguments in shared)
                arguments.Take(call);
            if (context.RequestServices?.GetService<IRowLimit>() is { } limit && !limit.SeesAll(context))
                await limit.Apply(call);
            var thing = await resolver.ResolveAsync(call);
            return MutationPayload.Of(thing, await Position(context));
        }
        // What is no fault of the client's has no place among the errors that a mutation can give.
        catch (RefusedException refused) when (!IsOfServer(refused.Refusal.Code))
        {
            PayloadRefusals.Note(context.UserContext, refused.Refusal.Code);
            return MutationPayload.Of(refused);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !context.CancellationToken.IsCancellationRequested)
        {
            return MutationPayload.Failed(fault);
        }
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    // The items of a list are of the parameter's type, the list itself is one of objects.
    private static object? Typed(object? value, Type? type)
    {
        if (value is not IList items || type is not { IsGenericType: true } || type.IsInstanceOfType(value))
            return value;
        var typed = Array.CreateInstance(type.GetGenericArguments()[0], items.Count);
        items.CopyTo(typed, 0);
        return typed;
    }

    private static bool IsOfServer(ErrorCode code) =>
        code is ErrorCode.StoreAway or ErrorCode.TooBusy or ErrorCode.TimeLimit or ErrorCode.Internal;

    private static Task<long?> Position(IResolveFieldContext context) =>
        context.RequestServices?.GetService<IMutationPosition>() is { } position
            ? position.Read(context.CancellationToken)
            : Task.FromResult<long?>(null);
}
