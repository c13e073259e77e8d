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
        Assert.DoesNotContain(Known(Domain), name => name.StartsWith("System.Net", StringComparison.Ordinal) || name.StartsWith("System.Data", StringComparison.Ordinal));
    }

    [Fact]
    public void The_domain_touches_no_file_no_wire_and_no_clock()
    {
        var house = new ArchLoader().LoadAssemblies(Domain).Build();
        var forbidden = house.ReferencedTypes.Concat(house.Types).Where(Forbidden).Select(t => t.FullName);

        Assert.Empty(forbidden);
        Assert.NotEmpty(Types().That().ResideInAssembly(Domain).GetObjects(house));

        static bool Forbidden(IType type) =>
            type.Namespace.FullName is "System.IO" or "System.Net" or "System.Net.Http" or "System.Net.Sockets"
            || type.FullName is "System.Console" or "System.Environment" or "System.Diagnostics.Process" or "NodaTime.SystemClock" or "System.TimeProvider" or "System.DateTime";
    }

    [Fact]
    public void The_domain_knows_none_of_the_others() => Assert.DoesNotContain(Known(Domain), name => name.StartsWith("Incidents", StringComparison.Ordinal));

    [Fact]
    public void Statistics_know_plain_numbers_only()
    {
        string[] allowed = ["System", "MathNet", "NetTopologySuite", "NodaTime"];

        Assert.All(Known(Statistics), name => Assert.Contains(name.Split('.')[0], allowed));
    }

    [Fact]
    public void Projections_do_not_know_the_api()
    {
        Assert.DoesNotContain("Incidents.Api", Known(Projections));
        Assert.DoesNotContain(Known(Projections), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name == "GraphQL");
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
