using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>Wall times that occurred twice in reports over HTTP, which are read as those of an import are.</summary>
[Collection(OnSharedHost.Name)]
public sealed class WallTimeTests(SharedHost shared)
{
    private static readonly string[] Expected = ["2016-11-06T01:30:00-05:00", "2016-11-06T01:45:00-06:00", "2016-11-06T01:15:00-06:00"];

    // Chicago's clocks were set back from 02:00 to 01:00 on 6 November 2016.
    [Fact]
    public async Task A_beginning_is_the_earlier_an_end_the_later_and_nothing_is_known_before_it_occurred()
    {
        var city = await shared.Host.NewCity("America/Chicago");
        var answer = await shared.Host.PostLines(new
        {
            source = "walls",
            id = city,
            kind = "incident",
            category = "theft",
            city,
            occurredAt = "2016-11-06T01:30:00",
            occurredUntil = "2016-11-06T01:45:00",
            knownAt = "2016-11-06T01:15:00",
        });
        Assert.Equal(["accepted"], answer.Codes);
        var stored = await shared.Host.Query(
            $"""
             select data->>'occurredAt', data->>'occurredUntil', data->>'knownAt' from store.mt_events
             where data->'place'->>'city' = '{city}'
             """);
        Assert.Equal(Expected, Assert.Single(stored).Cast<string>());
    }
}
