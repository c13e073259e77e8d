using Incidents.Api.Access.Log;
using Xunit;

namespace Incidents.Tests.Access;

public class ReplayPositionsTests
{
    [Fact]
    public void Where_nothing_came_meanwhile_there_is_one_position()
    {
        var at = Positions(12, 10);

        var only = Assert.Single(ReplayPositions.Between(at, at));
        Assert.Equal((12, 10), (only.Appended, only.ReadModels["register"]));
    }

    [Fact]
    public void All_positions_between_are_tried_once_and_no_read_model_is_ahead_of_the_events()
    {
        var all = ReplayPositions.Between(Positions(12, 10), Positions(15, 14))
            .Select(p => (p.Appended, p.ReadModels["register"])).ToList();

        Assert.Equal((12, 10), all[0]);
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(
            (from projected in Enumerable.Range(10, 5)
             from appended in Enumerable.Range(12, 4)
             where appended >= projected
             select ((long)appended, (long)projected)).Order(),
            all.Order());
    }

    private static LoggedPositions Positions(long appended, long register) =>
        new(appended, new Dictionary<string, long> { ["register"] = register, ["ledger"] = 9 });
}
