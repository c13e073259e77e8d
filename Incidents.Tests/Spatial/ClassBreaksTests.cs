using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class ClassBreaksTests
{
    // By hand: of 1, 1, 1, 1, 1, 1, 2, 2, 8, 20 the mean is 3.8, above which are 8 and 20; of these 14, above which is 20, but one of two
    // is no minority.
    [Fact]
    public void Head_and_tail_split_at_the_mean_while_the_head_is_a_minority() =>
        Assert.Equal([1, 8], ClassBreaks.Of([1, 20, 1, 2, 1, 8, 1, 1, 2, 1, 0, -3], 7, BreakRule.HeadTail));

    [Fact]
    public void Quantiles_hold_as_many_cells_and_equal_counts_share_a_class()
    {
        Assert.Equal([1, 3, 5], ClassBreaks.Of([6, 1, 2, 3, 4, 5], 3, BreakRule.Quantiles));
        Assert.Equal([1, 9], ClassBreaks.Of([1, 1, 1, 1, 1, 9], 6, BreakRule.Quantiles));
    }

    [Theory]
    [InlineData(BreakRule.HeadTail)]
    [InlineData(BreakRule.Quantiles)]
    public void No_counts_have_no_classes(BreakRule rule) => Assert.Empty(ClassBreaks.Of([0, 0], 5, rule));

    [Fact]
    public void Fewer_than_one_class_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassBreaks.Of([1], 0, BreakRule.Quantiles));
}
