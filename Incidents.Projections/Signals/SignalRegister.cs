using Incidents.Domain;
using Incidents.Domain.Dispatch;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Signals;

/// <summary>The register of signals: a row for each alert, call, violation and plate read in its present state.</summary>
/// <remarks>Lists filter and page it. Beside it is the table of all plates, by which reads of plates are found.</remarks>
/// <param name="rules">What each event changes.</param>
public sealed class SignalRegister(SignalRules rules) : TableProjection
{
    /// <summary>Name of the read model in commands, progress and freshness.</summary>
    public const string ProjectionName = "signals";

    /// <summary>Table name.</summary>
    public const string Table = "signal";

    // What is live becomes known when it is stored, but for what clocks of hosts differ by.
    private static readonly Duration HistoricAfter = Duration.FromHours(1);

    private const string KeyColumns =
        "city, district, street, longitude, latitude, category, occurred_at, occurred_day, occurred_offset, time_precision";

    private const string Columns =
        "id, version, kind, source, source_id, known_at, is_historic, article, part, plate, plate_at, " + KeyColumns
        + ", device_id, is_beginning_assumed, status, is_counted, reason, taken_by, taken_at, ended_at, fine_units, "
        + "fine_unit_value, last_known_at";

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <inheritdoc/>
    public override int Version => 4;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table, PlateTable.Name];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid primary key,
             version bigint not null,
             kind text collate "C" not null,
             source text not null,
             source_id text not null,
             known_at timestamptz not null,
             is_historic boolean not null,
             article text collate "C",
             part text,
             plate text collate "C",
             plate_at timestamptz,
             city text collate "C" not null,
             district text collate "C",
             street text,
             longitude double precision,
             latitude double precision,
             category text collate "C" not null,
             occurred_at timestamptz not null,
             occurred_day date not null,
             occurred_offset int not null,
             time_precision smallint not null,
             device_id text collate "C",
             is_beginning_assumed boolean not null,
             status text collate "C",
             is_counted boolean not null,
             reason text,
             taken_by text,
             taken_at timestamptz,
             ended_at timestamptz,
             fine_units numeric,
             fine_unit_value numeric,
             last_known_at timestamptz not null) with (fillfactor = 90);
         create index on {schema}.{Table} (kind, occurred_at, id);
         create index on {schema}.{Table} (kind, city, occurred_at, id);
         create index on {schema}.{Table} (kind, category, occurred_at, id);
         create index on {schema}.{Table} (kind, known_at, id);
         create index on {schema}.{Table} (device_id, occurred_at, id) where device_id is not null;
         create index on {schema}.{Table} (article, occurred_at, id) where article is not null;
         create index on {schema}.{Table} (plate, occurred_at, id) include (city) where plate is not null;
         create index on {schema}.{Table} (city, device_id, occurred_at, plate)
             where plate is not null and device_id is not null and time_precision = 0;
         create index on {schema}.{Table} (city, occurred_at, id) where {SignalRow.QueuedSql(SignalKind.Alert)};
         create index on {schema}.{Table} (city, occurred_at, id) where {SignalRow.QueuedSql(SignalKind.SosCall)};
         create index on {schema}.{Table} (city, occurred_at, id) where {SignalRow.QueuedSql(SignalKind.Violation)};
         {PlateTable.Ddl(schema)}
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        var entries = new Dictionary<Guid, SignalEntry>();
        foreach (var @event in page)
        {
            if (!entries.TryGetValue(@event.StreamId, out var entry))
                entry = new(@event.StreamId);
            var begun = entry.Kind is not null;
            if (!rules.Apply(entry, (IDomainEvent)@event.Data, @event.Version))
                continue;
            entries[entry.Id] = entry;
            if (!begun && entry.KnownAt is { } known)
                entry.IsHistoric = Instant.FromDateTimeOffset(@event.Timestamp) - known > HistoricAfter;
        }

        var first = entries.Values.Where(e => e.Kind is not null).ToArray();
        if (first.Length > 0)
            yield return Insert(first, schema);
        var changed = entries.Values.Where(e => e.Kind is null).ToArray();
        if (changed.Length > 0)
            yield return Update(changed, schema);
        if (PlateTable.Write(entries.Values.SelectMany(e => e.Plates), schema) is { } plates)
            yield return plates;
    }

    // As Latest decides.
    private const string Replaces =
        "(t.plate_at is not null and case when t.plate_late then r.plate_at is null or r.plate is null "
        + "else r.plate is null or r.plate_at is null or r.plate_at <= t.plate_at end)";

    private static SqlStatement Insert(SignalEntry[] rows, string schema) => new(
        $"""
         insert into {schema}.{Table} ({Columns})
         select {Columns}
         from unnest({Marks(32)}) as t ({Columns})
         """,
        [
            Column(rows, r => r.Id), Column(rows, r => r.Version), Column(rows, r => KindName(r.Kind!.Value)),
            Column(rows, r => r.Origin!.Source), Column(rows, r => r.Origin!.Id), Times(rows, r => r.KnownAt),
            Column(rows, r => r.IsHistoric), Column(rows, r => r.Article), Column(rows, r => r.Part), Column(rows, r => r.Plate.Value),
            PlateTimes(rows), .. Changing(rows),
        ]);

    private static SqlStatement Update(SignalEntry[] rows, string schema) => new(
        $"""
         update {schema}.{Table} r set
             version = t.version, last_known_at = t.last_known_at,
             {string.Join(", ", KeyColumns.Split(", ").Select(c => $"{c} = case when t.moved then t.{c} else r.{c} end"))},
             device_id = case when t.begun then t.device_id else r.device_id end,
             is_beginning_assumed = coalesce(t.is_beginning_assumed, r.is_beginning_assumed),
             status = case
                 when t.status is not null then t.status
                 when t.unless_settled is not null and r.status not in {SignalEntry.SettledSql} then t.unless_settled
                 else r.status end,
             is_counted = coalesce(t.is_counted, r.is_counted),
             reason = case when t.is_counted is null then r.reason else t.reason end,
             taken_by = coalesce(t.taken_by, r.taken_by), taken_at = coalesce(t.taken_at, r.taken_at),
             ended_at = coalesce(t.ended_at, r.ended_at), fine_units = coalesce(t.fine_units, r.fine_units),
             fine_unit_value = coalesce(t.fine_unit_value, r.fine_unit_value),
             plate = case when {Replaces} then t.plate else r.plate end,
             plate_at = case when {Replaces} then t.plate_at else r.plate_at end
         from unnest({Marks(29)}) as t (
             id, version, moved, begun, unless_settled, plate, plate_at, plate_late, {KeyColumns}, device_id,
             is_beginning_assumed, status, is_counted, reason, taken_by, taken_at, ended_at, fine_units, fine_unit_value, last_known_at)
         where r.id = t.id
         """,
        [
            Column(rows, r => r.Id), Column(rows, r => r.Version), Column(rows, r => r.Key is not null), Column(rows, r => r.Begun),
            Column(rows, r => r.StatusUnlessSettled), Column(rows, r => r.Plate.Value), PlateTimes(rows),
            Column(rows, r => r.IsPlateOfLateBeginning), .. Changing(rows),
        ]);

    private static object[] Changing(SignalEntry[] rows) =>
    [
        Column(rows, r => r.Key?.Place.City), Column(rows, r => r.Key?.Place.District), Column(rows, r => r.Key?.Place.Street),
        Column(rows, r => r.Key?.Place.Point?.Longitude), Column(rows, r => r.Key?.Place.Point?.Latitude),
        Column(rows, r => r.Key?.Category), Times(rows, r => r.Key?.OccurredAt.ToInstant()),
        Column(rows, r => r.Key?.OccurredAt.Date.ToDateOnly()), Column(rows, r => r.Key?.OccurredAt.Offset.Seconds),
        Column(rows, r => r.Key is { } key ? (short?)key.Precision.Given() : null),
        Column(rows, r => r.DeviceId), Column(rows, r => r.IsBeginningAssumed), Column(rows, r => r.Status), Column(rows, r => r.IsCounted),
        Column(rows, r => r.Reason), Column(rows, r => r.TakenBy), Times(rows, r => r.TakenAt), Times(rows, r => r.EndedAt),
        Column(rows, r => r.FineUnits), Column(rows, r => r.FineUnitValue), Times(rows, r => r.LastKnownAt),
    ];

    // The beginning is before every step: minus infinity.
    private static DateTimeOffset?[] PlateTimes(SignalEntry[] rows) => Array.ConvertAll(
        rows, r => r.Plate.At is { } at ? at == Instant.MinValue ? DateTimeOffset.MinValue : at.ToDateTimeOffset() : (DateTimeOffset?)null);

    private static string Marks(int columns) => string.Join(", ", Enumerable.Repeat("?", columns));

    private static T[] Column<T>(SignalEntry[] rows, Func<SignalEntry, T> value) => Array.ConvertAll(rows, r => value(r));

    private static DateTimeOffset?[] Times(SignalEntry[] rows, Func<SignalEntry, Instant?> value) =>
        Array.ConvertAll(rows, r => value(r)?.ToDateTimeOffset());

    /// <summary>The kind with a name in the table.</summary>
    public static SignalKind Kind(string name) => Enum.GetValues<SignalKind>().Single(kind => KindName(kind) == name);

    /// <summary>The name of a kind in the table.</summary>
    public static string KindName(SignalKind kind) => kind switch
    {
        SignalKind.Alert => "alert",
        SignalKind.SosCall => "sosCall",
        SignalKind.Violation => "violation",
        SignalKind.PlateRead => "plateRead",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
