using System.Reflection;

namespace Incidents.Api.GraphQL;

/// <summary>The classes that contribute to the schema, in an order that does not depend on the compiler's.</summary>
internal sealed class Slices
{
    private readonly ILookup<Type, Type> extensions;

    public Slices(IEnumerable<Assembly> assemblies)
    {
        var types = assemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).OrderBy(type => type.FullName, StringComparer.Ordinal).ToList();
        Queries = [.. types.Where(type => type.IsDefined(typeof(QueryTypeAttribute), false))];
        Mutations = [.. types.Where(type => type.IsDefined(typeof(MutationTypeAttribute), false))];
        Loaders = [.. types.Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(IBatchLoader)))];
        extensions = types
            .Select(type => (type, type.GetCustomAttribute<ExtendObjectTypeAttribute>(false)?.Type))
            .Where(pair => pair.Type is not null)
            .ToLookup(pair => pair.Type!, pair => pair.type);
    }

    public IReadOnlyList<Type> Queries { get; }

    public IReadOnlyList<Type> Mutations { get; }

    public IReadOnlyList<Type> Loaders { get; }

    public IEnumerable<Type> ExtensionsOf(Type type) => extensions[type];

    /// <summary>Classes with instance members need an instance; static classes cannot have one.</summary>
    public IEnumerable<Type> Instantiated => Queries.Concat(Mutations).Concat(extensions.SelectMany(group => group)).Where(type => !type.IsAbstract);
}
