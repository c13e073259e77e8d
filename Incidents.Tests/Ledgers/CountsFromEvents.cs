using Npgsql;
using Xunit;

namespace Incidents.Tests.Ledgers;

/// <summary>
/// What the ledger must hold, counted straight from the JSON in <c>mt_events</c> by SQL that shares nothing with the projection:
/// neither its code, nor its cells, nor its buckets. Each table is compared row by row, rows that sum to zero included.
/// </summary>
internal static class CountsFromEvents
{
    // Every line that an event means: measure, what it is counted under, when that became known, by how much.
    private const string Lines =
        """
        with fact as (
            select case when (data->>'isSuperseded')::boolean or (data->>'wasMerged')::boolean
                or (type, data->>'status') in (('incident_unmerged', 'withdrawn'), ('incident_reinstated', 'merged'))
                then 'not counted' else type end as type,
                data as d, data->>'knownAt' as known
            from store.mt_events where not is_archived),
        born(type, measure) as (values ('alert_raised', 2), ('sos_call_placed', 3), ('violation_recorded', 4), ('incident_opened', 1),
            ('upkeep_observed', 40), ('upkeep_observed', 41)),
        undone(type, measure, subject) as (values
            ('incident_withdrawn', 1, 'incident'), ('incident_merged', 1, 'incident'), ('alert_dismissed', 2, 'alert'),
            ('violation_dismissed', 4, 'violation'), ('violation_cancelled', 4, 'violation'), ('withdrawal_matched', 7, 'withdrawn'),
            ('alert_reinstated', 5, 'alert')),
        noted(type, measure, subject) as (values
            ('incident_unmerged', 1, 'incident'), ('incident_reinstated', 1, 'incident'), ('withdrawal_unmatched', 7, 'withdrawn'),
            ('alert_dismissed', 5, 'alert'), ('sos_call_abandoned', 6, 'call'), ('alert_reinstated', 2, 'alert'),
            ('violation_reinstated', 4, 'violation')),
        moved(type, measure, after) as (values ('incident_categorised', 1, 'to'), ('alert_updated', 2, 'category')),
        begun(measure, was, is_now, known) as (
            select case when (d->>'dismissed')::boolean then 5 else 2 end, d->'before', d->'alert', known
            from fact where type = 'alert_beginning_reported'
            union all
            select 1, d->'before', d->'after', known from fact where type = 'incident_corrected'
            union all
            select 3, d->'before', d->'call', known from fact where type = 'sos_call_beginning_reported'
            union all
            select 6, d->'before', d->'call', known
            from fact where type = 'sos_call_beginning_reported' and (d->>'abandoned')::boolean
            union all
            select measure, d->'before', d->'terms'->'observation', known from fact, (values (40), (41), (42)) as v (measure)
            where type = 'upkeep_beginning_reported' and (measure <> 41 or d->>'status' in ('open', 'done', 'confirmed'))
                and (measure <> 42 or d ? 'doneAt')),
        upkeep(type, measure, n) as (values
            ('upkeep_cancelled', 41, -1), ('upkeep_joined', 41, -1), ('upkeep_separated', 41, 1), ('upkeep_done', 42, 1),
            ('upkeep_reopened', 42, -1)),
        upkept(observation, terms, since, until, known, n) as (
            select d->'terms'->'observation', d->'terms', d->'terms'->'observation'->>'occurredAt',
                case type when 'upkeep_done' then d->>'occurredAt' else d->>'doneAt' end, known,
                case type when 'upkeep_reopened' then -1 else 1 end
            from fact where type = 'upkeep_done' or (type = 'upkeep_reopened' and d ? 'doneAt')
                or (type = 'upkeep_beginning_reported' and d ? 'doneAt')),
        standing(id, key, counts, known, n) as (
            select row_number() over (), s.* from (
                select d, case when d ? 'victims' then jsonb_build_array(jsonb_build_object('count', 1, 'victims', d->'victims')) end,
                    known, 1 from fact where type = 'incident_opened'
                union all
                select c->'countKey', c->'offences'->'counts', c->>'knownAt', (c->>'delta')::int
                from fact, jsonb_array_elements(d->'counts') as c where type = 'offence_added'
                union all
                select d->'incident', d->'offences'->'counts', known,
                    case when type in ('incident_withdrawn', 'incident_merged') then -1 else 1 end
                from fact where type in ('incident_withdrawn', 'incident_merged', 'incident_unmerged', 'incident_reinstated')
                union all
                select key, d->'offences'->'counts', known, n from fact, lateral (values
                    (d->'before', -1), (coalesce(d->'after', d->'before' || jsonb_build_object('category', d->>'to')), 1)) as v (key, n)
                where type in ('incident_categorised', 'incident_corrected')
                    and d->'before' <> coalesce(d->'after', d->'before' || jsonb_build_object('category', d->>'to'))) as s),
        offences(id, category, count, victims) as (
            select id, coalesce(o->>'category', key->>'category'), (o->>'count')::int, (o->>'victims')::int
            from standing, jsonb_array_elements(counts) as o),
        part(measure, category, id, n) as (
            select 8, category, id, sum(n)::int from (
                select id, category, count from offences
                union all
                select id, key->>'category', -1 from standing where counts is not null) as s (id, category, n)
            group by id, category having sum(n) <> 0
            union all
            select 9, category, id, victims from offences where victims > 0
            union all
            select distinct 10, key->>'category', id, 1 from offences join standing using (id) where victims is not null),
        span(measure, countKey, known, n) as (
            select measure, key || jsonb_build_object('category', category), known, part.n * standing.n from part join standing using (id)
            union all
            select 1, c->'countKey', c->>'knownAt', (c->>'delta')::int
            from fact, jsonb_array_elements(d->'counts') as c where type = 'offence_added'
            union all
            select measure, d, known, 1 from fact join born using (type)
            union all
            select measure, d->subject, known, -1 from fact join undone using (type)
            union all
            select measure, d->subject, known, 1 from fact join noted using (type)
            union all
            select measure, d->'before', known, -1 from fact join moved using (type) where d->'before'->>'category' <> d->>after
            union all
            select measure, d->'before' || jsonb_build_object('category', d->>after), known, 1
            from fact join moved using (type) where d->'before'->>'category' <> d->>after
            union all
            select measure, key, known, n
            from begun, lateral (values (was, -1), (is_now, 1)) as v (key, n) where was <> is_now
            union all
            select measure, d->'terms'->'observation', known, n from fact join upkeep using (type)
            where type <> 'upkeep_reopened' or d ? 'doneAt'
            union all
            select 43, observation, known, n from upkept where until::timestamptz <= (terms->>'deadline')::timestamptz),
        line(measure, category, place, occurred, known, n, missing) as (
            select measure, countKey->>'category', countKey->'place', countKey->>'occurredAt', known, n,
                case countKey->>'precision' when 'day' then -1 when 'month' then -2 when 'year' then -3 end
            from span),
        timed(type, measure, subject) as (values
            ('unit_assigned', 21, 'incident'), ('unit_arrived', 22, 'incident'), ('incident_resolved', 23, 'incident')),
        timing(measure, since, until) as (
            values (21, 'since', 'sentAt'), (22, 'travelSince', 'arrivedAt'), (23, 'since', 'resolvedAt')),
        responded(measure, key, since, until, known, n) as (
            select measure, key, times->>since, times->>until, known, n
            from (select d->'response' as r, known from fact where d ? 'response') as f, timing, lateral (
                values (r->'before', r->'was', -1), (r->'after', r->'is', 1)) as v (key, times, n)
            where times ? since and times ? until and (
                r->'was'->>since is distinct from r->'is'->>since or r->'was'->>until is distinct from r->'is'->>until
                or r->'before'->>'category' <> r->'after'->>'category'
                or r->'before'->'place' <> r->'after'->'place')),
        took(measure, category, place, since, until, known, n) as (
            select measure, d->subject->>'category', d->subject->'place', d->>'since', d->>'occurredAt', known, 1
            from fact join timed using (type) where d ? 'since'
            union all
            select measure, key->>'category', key->'place', since, until, known, n from responded
            union all
            select 20, d->'call'->>'category', d->'call'->'place', d->'call'->>'occurredAt', d->>'occurredAt', known, 1 from fact
                where type = 'sos_call_answered' and coalesce(
                    (d->>'beginningReported')::boolean,
                    (d->>'occurredAt')::timestamptz <> (d->'call'->>'occurredAt')::timestamptz)
                and not d->'call' ? 'precision'
            union all
            select 20, d->'call'->>'category', d->'call'->'place', d->>'occurredAt', d->>'answeredAt', known, 1
            from fact where type = 'sos_call_beginning_reported' and d ? 'answeredAt' and not d->'call' ? 'precision'
            union all
            select 60, observation->>'category', observation->'place', since, until, known, n from upkept where not terms ? 'assumed')
        """;

