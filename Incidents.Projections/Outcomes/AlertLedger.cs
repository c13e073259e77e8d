using System.Runtime.InteropServices;
using Incidents.Domain;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Outcomes;

/// <summary>The ledger of alerts: how many had which outcome, and what they cost, as known on any day.</summary>
/// <remarks>
/// Each event takes its alert out of the ledger as it was, and puts it back as it is from then on, both on the day on which that became
/// known: sums up to a day are what was known on it. What an alert was stands in a row of its own, since events of alerts say neither the
/// system nor the camera again. The first events of all alerts of a page are written together, then all second ones, and so on.
/// </remarks>
public sealed class AlertLedger : TableProjection
{
    /// <summary>Name of the read model in commands, progress and freshness.</summary>
    public const string ProjectionName = "alert-ledger";

    /// <summary>Table of the alerts as known now.</summary>
    public const string AlertTable = "alert_outcome";

    /// <summary>Table of the signed counts.</summary>
    public const string LedgerTable = "alert_ledger";

    private const string Key = "city, source, device, category, day, hour, since, state";

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [AlertTable, LedgerTable];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{AlertTable} (
             id uuid primary key,
             city text collate "C" not null,
             source text collate "C" not null,
             device text collate "C" not null,
             category text collate "C" not null,
             day date not null,
             hour smallint not null,
             since date not null,
             state smallint not null,
             confidence double precision,
             confidence_at timestamptz,
             operator_seconds bigint not null,
             unit_seconds bigint not null) with (fillfactor = 80);
         create index on {schema}.{AlertTable} (day, city);
         create table {schema}.{LedgerTable} (
             city text collate "C",
             source text collate "C",
             device text collate "C",
             category text collate "C",
             day date,
             hour smallint,
             since date,
             state smallint,
             known date,
             n int not null,
             operator_seconds bigint not null,
             unit_seconds bigint not null,
             primary key (day, {Key.Replace(" day,", "", StringComparison.Ordinal)}, known)) with (fillfactor = 80);
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        foreach (var round in Rounds(page))
        {
            var first = round.Where(step => step.Source is not null).ToArray();
            if (first.Length > 0)
                yield return Insert(first, schema);
            var later = round.Where(step => step.Source is null).ToArray();
            if (later.Length > 0)
                yield return Change(later, schema);
        }
    }

    private static List<List<AlertStep>> Rounds(IReadOnlyList<IEvent> page)
    {
        var rounds = new List<List<AlertStep>>();
        var last = new Dictionary<Guid, (int Round, int Place)>();
        foreach (var @event in page)
        {
            if (AlertStep.Of(@event.StreamId, (IDomainEvent)@event.Data) is not { } step)
                continue;
            ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(last, step.Id, out var hasOne);
            if (hasOne && rounds[at.Round][at.Place].And(step) is { } both)
            {
                rounds[at.Round][at.Place] = both;
                continue;
            }
            var round = hasOne ? at.Round + 1 : 0;
            if (round == rounds.Count)
                rounds.Add([]);
            at = (round, rounds[round].Count);
            rounds[round].Add(step);
        }
        return rounds;
    }

    private static SqlStatement Insert(AlertStep[] steps, string schema) => new(
        $"""
         with fresh as (
             insert into {schema}.{AlertTable} (id, city, source, device, category, day, hour, since, state, confidence, confidence_at,
                 operator_seconds, unit_seconds)
             select id, city, source, device, category, day, hour, since, 0, confidence, confidence_at, 0, 0
             from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as t (
                 id, city, source, device, category, day, hour, since, confidence, confidence_at)
             returning *)
         {Add(schema, "select *, since as known, 1 as n from fresh")}
         """,
        Column(steps, s => s.Id), Column(steps, s => s.Key!.Place.City), Column(steps, s => s.Source), Column(steps, s => s.Device),
        Column(steps, s => s.Key!.Category), Column(steps, s => s.Key!.OccurredAt.Date.ToDateOnly()), Column(steps, s => s.Hour!.Value),
        Column(steps, s => s.Known), Column(steps, s => s.Confidence), Times(steps));

    // A confidence is replaced as Latest decides. The rows before the change are those of the statement's snapshot.
    private static SqlStatement Change(AlertStep[] steps, string schema) => new(
        $"""
         with step as (
             select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as t (
                 id, known, counts, city, category, day, hour, begins, device, confidence, confidence_at, state, leaves, operator_seconds,
                 unit_seconds)),
         before as (select a.*, s.known, s.counts from {schema}.{AlertTable} a join step s on s.id = a.id),
         after as (
             update {schema}.{AlertTable} a set
                 city = coalesce(s.city, a.city), category = coalesce(s.category, a.category), day = coalesce(s.day, a.day),
                 hour = coalesce(s.hour, a.hour), device = case when s.begins then s.device else a.device end,
                 confidence = case when {Replaces} then s.confidence else a.confidence end,
                 confidence_at = case when {Replaces} then s.confidence_at else a.confidence_at end,
                 state = case when s.leaves then greatest(a.state, s.state) else coalesce(s.state, a.state) end,
                 operator_seconds = coalesce(s.operator_seconds, a.operator_seconds),
                 unit_seconds = coalesce(s.unit_seconds, a.unit_seconds)
             from step s where a.id = s.id
             returning a.*, s.known, s.counts)
         {Add(schema, Moves)}
         """,
        Column(steps, s => s.Id), Column(steps, s => s.Known), Column(steps, s => s.IsCounted), Column(steps, s => s.Key?.Place.City),
        Column(steps, s => s.Key?.Category), Column(steps, s => s.Key?.OccurredAt.Date.ToDateOnly()), Column(steps, s => s.Hour),
        Column(steps, s => s.IsBeginning), Column(steps, s => s.Device), Column(steps, s => s.Confidence), Times(steps),
        Column(steps, s => (short?)s.State), Column(steps, s => s.LeavesOutcome), Column(steps, s => s.OperatorSeconds),
        Column(steps, s => s.UnitSeconds));

    private const string Moves = "select *, -1 as n from before where counts union all select *, 1 as n from after where counts";

    private const string Replaces =
        "(case when s.begins then a.confidence_at is null or a.confidence is null else s.confidence is not null "
        + "and (a.confidence is null or a.confidence_at is null or a.confidence_at <= s.confidence_at) end)";

    // A sum of zero is kept as a row: rows must not depend on where pages begin and end.
    private static string Add(string schema, string rows) =>
        $"""
         insert into {schema}.{LedgerTable} as l ({Key}, known, n, operator_seconds, unit_seconds)
         select {Key}, known, sum(n), sum(n * operator_seconds), sum(n * unit_seconds) from ({rows}) as r
         group by {Key}, known order by {Key}, known
         on conflict (day, {Key.Replace(" day,", "", StringComparison.Ordinal)}, known) do update set n = l.n + excluded.n,
             operator_seconds = l.operator_seconds + excluded.operator_seconds, unit_seconds = l.unit_seconds + excluded.unit_seconds
         """;

    private static T[] Column<T>(AlertStep[] steps, Func<AlertStep, T> value) => Array.ConvertAll(steps, s => value(s));

    // The beginning is before every step: minus infinity.
    private static DateTimeOffset?[] Times(AlertStep[] steps) => Array.ConvertAll(steps, s =>
        s.ConfidenceAt is { } at ? at == Instant.MinValue ? DateTimeOffset.MinValue : at.ToDateTimeOffset() : (DateTimeOffset?)null);
}
