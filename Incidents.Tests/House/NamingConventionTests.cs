using System.Reflection;
using System.Runtime.CompilerServices;
using Incidents.Api.GraphQL;
using Xunit;

namespace Incidents.Tests.House;

/// <summary>Names that are the same in every folder.</summary>
public class NamingConventionTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Namespaces =>
    [
        "Incidents.Api.Analyses", "Incidents.Api.AnalysisJobs", "Incidents.Api.Boundaries", "Incidents.Api.CellCubes",
        "Incidents.Api.Dashboard", "Incidents.Api.Forecasts", "Incidents.Api.GraphQL", "Incidents.Api.Heatmaps",
        "Incidents.Api.HotSpots", "Incidents.Api.Impacts", "Incidents.Api.Import", "Incidents.Api.Ingest", "Incidents.Api.Kpis",
        "Incidents.Api.NearRepeats", "Incidents.Api.Requests", "Incidents.Api.Simulation", "Incidents.Api.SpaceTimeScans",
        "Incidents.Api.Store", "Incidents.Api.Trends", "Incidents.Tests.Dashboard", "Incidents.Tests.GraphQL",
        "Incidents.Tests.Import", "Incidents.Tests.Ingest", "Incidents.Tests.Simulation", "Incidents.Tests.Store",
    ];

    [Theory, MemberData(nameof(Namespaces))]
    public void Methods_have_the_suffix_Async_only_where_a_library_declares_it(string space)
    {
        var methods = Methods(space);

        Assert.NotEmpty(methods);
        Assert.Empty(methods.Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal) && !IsDeclaredByLibrary(m)).Select(Name));
    }

    [Theory, MemberData(nameof(Namespaces))]
    public void Cancellation_tokens_are_named_cancellation_except_where_a_library_names_them(string space)
    {
        var parameters = Methods(space).SelectMany(m => m.GetParameters()).Where(p =>
            Nullable.GetUnderlyingType(p.ParameterType) == typeof(CancellationToken) || p.ParameterType == typeof(CancellationToken));

        Assert.Empty(parameters
            .Where(p => p.Name != "cancellation" && !IsDeclaredByLibrary((MethodInfo)p.Member))
            .Select(p => $"{Name((MethodInfo)p.Member)}: {p.Name}"));
    }

    private static List<MethodInfo> Methods(string space)
    {
        var assembly = space.StartsWith("Incidents.Tests", StringComparison.Ordinal)
            ? typeof(NamingConventionTests).Assembly : typeof(SchemaText).Assembly;
        return [.. assembly.GetTypes()
            .Where(t => t.Namespace == space && !t.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(t => t.GetMethods(Declared))
            .Where(m => !m.IsDefined(typeof(CompilerGeneratedAttribute)))];
    }

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
