using Xunit;

namespace Incidents.Tests.Outcomes;

/// <summary>Sums of the ledger of alerts that hold whatever happened.</summary>
internal static class AlertLedgerSums
{
    /// <summary>
    /// Fails unless the ledger sums to the alerts as they are, and each alert is what its last judgement, dismissal or reinstatement says,
    /// with the last minutes that were given since a judgement was last taken back.
    /// </summary>
    public static async Task Hold(RunningHost host)
    {
        const string Key = "city, source, device, category, day, hour, since, state";
        Assert.Empty(await host.Query(
            $"""
             with ledger as (
                 select {Key}, sum(n) as n, sum(operator_seconds) as o, sum(unit_seconds) as u from read.alert_ledger
                 group by {Key} having sum(n) <> 0 or sum(operator_seconds) <> 0 or sum(unit_seconds) <> 0),
             alerts as (
                 select {Key}, count(*) as n, sum(operator_seconds) as o, sum(unit_seconds) as u from read.alert_outcome group by {Key})
             (table ledger except table alerts) union all (table alerts except table ledger)
             """));
        Assert.Empty(await host.Query(
            """
            with last as (
                select distinct on (stream_id) stream_id, type, data ->> 'outcome' as outcome from store.mt_events
                where type in ('alert_dismissed', 'alert_reinstated', 'alert_judged', 'alert_judgement_withdrawn')
                order by stream_id, version desc),
            seen as (
                select distinct stream_id from store.mt_events where type in ('alert_acknowledged', 'alert_reinstated'))
            select a.id, a.state, l.type, l.outcome from read.alert_outcome a left join last l on l.stream_id = a.id
            left join seen s on s.stream_id = a.id
            where a.state <> case l.type when 'alert_dismissed' then 3 when 'alert_reinstated' then 1
                when 'alert_judged' then case l.outcome when 'confirmed' then 2 when 'false' then 3 else 4 end
                else case when s.stream_id is null then 0 else 1 end end
            """));
        Assert.Empty(await host.Query(
            $"""
             with back as (
                 select stream_id, max(version) as version from store.mt_events
                 where type in ('alert_reinstated', 'alert_judgement_withdrawn') group by stream_id),
             said as (
                 select e.stream_id, e.version, e.data from store.mt_events e left join back b on b.stream_id = e.stream_id
                 where e.type in ('alert_dismissed', 'alert_judged') and e.version > coalesce(b.version, 0)),
             operators as ({Last("operatorMinutes")}), units as ({Last("unitMinutes")})
             select a.id, a.operator_seconds, o.seconds, a.unit_seconds, u.seconds from read.alert_outcome a
             left join operators o on o.stream_id = a.id left join units u on u.stream_id = a.id
             where abs(a.operator_seconds - coalesce(o.seconds, 0)) > 1 or abs(a.unit_seconds - coalesce(u.seconds, 0)) > 1
             """));
        Assert.Equal(
            await host.Query("select count(*) from store.mt_events where type = 'alert_raised'"),
            await host.Query("select count(*) from read.alert_outcome"));
    }

    private static string Last(string minutes) =>
        $"""
         select distinct on (stream_id) stream_id, 60 * (data ->> '{minutes}')::double precision as seconds from said
         where data ->> '{minutes}' is not null order by stream_id, version desc
         """;
}
