using System.Reflection;

namespace Incidents.Api.GraphQL;

/// <summary>The classes that contribute fields to the schema, sorted by name so that the schema does not depend on the compiler.</summary>
internal sealed class SchemaContributors
{
    private readonly ILookup<Type, Type> extensions;

    public SchemaContributors(IEnumerable<Assembly> assemblies)
    {
        var types = assemblies.Distinct().SelectMany(assembly => assembly.GetTypes())
            .OrderBy(type => type.FullName, StringComparer.Ordinal).ToList();
        Queries = [.. types.Where(type => type.IsDefined(typeof(QueryTypeAttribute), false))];
        Mutations = [.. types.Where(type => type.IsDefined(typeof(MutationTypeAttribute), false))];
        Subscriptions = [.. types.Where(type => type.IsDefined(typeof(SubscriptionTypeAttribute), false))];
        SharedArguments =
        [
            .. types.Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IMutationArguments)))
                .Select(type => (IMutationArguments)Activator.CreateInstance(type)!),
        ];
        extensions = types
            .Select(type => (type, type.GetCustomAttribute<ExtendObjectTypeAttribute>(false)?.Type))
            .Where(pair => pair.Type is not null)
            .ToLookup(pair => pair.Type!, pair => pair.type);
    }

    public IReadOnlyList<Type> Queries { get; }

    public IReadOnlyList<Type> Mutations { get; }

    public IReadOnlyList<Type> Subscriptions { get; }

    /// <summary>Fields that the inputs of mutations share.</summary>
    public IReadOnlyList<IMutationArguments> SharedArguments { get; }

    public IEnumerable<Type> ExtensionsOf(Type type) => extensions[type];

    /// <summary>The classes that need an instance: all that are not static.</summary>
    public IEnumerable<Type> Instantiated =>
        Queries.Concat(Mutations).Concat(Subscriptions).Concat(extensions.SelectMany(group => group)).Where(type => !type.IsAbstract);
}
