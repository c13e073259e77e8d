using System.Collections.Frozen;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Ledgers;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Dispatch;

/// <summary>The register of incidents: a row for each incident in its present state, for lists that filter and page.</summary>
/// <param name="counts">What each event counts for.</param>
public sealed class IncidentRegister(CountRules counts) : TableProjection
{
    /// <summary>Table name.</summary>
    public const string Table = "incident";

    /// <summary>
    /// Name of the table of incidents that are, or once were, merged into another; which of the two, and when, is in their events.
    /// </summary>
    public const string MergeTable = "incident_merge";

    /// <summary>
    /// Name of the table of alerts, calls and violations that are, or once were, linked to an incident; which of the two is in its events.
    /// </summary>
    public const string SignalTable = "incident_signal";

    /// <summary>Name of the read model in commands, progress and freshness.</summary>
    public const string ProjectionName = "register";

    private const string PlaceAndTimeColumns =
        "city, district, district_folded, street, longitude, latitude, cell, occurred_at, occurred_day, occurred_hour, "
        + "occurred_offset, time_precision, occurred_until";

    private const string Columns =
        "id, version, source, source_id, " + PlaceAndTimeColumns + ", category, status, device_id, device_folded, signal_kind, "
        + "signal_id, description, known_at, known_day, last_known_at, unit, assigned_at, arrived_at, resolved_at, closed_at, "
        + "merged_into, offences, victims, kui_number, erdr_number";

