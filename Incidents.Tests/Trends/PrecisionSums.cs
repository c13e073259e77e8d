using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Trends;

/// <summary>Sums that hold whatever was reported, and however precisely.</summary>
internal static class PrecisionSums
{
    private static readonly string[] Measures =
        ["INCIDENTS", "ALERTS", "SOS_CALLS", "VIOLATIONS", "FALSE_ALERTS", "ABANDONED_CALLS", "UNMATCHED_WITHDRAWALS"];

    /// <summary>
    /// Fails unless, for every measure, the hours and what has none sum to all, and the aoristic hours to all of which more than the year
    /// is known.
    /// </summary>
    public static async Task Hold(RunningHost host)
    {
        const string Period = "from: \"2020-01-01\", until: \"2030-01-01\"";
        var asked = Measures.Select(measure =>
            $$"""
              {{measure}}: hourByWeekday({{Period}}, filter: { measure: {{measure}} }) {
                  basis { count } timeKnown { minute hour day month year } aoristic { notSpread intervals hours } }
              """);
        var data = await host.Ask($$"""{ {{string.Join(' ', asked)}} kpis({{Period}}) { city counts { measure count } } }""");
        var totals = data.GetProperty("kpis")[0].GetProperty("counts").EnumerateArray().ToDictionary(
            c => c.GetProperty("measure").GetString()!, c => c.GetProperty("count").GetInt32());
        var coarse = 0;
        foreach (var measure in Measures)
        {
            var (week, all) = (data.GetProperty(measure), totals[measure]);
            var (known, aoristic) = (week.GetProperty("timeKnown"), week.GetProperty("aoristic"));
            var withoutHour = Number(known, "day") + Number(known, "month") + Number(known, "year");
            Assert.Equal(all, Number(week.GetProperty("basis"), "count") + withoutHour);
            Assert.Equal(all, Number(known, "minute") + Number(known, "hour") + withoutHour);
            Assert.Equal(
                all - Number(aoristic, "notSpread"), aoristic.GetProperty("hours").EnumerateArray().Sum(h => h.GetDouble()), 1e-6);
            coarse += Number(known, "hour") > 0 && withoutHour > 0 ? 1 : 0;
        }
        Assert.InRange(coarse, 3, Measures.Length);
    }

    private static int Number(JsonElement parent, string field) => parent.GetProperty(field).GetInt32();
}
