using Incidents.Api.Proofs;
using Incidents.Api.Store;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>Gaps in the numbers of a store are waited for, all at once.</summary>
public sealed class SequenceHoldTests
{
    private readonly SteppedTime time = new();

    [Fact]
    public void Many_gaps_are_waited_for_as_long_as_one()
    {
        var hold = new SequenceHold(TimeSpan.FromSeconds(60), time);
        // Every second number was rolled back.
        var page = Page(Enumerable.Range(1, 100).Select(i => 2L * i));

        Assert.Equal(0, hold.Ready(0, page, 0));
        time.Seconds = 59;
        Assert.Equal(0, hold.Ready(0, page, 0));
        time.Seconds = 60;
        Assert.Equal(100, hold.Ready(0, page, 0));
    }

    [Fact]
    public void A_gap_is_waited_for_from_the_moment_at_which_a_later_number_was_seen()
    {
        var hold = new SequenceHold(TimeSpan.FromSeconds(60), time);

        Assert.Equal(2, hold.Ready(0, Page([1, 2, 4]), 0));
        time.Seconds = 50;
        Assert.Equal(0, hold.Ready(2, Page([4, 6]), 0));
        time.Seconds = 60;
        // What is missing below 4 was drawn before it, and what is missing below 6 perhaps only just before 6.
        Assert.Equal(1, hold.Ready(2, Page([4, 6]), 0));
        time.Seconds = 110;
        Assert.Equal(1, hold.Ready(4, Page([6]), 0));
    }

    [Fact]
    public void What_came_meanwhile_is_taken_at_once_and_what_somebody_else_has_found_complete_too()
    {
        var hold = new SequenceHold(TimeSpan.FromSeconds(60), time);

        Assert.Equal(1, hold.Ready(0, Page([1, 3]), 0));
        Assert.Equal(2, hold.Ready(1, Page([2, 3]), 0));
        Assert.Equal(1, hold.Ready(3, Page([9]), 9));
    }

    private static List<Commitment> Page(IEnumerable<long> numbers) =>
        [.. numbers.Select(number => new Commitment(number, Guid.Empty, null, Guid.Empty, ""))];

    private sealed class SteppedTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
