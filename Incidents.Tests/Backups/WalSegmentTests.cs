using Incidents.Postgres;
using Xunit;

namespace Incidents.Tests.Backups;

public class WalSegmentTests
{
    [Theory]
    [InlineData("0/16B3748", 1, "000000010000000000000001")]
    [InlineData("0/0", 1, "000000010000000000000000")]
    [InlineData("1/FF000000", 2, "0000000200000001000000FF")]
    [InlineData("2/0", 10, "0000000A0000000200000000")]
    public void A_position_is_in_the_file_that_PostgreSQL_names(string position, uint timeline, string name)
    {
        var segment = WalSegment.Of(timeline, WalSegment.Position(position));

        Assert.Equal(name, segment.Name);
        Assert.Equal(segment, WalSegment.Named(name + ".partial"));
        Assert.Equal(position, WalSegment.Text(WalSegment.Position(position)));
    }

    [Fact]
    public void The_file_after_the_last_one_of_a_log_is_the_first_of_the_next() =>
        Assert.Equal("000000010000000200000000", WalSegment.Named("0000000100000001000000FF")!.Value.Next.Name);

    [Theory]
    [InlineData("00000002.history")]
    [InlineData("complete")]
    [InlineData("000000010000000000000100")]
    public void Other_files_are_no_part_of_it(string name) => Assert.Null(WalSegment.Named(name));
}
