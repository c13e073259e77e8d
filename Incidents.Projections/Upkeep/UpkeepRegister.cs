using Incidents.Domain;
using Incidents.Domain.Upkeep;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Upkeep;

/// <summary>The tasks of municipal property: as they are now, and after each of their events.</summary>
/// <remarks>
/// A row for each event, with when it became known, gives the figures as known at any moment: what was overdue then follows from the
/// deadline, which never changes behind them.
/// </remarks>
public sealed class UpkeepRegister : TableProjection
{
    /// <summary>Name of the read model in commands, progress and freshness.</summary>
    public const string ProjectionName = "upkeep";

    /// <summary>Table of the tasks.</summary>
    public const string Table = "upkeep_task";

    /// <summary>Table of the tasks after each event.</summary>
    public const string VersionTable = "upkeep_version";

    // In order of deadlines what has none comes last.
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table, VersionTable];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid primary key,
             version bigint not null,
             sequence bigint not null,
             source text,
             source_id text,
             city text collate "C" not null,
             district text,
             street text,
             longitude double precision,
             latitude double precision,
             kind text collate "C" not null,
             street_class text,
             deadline timestamptz,
             due_at timestamptz not null,
             occurred_at timestamptz not null,
             occurred_day date not null,
             known_at timestamptz,
             last_known_at timestamptz not null,
             device_id text,
             is_assumed boolean not null,
             status text not null,
             done_at timestamptz,
             joined_into uuid) with (fillfactor = 70);
         create index on {schema}.{Table} (city, occurred_at, id);
         create index on {schema}.{Table} (sequence);
         create index on {schema}.{Table} (joined_into) where joined_into is not null;
         create index on {schema}.{Table} (city, due_at, id) where status = 'open';
         create index on {schema}.{Table} (city, kind, latitude) where status = 'open';
         create table {schema}.{VersionTable} (
             id uuid,
             version bigint,
             known_at timestamptz not null,
             city text collate "C" not null,
             district text,
             kind text collate "C" not null,
             street_class text,
             deadline timestamptz,
             occurred_at timestamptz not null,
             occurred_day date not null,
             is_assumed boolean not null,
             status text not null,
             done_at timestamptz,
             primary key (id, version));
         create index on {schema}.{VersionTable} (occurred_day, city);
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        var versions = new List<UpkeepEntry>();
        var tasks = new Dictionary<Guid, UpkeepEntry>();
        foreach (var stored in page)
        {
            if (UpkeepEntry.Of(stored) is not { } entry)
                continue;
            versions.Add(entry);
            tasks[entry.StreamId] = tasks.TryGetValue(entry.StreamId, out var earlier) ? entry.After(earlier) : entry;
        }
        if (versions.Count == 0)
            yield break;
        yield return Tasks([.. tasks.Values.OrderBy(task => task.StreamId)], schema);
        yield return Versions(versions, schema);
    }

    private static SqlStatement Tasks(IReadOnlyList<UpkeepEntry> tasks, string schema)
    {
        T[] Of<T>(Func<UpkeepEntry, T> value) => [.. tasks.Select(value)];
        return new(
            $"""
             insert into {schema}.{Table} as t
                 (id, version, sequence, source, source_id, city, district, street, longitude, latitude, kind, street_class, deadline,
                     due_at, occurred_at, occurred_day, known_at, last_known_at, device_id, is_assumed, status, done_at, joined_into)
             select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             on conflict (id) do update set
                 version = excluded.version, sequence = case when excluded.source is null then t.sequence else excluded.sequence end,
                 source = coalesce(excluded.source, t.source), source_id = coalesce(excluded.source_id, t.source_id),
                 city = excluded.city, district = excluded.district, street = excluded.street, longitude = excluded.longitude,
                 latitude = excluded.latitude, kind = excluded.kind, street_class = excluded.street_class, deadline = excluded.deadline,
                 due_at = excluded.due_at, occurred_at = excluded.occurred_at, occurred_day = excluded.occurred_day,
                 known_at = coalesce(excluded.known_at, t.known_at), last_known_at = excluded.last_known_at,
                 device_id = nullif(coalesce(excluded.device_id, t.device_id), ''),
                 is_assumed = excluded.is_assumed, status = excluded.status, done_at = excluded.done_at,
                 joined_into = excluded.joined_into
             """,
            Of(t => t.StreamId), Of(t => t.Version), Of(t => t.Sequence), Of(t => t.Began?.Origin.Source), Of(t => t.Began?.Origin.Id),
            Of(t => Place(t).City), Of(t => Place(t).District), Of(t => Place(t).Street), Of(t => Place(t).Point?.Longitude),
            Of(t => Place(t).Point?.Latitude), Of(t => t.Terms.Observation.Category), Of(ClassOf), Of(t => Moment(t.Terms.Deadline)),
            Of(t => Moment(t.Terms.Deadline) ?? Never), Of(t => Moment(t.Terms.Observation.OccurredAt)),
            Of(t => t.Terms.Observation.OccurredAt.Date.ToDateOnly()), Of(t => Moment(t.Began?.KnownAt)),
            Of(t => Moment(t.KnownAt)),
            // A row that is new knows of no camera by null; a blank one takes away the camera that was assumed.
            Of(t => t.Began is null ? t.Device : Texts.OrNull(t.Device)), Of(t => t.Terms.Assumed is true), Of(t => StatusName(t.Status)),
            Of(t => Moment(t.DoneAt)), Of(t => t.JoinedInto));
    }

    private static SqlStatement Versions(List<UpkeepEntry> versions, string schema)
    {
        T[] Of<T>(Func<UpkeepEntry, T> value) => [.. versions.Select(value)];
        return new(
            $"""
             insert into {schema}.{VersionTable}
                 (id, version, known_at, city, district, kind, street_class, deadline, occurred_at, occurred_day, is_assumed, status,
                     done_at)
             select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             """,
            Of(t => t.StreamId), Of(t => t.Version), Of(t => Moment(t.KnownAt)), Of(t => Place(t).City), Of(t => Place(t).District),
            Of(t => t.Terms.Observation.Category), Of(ClassOf), Of(t => Moment(t.Terms.Deadline)),
            Of(t => Moment(t.Terms.Observation.OccurredAt)), Of(t => t.Terms.Observation.OccurredAt.Date.ToDateOnly()),
            Of(t => t.Terms.Assumed is true), Of(t => StatusName(t.Status)), Of(t => Moment(t.DoneAt)));
    }

    private static Place Place(UpkeepEntry entry) => entry.Terms.Observation.Place;

    private static string? ClassOf(UpkeepEntry entry) => entry.Terms.StreetClass is { } given ? ClassName(given) : null;

    private static DateTimeOffset? Moment(OffsetDateTime? at) => at?.ToInstant().ToDateTimeOffset();

    private static DateTimeOffset Moment(OffsetDateTime at) => at.ToInstant().ToDateTimeOffset();

    /// <summary>The name of a status in the tables.</summary>
    public static string StatusName(UpkeepStatus status) => status switch
    {
        UpkeepStatus.Open => "open",
        UpkeepStatus.Done => "done",
        UpkeepStatus.Confirmed => "confirmed",
        UpkeepStatus.Cancelled => "cancelled",
        UpkeepStatus.Joined => "joined",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status with a name in the tables.</summary>
    public static UpkeepStatus Status(string name) => Enum.GetValues<UpkeepStatus>().Single(status => StatusName(status) == name);

    /// <summary>The name of a class of streets in the tables.</summary>
    public static string ClassName(StreetClass streetClass) => streetClass switch
    {
        StreetClass.Main => "main",
        StreetClass.District => "district",
        StreetClass.Local => "local",
        _ => throw new ArgumentOutOfRangeException(nameof(streetClass), streetClass, null),
    };

    /// <summary>The class of streets with a name in the tables.</summary>
    public static StreetClass Class(string name) => Enum.GetValues<StreetClass>().Single(of => ClassName(of) == name);
}