    private const string ByHour =
        """
        select measure::smallint, place->>'city', category, left(occurred, 10)::date as day,
            coalesce(missing, substr(occurred, 12, 2)::int)::smallint as hour,
            coalesce(place->>'district', ''), left(known, 10)::date as known, sum(n)::int
        from line group by 1, 2, 3, 4, 5, 6, 7
        """;

    // Web-Mercator tile numbers after the OpenStreetMap wiki's "Slippy map tilenames"; bits of column and row interleaved one by one.
    private const string Tiles =
        """
        , point as (
            select line.*, (place->'point'->>'longitude')::float8 as lon,
                radians((place->'point'->>'latitude')::float8) as lat
            from line where place ? 'point'),
        tile as (
            select point.*, floor((lon + 180) / 360 * (1 << 18))::bigint as x,
                floor((1 - ln(tan(lat) + 1 / cos(lat)) / pi()) / 2 * (1 << 18))::bigint as y
            from point),
        cell as (
            select tile.*, (
                select sum((((x >> b) & 1) << (2 * b)) | (((y >> b) & 1) << (2 * b + 1)))
                from generate_series(0, 17) as b)::bigint as code
            from tile)
        """;

    private const string ByDay =
        """
        select measure::smallint, place->>'city', category, code, left(occurred, 10)::date as day, left(known, 10)::date as known,
            sum(n)::int
        from cell group by 1, 2, 3, 4, 5, 6
        """;

