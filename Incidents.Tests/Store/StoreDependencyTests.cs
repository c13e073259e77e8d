using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections;
using Xunit;

namespace Incidents.Tests.Store;

public class StoreDependencyTests
{
    [Fact]
    public void The_store_knows_no_slice_and_no_GraphQL()
    {
        var code = new ArchLoader()
            .LoadAssemblies(typeof(StreamAppender).Assembly, typeof(IDomainEvent).Assembly, typeof(ReadModels).Assembly).Build();
        var used = Used(code, "Incidents.Api.Store");

        Assert.Contains("Incidents.Domain", used);
        Assert.DoesNotContain(used, IsForbidden);
        // The slice that owns withdrawals knows its own part of the Domain: such a use is found.
        Assert.Contains(Used(code, "Incidents.Api.Dispatch"), IsForbidden);
    }

    private static bool IsForbidden(string space) =>
        space is "GraphQL" or "Incidents.Api.GraphQL"
        || space.StartsWith("GraphQL.", StringComparison.Ordinal)
        || space.StartsWith("Incidents.Domain.", StringComparison.Ordinal)
        || space.StartsWith("Incidents.Projections.", StringComparison.Ordinal);

    // Type parameters have no namespace.
    private static HashSet<string> Used(Architecture code, string space) =>
    [
        .. code.Types.Where(t => t.Namespace?.FullName == space).SelectMany(t => t.GetTypeDependencies())
            .Select(t => t.Namespace?.FullName).OfType<string>(),
    ];
}