    private readonly IncidentChanges changes = new(counts);

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <inheritdoc/>
    public override int Version => 7;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables =>
        [Table, MergeTable, SignalTable, IncidentChanges.Table, IncidentTexts.Table, IncidentTexts.WordTable];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid primary key,
             version bigint not null,
             source text not null,
             source_id text not null,
             city text collate "C" not null,
             district text collate "C",
             street text,
             longitude double precision,
             latitude double precision,
             cell bigint,
             category text collate "C" not null,
             status text collate "C" not null,
             device_id text collate "C",
             district_folded text collate "C",
             device_folded text collate "C",
             signal_kind text,
             signal_id uuid,
             description text,
             occurred_at timestamptz not null,
             occurred_day date not null,
             occurred_hour smallint not null,
             occurred_offset int not null,
             time_precision smallint not null,
             occurred_until timestamptz,
             known_at timestamptz not null,
             known_day date not null,
             last_known_at timestamptz not null,
             unit text,
             assigned_at timestamptz,
             arrived_at timestamptz,
             resolved_at timestamptz,
             closed_at timestamptz,
             merged_into uuid,
             offences int not null,
             victims int,
             kui_number text collate "C",
             erdr_number text collate "C") with (fillfactor = 90);
         create index on {schema}.{Table} (occurred_at, id);
         create index on {schema}.{Table} (city, occurred_at, id);
         create index on {schema}.{Table} (category, occurred_at, id);
         create index on {schema}.{Table} (known_at, id);
         create index on {schema}.{Table} (device_folded, occurred_at, id) where device_folded is not null;
         create index on {schema}.{Table} (cell) where cell is not null;
         create index on {schema}.{Table} (signal_id) where signal_id is not null;
         create index on {schema}.{Table} (kui_number) where kui_number is not null;
         create index on {schema}.{Table} (erdr_number) where erdr_number is not null;
         create table {schema}.{MergeTable} (into_id uuid, id uuid, primary key (into_id, id));
         create table {schema}.{SignalTable} (signal_id uuid, id uuid, primary key (signal_id, id));
         create index on {schema}.{Table} (status, occurred_at, id) where status not in ('registered', 'closed');
         {IncidentChanges.Ddl(schema)}
         {IncidentTexts.Ddl(schema)}
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        var entries = new Dictionary<Guid, RegisterEntry>();
        foreach (var @event in page)
        {
            if (!entries.TryGetValue(@event.StreamId, out var entry))
                entry = new(@event.StreamId);
            if (entry.Apply((IDomainEvent)@event.Data, @event.Version))
                entries[entry.Id] = entry;
        }

        var opened = entries.Values.Where(e => e.Opened is not null).ToArray();
        if (opened.Length > 0)
            yield return Insert(opened, schema);
        var changed = entries.Values.Where(e => e.Opened is null).ToArray();
        if (changed.Length > 0)
            yield return Update(changed, schema);
        var merges = page.Where(e => e.Data is IncidentMerged).Select(e => (((IncidentMerged)e.Data).Into, e.StreamId)).Distinct().Order(
            ).ToArray();
        if (merges.Length > 0)
        {
            yield return new(
                $"insert into {schema}.{MergeTable} (into_id, id) select * from unnest(?, ?) on conflict do nothing",
                Array.ConvertAll(merges, m => m.Into), Array.ConvertAll(merges, m => m.StreamId));
        }
        var signals = page.Select(Linked).OfType<(Guid Signal, Guid Id)>().Distinct().Order().ToArray();
        if (signals.Length > 0)
        {
            yield return new(
                $"insert into {schema}.{SignalTable} (signal_id, id) select * from unnest(?, ?) on conflict do nothing",
                Array.ConvertAll(signals, s => s.Signal), Array.ConvertAll(signals, s => s.Id));
        }
        if (changes.Insert(page, schema) is { } counted)
            yield return counted;
        foreach (var words in IncidentTexts.Write(entries.Values, page, schema))
            yield return words;
    }

    private static (Guid Signal, Guid Id)? Linked(IEvent @event) => @event.Data switch
    {
        IncidentOpened { From: { } signal } => (signal.Id, @event.StreamId),
        SignalLinked e => (e.Signal.Id, @event.StreamId),
        _ => null,
    };

    private static SqlStatement Insert(RegisterEntry[] rows, string schema) => new(
        $"""
         insert into {schema}.{Table} ({Columns})
         select {Columns.Replace("merged_into", $"nullif(merged_into, '{Guid.Empty}')", StringComparison.Ordinal)}
         from unnest({Marks(37)}) as t ({Columns})
         """,
        [
            Column(rows, r => r.Id), Column(rows, r => r.Version), Column(rows, r => r.Opened!.Origin.Source),
            Column(rows, r => r.Opened!.Origin.Id), .. PlaceAndTime(rows), Column(rows, r => r.Category!),
            Column(rows, r => StatusName(r.Status)!), Column(rows, r => r.Gravest!.DeviceId),
            Column(rows, r => Folded(r.Gravest!.DeviceId)),
            Column(rows, r => r.Opened!.From is { } s ? SignalName(s.Kind) : null), Column(rows, r => r.Opened!.From?.Id),
            Column(rows, r => r.Gravest!.Description), Column(rows, r => r.KnownAt!.Value.ToInstant().ToDateTimeOffset()),
            Column(rows, r => r.KnownAt!.Value.Date.ToDateOnly()), Column(rows, r => r.LastKnownAt!.Value.ToDateTimeOffset()),
            Column(rows, r => r.Unit), Times(rows, r => r.AssignedAt), Times(rows, r => r.ArrivedAt), Times(rows, r => r.ResolvedAt),
            Times(rows, r => r.ClosedAt), Column(rows, r => r.MergedInto), Column(rows, r => r.Offences), Column(rows, r => r.Victims),
            Column(rows, r => r.Number(RegistrationBook.Kui)), Column(rows, r => r.Number(RegistrationBook.Erdr)),
        ]);

    private static SqlStatement Update(RegisterEntry[] rows, string schema) => new(
        $"""
         update {schema}.{Table} r set
             version = t.version, category = coalesce(t.category, r.category), status = coalesce(t.status, r.status),
             {string.Join(", ", PlaceAndTimeColumns.Split(", ").Select(c => $"{c} = case when t.moved then t.{c} else r.{c} end"))},
             known_at = least(r.known_at, t.known_at), known_day = least(r.known_day, t.known_day),
             device_id = case when t.gravest then t.device_id else r.device_id end,
             device_folded = case when t.gravest then t.device_folded else r.device_folded end,
             description = case when t.gravest then t.description else r.description end,
             offences = r.offences + t.offences,
             victims = case when t.victims is null then r.victims else coalesce(r.victims, 0) + t.victims end,
             last_known_at = greatest(r.last_known_at, t.last_known_at), unit = coalesce(t.unit, r.unit),
             assigned_at = case when t.responded then t.assigned_at else coalesce(t.assigned_at, r.assigned_at) end,
             arrived_at = case when t.responded then t.arrived_at else coalesce(t.arrived_at, r.arrived_at) end,
             resolved_at = coalesce(t.resolved_at, r.resolved_at), closed_at = coalesce(t.closed_at, r.closed_at),
             merged_into = nullif(coalesce(t.merged_into, r.merged_into), '{Guid.Empty}'),
             kui_number = case when t.has_kui then t.kui_number else r.kui_number end,
             erdr_number = case when t.has_erdr then t.erdr_number else r.erdr_number end
         from unnest({Marks(38)}) as t (
             id, version, {PlaceAndTimeColumns}, category, status, last_known_at, unit, assigned_at, arrived_at, resolved_at, closed_at,
             merged_into, moved, responded, known_at, known_day, gravest, device_id, device_folded,
             description, offences, victims, has_kui, kui_number, has_erdr, erdr_number)
         where r.id = t.id
         """,
        [
            Column(rows, r => r.Id), Column(rows, r => r.Version), .. PlaceAndTime(rows), Column(rows, r => r.Category),
            Column(rows, r => StatusName(r.Status)), Column(rows, r => r.LastKnownAt!.Value.ToDateTimeOffset()), Column(rows, r => r.Unit),
            Times(rows, r => r.AssignedAt), Times(rows, r => r.ArrivedAt), Times(rows, r => r.ResolvedAt), Times(rows, r => r.ClosedAt),
            Column(rows, r => r.MergedInto), Column(rows, r => r.Key is not null), Column(rows, r => r.Responded),
            Times(rows, r => r.KnownAt?.ToInstant()), Column(rows, r => r.KnownAt?.Date.ToDateOnly()),
            Column(rows, r => r.Gravest is not null), Column(rows, r => r.Gravest?.DeviceId),
            Column(rows, r => Folded(r.Gravest?.DeviceId)), Column(rows, r => r.Gravest?.Description),
            Column(rows, r => r.Offences), Column(rows, r => r.Victims), Column(rows, r => r.IsNumbered(RegistrationBook.Kui)),
            Column(rows, r => r.Number(RegistrationBook.Kui)), Column(rows, r => r.IsNumbered(RegistrationBook.Erdr)),
            Column(rows, r => r.Number(RegistrationBook.Erdr)),
        ]);

    private static object[] PlaceAndTime(RegisterEntry[] rows) =>
    [
        Column(rows, r => r.Key?.Place.City), Column(rows, r => r.Key?.Place.District),
        Column(rows, r => Folded(r.Key?.Place.District)), Column(rows, r => r.Key?.Place.Street),
        Column(rows, r => r.Key?.Place.Point?.Longitude), Column(rows, r => r.Key?.Place.Point?.Latitude),
        Column(rows, r => r.Key is { } key ? RegisterEntry.CellOf(key) : null),
        Times(rows, r => r.Key?.OccurredAt.ToInstant()), Column(rows, r => r.Key?.OccurredAt.Date.ToDateOnly()),
        Column(rows, r => r.Key is { } key ? HourOfWeek(key) : (short?)null),
        Column(rows, r => r.Key?.OccurredAt.Offset.Seconds), Column(rows, r => r.Key is { } key ? (short?)key.Precision.Given() : null),
        Times(rows, r => r.Key?.OccurredUntil?.ToInstant()),
    ];

    private static string? Folded(string? text) => text is null ? null : FoldedText.Of(text);

    private static string Marks(int columns) => string.Join(", ", Enumerable.Repeat("?", columns));

    private static T[] Column<T>(RegisterEntry[] rows, Func<RegisterEntry, T> value) => Array.ConvertAll(rows, r => value(r));

    private static DateTimeOffset?[] Times(RegisterEntry[] rows, Func<RegisterEntry, Instant?> value) =>
        Array.ConvertAll(rows, r => value(r)?.ToDateTimeOffset());

    /// <summary>Hour of the local week: 0 (Monday, 00:00 to 01:00) to 167; below 0 where no hour is known.</summary>
    internal static short HourOfWeek(CountKey key) =>
        LedgerHour.Missing(key.Precision) ?? (short)(((int)key.OccurredAt.DayOfWeek - 1) * 24 + key.OccurredAt.Hour);

    /// <summary>The name of a status in the table.</summary>
    public static string? StatusName(IncidentStatus? status) => status is { } known ? StatusNames[known] : null;

    /// <summary>The status with a name in the table.</summary>
    public static IncidentStatus Status(string name) => Statuses[name];

    private static readonly FrozenDictionary<IncidentStatus, string> StatusNames = new Dictionary<IncidentStatus, string>
    {
        [IncidentStatus.Open] = "open",
        [IncidentStatus.Assigned] = "assigned",
        [IncidentStatus.OnScene] = "onScene",
        [IncidentStatus.Resolved] = "resolved",
        [IncidentStatus.Closed] = "closed",
        [IncidentStatus.Withdrawn] = "withdrawn",
        [IncidentStatus.Merged] = "merged",
        [IncidentStatus.Registered] = "registered",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, IncidentStatus> Statuses = StatusNames.ToFrozenDictionary(s => s.Value, s => s.Key);

    private static string SignalName(SignalKind kind) => kind switch
    {
        SignalKind.Alert => "alert",
        SignalKind.SosCall => "sosCall",
        SignalKind.Violation => "violation",
        SignalKind.PlateRead => "plateRead",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