    private const string ByMonth =
        """
        select measure::smallint, place->>'city', category, (left(occurred, 7) || '-01')::date as month, code >> 8 as cell, sum(n)::int
        from cell group by 1, 2, 3, 4, 5
        """;

    // What is not known to the minute, and what has an end: elapsed minutes between the wall-clock minutes, at least one; 0 without an end.
    private const string Spans =
        """
        , interval as (
            select span.*, countKey->>'occurredAt' as at, countKey->>'occurredUntil' as until,
                coalesce(array_position(array['hour', 'day', 'month', 'year'], countKey->>'precision'), 0) as precision
            from span where countKey ? 'occurredUntil' or countKey ? 'precision')
        select precision::smallint, measure::smallint, countKey->'place'->>'city', countKey->>'category', left(at, 10)::date,
            (substr(at, 12, 2)::int * 60 + substr(at, 15, 2)::int)::smallint,
            extract(epoch from left(at, 19)::timestamp - (at::timestamptz at time zone 'UTC'))::int,
            (case when until is null then 0 else greatest(
                1, extract(epoch from date_trunc('minute', until::timestamptz) - date_trunc('minute', at::timestamptz)) / 60) end)::int,
            coalesce(countKey->'place'->>'district', ''), left(known, 10)::date, sum(n)::int
        from interval group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        """;

