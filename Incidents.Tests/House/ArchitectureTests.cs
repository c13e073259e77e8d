using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Incidents.Domain;
using Incidents.Postgres;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Incidents.Tests.House;

public class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(IDomainEvent).Assembly;
    private static readonly Assembly Statistics = Assembly.Load("Incidents.Statistics");
    private static readonly Assembly Projections = Assembly.Load("Incidents.Projections");

    [Fact]
    public void The_domain_knows_no_infrastructure()
    {
        string[] allowed = ["System", "NodaTime", "UUIDNext", "NetTopologySuite", "Marten", "JasperFx"];

        Assert.All(Known(Domain), name => Assert.Contains(name.Split('.')[0], allowed));
        Assert.DoesNotContain(
            Known(Domain), name =>
                name.StartsWith("System.Net", StringComparison.Ordinal) || name.StartsWith("System.Data", StringComparison.Ordinal));
    }

    [Fact]
    public void The_domain_touches_no_file_no_wire_and_no_clock()
    {
        var architecture = new ArchLoader().LoadAssemblies(Domain).Build();
        var forbidden = architecture.ReferencedTypes.Concat(architecture.Types).Where(Forbidden).Select(t => t.FullName);

        Assert.Empty(forbidden);
        Assert.NotEmpty(Types().That().ResideInAssembly(Domain).GetObjects(architecture));

        static bool Forbidden(IType type) =>
            type.Namespace.FullName is "System.IO" or "System.Net" or "System.Net.Http" or "System.Net.Sockets"
            || type.FullName is "System.Console" or "System.Environment" or "System.Diagnostics.Process"
                or "NodaTime.SystemClock" or "System.TimeProvider" or "System.DateTime";
    }

    [Fact]
    public void The_domain_knows_none_of_the_others() =>
        Assert.DoesNotContain(Known(Domain), name => name.StartsWith("Incidents", StringComparison.Ordinal));

    [Fact]
    public void Statistics_know_plain_numbers_only()
    {
        string[] allowed = ["System", "MathNet", "NetTopologySuite"];

        Assert.All(Known(Statistics), name => Assert.Contains(name.Split('.')[0], allowed));
    }

    [Fact]
    public void Projections_do_not_know_the_api()
    {
        Assert.DoesNotContain("Incidents.Api", Known(Projections));
        Assert.DoesNotContain(
            Known(Projections), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name == "GraphQL");
    }

    /// <summary>Every assembly of the product: all but tests and benchmarks.</summary>
    public static TheoryData<string> Products =>
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "Incidents.*.dll").Select(Path.GetFileNameWithoutExtension).OfType<string>()
            .Where(name => name is not ("Incidents.Tests" or "Incidents.Benchmarks")).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Products))]
    public void No_namespaces_depend_on_each_other_in_a_cycle(string product)
    {
        var graph = NamespaceGraph.Read(Path.Combine(AppContext.BaseDirectory, product + ".dll"));
        var cycle = graph.Cycle();

        Assert.NotEmpty(graph.Namespaces);
        Assert.True(cycle.Count == 0, $"{product} has a cycle of namespaces:\n{string.Join("\n", cycle)}");
    }

    [Fact]
    public void The_private_postgresql_knows_none_of_the_others()
    {
        var known = Known(typeof(EmbeddedPostgres).Assembly).ToArray();

        Assert.DoesNotContain(known, name => name.StartsWith("Incidents", StringComparison.Ordinal));
        Assert.DoesNotContain(known, name => name.Split('.')[0] is "Marten" or "JasperFx" or "Wolverine" or "NodaTime");
    }

    private static IEnumerable<string> Known(Assembly assembly) => assembly.GetReferencedAssemblies().Select(n => n.Name!);
}
