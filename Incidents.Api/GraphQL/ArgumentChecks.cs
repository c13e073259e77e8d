using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Resolvers;
using GraphQL.Types;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>A check of every value in the arguments of a field, before the field is resolved.</summary>
internal interface IArgumentCheck
{
    /// <summary>Why a value is refused, or null.</summary>
    /// <param name="field">
    /// The argument, or its part, as a path (<c>filter.cities</c>). The items of a list have the path of the list.
    /// </param>
    /// <param name="value">The value as its resolver receives it: a text, number, date, list or record; never null.</param>
    /// <param name="isMutation">Whether it is for a mutation, whose command checks its own texts and moments.</param>
    Refusal? Check(string field, object value, bool isMutation);
}

/// <summary>Passes the arguments of a field through every <see cref="IArgumentCheck"/>.</summary>
internal static class ArgumentChecks
{
    private static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property)[]> Parts = new();

    /// <summary>Has the arguments of a field checked.</summary>
    /// <remarks>The field alone is refused, and not the request: its other fields are answered.</remarks>
    public static void AddTo(FieldType field)
    {
        if (field.Arguments is { Count: > 0 } && field.Resolver is { } resolver)
            field.Resolver = new CheckedResolver(resolver);
    }

    /// <summary>Has a field of <c>Query</c> limited to what the caller sees, after its arguments are checked.</summary>
    public static void LimitRows(FieldType field) => field.Resolver = field.Resolver is CheckedResolver known
        ? known.Limited()
        : new LimitedResolver(field.Resolver!);

    /// <summary>Why an argument is refused, or null.</summary>
    /// <param name="services">The services of the request.</param>
    /// <param name="name">The argument.</param>
    /// <param name="value">Its value as its resolver receives it, or null.</param>
    /// <param name="isMutation">Whether it is for a mutation whose command checks its own texts and moments.</param>
    public static Refusal? Fault(IServiceProvider? services, string name, object? value, bool isMutation) =>
        FaultOf(Checks(services), name, value, isMutation);

    private static IArgumentCheck[] Checks(IServiceProvider? services) => services?.GetServices<IArgumentCheck>().ToArray() ?? [];

    private static Refusal? FaultOf(IArgumentCheck[] checks, string field, object? value, bool isMutation)
    {
        if (value is null)
            return null;
        foreach (var check in checks)
        {
            if (check.Check(field, value, isMutation) is { } fault)
                return fault;
        }
        return value switch
        {
            string => null,
            IEnumerable items => items.Cast<object?>().Select(item => FaultOf(checks, field, item, isMutation))
                .FirstOrDefault(fault => fault is not null),
            _ => PartsOf(value.GetType())
                .Select(part => FaultOf(checks, $"{field}.{part.Name}", part.Property.GetValue(value), isMutation))
                .FirstOrDefault(fault => fault is not null),
        };
    }

    // Input types are records and structs of the Domain and the host; a date or a number of a library has no parts.
    private static (string Name, PropertyInfo Property)[] PartsOf(Type type) => Parts.GetOrAdd(type, key =>
        key.IsEnum || key.Namespace?.StartsWith("Incidents", StringComparison.Ordinal) != true
            ? []
            : [
                .. key.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(property => property.GetIndexParameters().Length == 0)
                    .Select(property => (JsonNamingPolicy.CamelCase.ConvertName(property.Name), property)),
            ]);

    private sealed class LimitedResolver(IFieldResolver resolver) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context) =>
            context.RequestServices?.GetService<IRowLimit>() is not { } limit || limit.SeesAll(context)
                ? resolver.ResolveAsync(context)
                : Limited(limit, context);

        private async ValueTask<object?> Limited(IRowLimit limit, IResolveFieldContext context)
        {
            // The arguments of a document may be used again by another request.
            var call = new ResolveFieldContext(context)
            {
                Arguments = new Dictionary<string, ArgumentValue>(context.Arguments ?? new Dictionary<string, ArgumentValue>()),
            };
            await limit.Apply(call);
            return await resolver.ResolveAsync(call);
        }
    }

    private sealed class CheckedResolver(IFieldResolver resolver) : IFieldResolver
    {
        public CheckedResolver Limited() => new(new LimitedResolver(resolver));

        public ValueTask<object?> ResolveAsync(IResolveFieldContext context)
        {
            var checks = Checks(context.RequestServices);
            foreach (var (name, argument) in context.Arguments ?? new Dictionary<string, ArgumentValue>())
            {
                if (FaultOf(checks, name, argument.Value, isMutation: false) is { } fault)
                    throw new RefusedException(fault);
            }
            return resolver.ResolveAsync(context);
        }
    }
}