    private const string Coarse =
        """
        select measure::smallint, place->>'city', category, (1 - missing)::smallint, left(occurred, 10)::date, code, left(known, 10)::date,
            sum(n)::int
        from cell where missing < -1 group by 1, 2, 3, 4, 5, 6, 7
        """;

    // Bucket i holds (g^(i-1), g^i] seconds, g = 1.01 / 0.99; the lowest, -346, everything up to a millisecond.
    private const string Buckets =
        """
        select measure::smallint, place->>'city', left(since, 10)::date as day,
            (case when s <= 0.001 then -346 else greatest(-346, ceil(ln(s) / ln(1.01 / 0.99::float8) - 1e-9)) end)::smallint as bucket,
            category, substr(since, 12, 2)::smallint as hour, coalesce(place->>'district', ''), left(known, 10)::date as known, sum(n)::int
        from (select took.*, extract(epoch from until::timestamptz - since::timestamptz)::float8 as s from took) as took
        group by 1, 2, 3, 4, 5, 6, 7, 8
        """;

    private static readonly (string Table, string Columns, string Expected)[] Books =
    [
        ("count_hour", $"measure, {Text("city")}, {Text("category")}, day, hour, {Text("district")}, known, n", $"{Lines} {ByHour}"),
        ("heat_day", $"measure, {Text("city")}, {Text("category")}, cell, day, known, n", $"{Lines} {Tiles} {ByDay}"),
        ("heat_month", $"measure, {Text("city")}, {Text("category")}, month, cell, n", $"{Lines} {Tiles} {ByMonth}"),
        (
            "interval",
            $"precision, measure, {Text("city")}, {Text("category")}, day, minute, offset_seconds, length, {Text("district")}, known, n",
            $"{Lines} {Spans}"),
        ("heat_coarse", $"measure, {Text("city")}, {Text("category")}, precision, day, cell, known, n", $"{Lines} {Tiles} {Coarse}"),
        (
            "duration", $"measure, {Text("city")}, day, bucket, {Text("category")}, hour, {Text("district")}, known, n",
            $"{Lines} {Buckets}"),
    ];

    private static string Text(string column) => $"(select text from read.label where id = {column}) as {column}";

    /// <summary>Fails where a row of any of the ledger's tables is not what the events say.</summary>
    public static async Task AgreeWithTheLedger(NpgsqlDataSource database)
    {
        foreach (var (table, columns, expected) in Books)
        {
            var wrong = await RunningHost.Query(
                database,
                $"""
                 with expected as materialized ({expected}), found as (select {columns} from read.{table})
                 select 'missing', e.*::text from (table expected except all table found) as e
                 union all
                 select 'too much', f.*::text from (table found except all table expected) as f limit 10
                 """);
            Assert.True(wrong.Count == 0, $"{table}: {string.Join("; ", wrong.Select(w => $"{w[0]} {w[1]}"))}");
        }
    }

    /// <summary>How much the events sum to, measure by measure, durations included.</summary>
    public static async Task<SortedDictionary<int, long>> Totals(NpgsqlDataSource database)
    {
        var rows = await RunningHost.Query(
            database,
            $"{Lines} select measure, sum(n)::bigint from line group by 1 union all select measure, sum(n)::bigint from took group by 1");
        return new(rows.ToDictionary(r => (int)r[0], r => (long)r[1]));
    }

    /// <summary>The same from the ledger.</summary>
    public static async Task<SortedDictionary<int, long>> LedgerTotals(NpgsqlDataSource database)
    {
        var rows = await RunningHost.Query(
            database,
            """
            select measure::int, sum(n)::bigint from read.count_hour group by 1
            union all select measure::int, sum(n)::bigint from read.duration group by 1
            """);
        return new(rows.ToDictionary(r => (int)r[0], r => (long)r[1]));
    }
}
