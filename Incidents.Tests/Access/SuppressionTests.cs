using Incidents.Api.Access.Suppression;
using Incidents.Domain.Access;
using NodaTime;
using Xunit;
using Suppressed = Incidents.Domain.Access.Suppression;

namespace Incidents.Tests.Access;

public class SuppressionTests
{
    private static readonly LocalDate Today = new(2026, 3, 17);

    [Fact]
    public void The_akimat_and_the_public_see_rounded_counts_only_and_the_host_and_analysts_see_all()
    {
        Assert.True(Suppressed.Applies(Caller.Anonymous));
        Assert.False(Suppressed.Applies(Caller.Host));
        Assert.True(Suppressed.Applies(With(new Grant(Role.Akimat, null))));
        Assert.True(Suppressed.Applies(With(new Grant(Role.Akimat, null), new Grant(Role.Auditor, null))));
        Assert.False(Suppressed.Applies(With(new Grant(Role.Analyst, null))));
        Assert.False(Suppressed.Applies(With(new Grant(Role.Akimat, null), new Grant(Role.Analyst, null))));
        Assert.False(Suppressed.Applies(With(new Grant(Role.Akimat, ["karaganda"]), new Grant(Role.Operator, ["karaganda", "balkhash"]))));
    }

    [Fact]
    public void Where_the_akimat_has_more_towns_than_the_other_roles_all_counts_are_rounded_ones()
    {
        Assert.True(Suppressed.Applies(With(new Grant(Role.Akimat, null), new Grant(Role.Analyst, ["karaganda"]))));
        Assert.True(Suppressed.Applies(With(new Grant(Role.Akimat, ["temirtau"]), new Grant(Role.Analyst, ["karaganda"]))));
        Assert.True(Suppressed.Applies(With(new Grant(Role.Analyst, []))));
    }

    [Fact]
    public void Edges_are_the_first_days_of_months_that_are_over()
    {
        Assert.True(FixedEdges.IsEdge(new(2026, 3, 1), Today));
        Assert.False(FixedEdges.IsEdge(new(2026, 3, 2), Today));
        Assert.False(FixedEdges.IsEdge(new(2026, 4, 1), Today));
        Assert.Equal([new(2026, 2, 1), new(2026, 3, 1)], FixedEdges.Nearest(new(2026, 2, 14), Today));
        Assert.Equal([new(2026, 3, 1)], FixedEdges.Nearest(Today, Today));
        Assert.Equal([new(2026, 3, 1)], FixedEdges.Nearest(new(9999, 12, 31), Today));
    }

    [Fact]
    public void What_is_rounded_to_0_is_left_out_with_what_follows_from_it()
    {
        var shown = (int? count) => ShownTotals.Shown(count);

        Assert.Equal([null, null, 5], new[] { (int?)null, 0, 5 }.Select(shown));
    }

    private static Caller With(params Grant[] grants) => new("id", "name", grants);
}
