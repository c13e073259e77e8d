using System.Reflection;
using System.Runtime.CompilerServices;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Postgres;
using Incidents.Projections;
using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.House;

/// <summary>Names that are the same in every folder.</summary>
public class NamingConventionTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Assemblies => [.. Ours.Select(a => a.GetName().Name!)];

    private static IEnumerable<Assembly> Ours =>
    [
        typeof(IDomainEvent).Assembly, typeof(ReadModels).Assembly, typeof(MannKendall).Assembly, typeof(EmbeddedPostgres).Assembly,
        typeof(SchemaText).Assembly, typeof(NamingConventionTests).Assembly,
    ];

    [Theory, MemberData(nameof(Assemblies))]
    public void Methods_have_the_suffix_Async_only_where_a_library_declares_it(string assembly)
    {
        var methods = Methods(assembly);

        Assert.NotEmpty(methods);
        Assert.Empty(methods.Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal) && !IsDeclaredByLibrary(m)).Select(Name));
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Cancellation_tokens_are_named_cancellation_except_where_a_library_names_them(string assembly)
    {
        var parameters = Methods(assembly).SelectMany(m => m.GetParameters()).Where(p =>
            Nullable.GetUnderlyingType(p.ParameterType) == typeof(CancellationToken) || p.ParameterType == typeof(CancellationToken));

        Assert.Empty(parameters
            .Where(p => p.Name != "cancellation" && !IsDeclaredByLibrary((MethodInfo)p.Member))
            .Select(p => $"{Name((MethodInfo)p.Member)}: {p.Name}"));
    }

    private static List<MethodInfo> Methods(string assembly) =>
        [.. Ours.Single(a => a.GetName().Name == assembly).GetTypes()
            .Where(t => IsOurs(t) && !t.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(t => t.GetMethods(Declared))
            .Where(m => !m.IsDefined(typeof(CompilerGeneratedAttribute)))];

    private static bool IsDeclaredByLibrary(MethodInfo method)
    {
        if (!IsOurs(method.GetBaseDefinition().DeclaringType!))
            return true;
        var type = method.DeclaringType!;
        return !type.IsInterface && type.GetInterfaces().Any(i => !IsOurs(i) && type.GetInterfaceMap(i).TargetMethods.Contains(method));
    }

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("Incidents", StringComparison.Ordinal);

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
