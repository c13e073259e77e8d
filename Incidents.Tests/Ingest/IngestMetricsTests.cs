using Incidents.Api.Ingest;
using Xunit;

namespace Incidents.Tests.Ingest;

public class IngestMetricsTests
{
    private readonly SetTime time = new();

    [Fact]
    public void Reports_are_counted_by_status()
    {
        var figures = new IngestMetrics(time);
        figures.Count([new(ReportStatus.Accepted), new(ReportStatus.Refused), new(ReportStatus.Accepted)]);
        figures.Count([new(ReportStatus.Duplicate)]);
        Assert.Equal((2, 1, 1, 0), (
            figures.Answered(ReportStatus.Accepted), figures.Answered(ReportStatus.Refused), figures.Answered(ReportStatus.Duplicate),
            figures.Answered(ReportStatus.Unavailable)));
    }

    // Two reports at second 0, one at second 30: three in the minute until second 59, one until 89, then none.
    [Theory, InlineData(0, 2), InlineData(29, 2), InlineData(30, 3), InlineData(59, 3), InlineData(60, 1), InlineData(89, 1),
        InlineData(90, 0), InlineData(100_000, 0)]
    public void The_rate_is_that_of_the_last_minute(int second, int reports)
    {
        var figures = new IngestMetrics(time);
        figures.Count([new(ReportStatus.Accepted), new(ReportStatus.Refused)]);
        if (second >= 30)
        {
            time.Now += TimeSpan.FromSeconds(30);
            figures.Count([new(ReportStatus.Accepted)]);
            second -= 30;
        }
        time.Now += TimeSpan.FromSeconds(second);
        Assert.Equal(reports / 60.0, figures.PerSecond);
    }

    [Fact]
    public void A_clock_that_is_set_back_harms_nothing()
    {
        var figures = new IngestMetrics(time);
        figures.Count([new(ReportStatus.Accepted)]);
        time.Now -= TimeSpan.FromHours(1);
        figures.Count([new(ReportStatus.Accepted)]);
        time.Now += TimeSpan.FromMinutes(2);
        Assert.Equal(0, figures.PerSecond);
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 7, 3, 7, 0, 11, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
