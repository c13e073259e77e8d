using Incidents.Api.Store;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Dialects;

/// <summary>A state of a device that became true or false, as it is kept.</summary>
/// <param name="City">City code.</param>
/// <param name="Source">The source.</param>
/// <param name="Key">What the state is of.</param>
/// <param name="At">When it changed.</param>
/// <param name="IsActive">Whether it became true.</param>
/// <param name="AlertId">The source's id of the alert that it begins; null where it ends one.</param>
internal sealed record Transition(string City, string Source, string Key, Instant At, bool IsActive, string? AlertId)
{
    /// <summary>How the device says so.</summary>
    public EpisodeWord Word { get; init; }

    /// <summary>The fault that the device has, whichever of its parts it is of; null for alerts.</summary>
    public string? Fault { get; init; }

    /// <summary>How long the state lasts unsaid; null where only its end ends it.</summary>
    public Duration? Within { get; init; }
}

/// <summary>What a transition means beside those that are known.</summary>
/// <param name="IsNews">Whether the state was another one; a state that is said again is no news.</param>
/// <param name="Ended">Ids of the alerts that it ends, the earliest first.</param>
/// <param name="EndedAt">When what it begins has ended, where that is known and is not told by another of these; else null.</param>
/// <param name="Later">An alert that begins after it, and was taken for the same state until it came; or null.</param>
/// <param name="Lapsed">Alerts before it that are over, since they were said no longer.</param>
internal sealed record EpisodeNews(
    bool IsNews, IReadOnlyList<string> Ended, Instant? EndedAt, LaterAlert? Later, IReadOnlyList<LaterAlert> Lapsed)
{
    /// <summary>When what it begins was over, whoever tells it; null where that is not known.</summary>
    public Instant? ClosedAt { get; init; }

    /// <summary>Other parts of the device with the same fault; null where there are none.</summary>
    public SharedFaults? Shared { get; init; }
}

/// <summary>An alert that another transition tells something of.</summary>
/// <param name="AlertId">The source's id.</param>
/// <param name="At">When it began.</param>
/// <param name="EndedAt">When it ended, where that is known and is not told by another transition; else null.</param>
internal sealed record LaterAlert(string AlertId, Instant At, Instant? EndedAt);

/// <summary>
/// Remembers when states of devices became true and false: a device that says "no longer" does not say since when, and its messages may
/// reach several hosts, in any order.
/// </summary>
/// <remarks>Transitions of one state are decided one after another, under a lock of the store, in the order of their times.</remarks>
internal sealed class Episodes(StorePools pools)
{
    /// <summary>The table.</summary>
    public const string Table = "ingest.dialect_state";

    // The first number of the locks. Not used by any other advisory lock of two numbers of this database.
    private const int Lock = 1_700_017;
    private const int Locks = 256;

    /// <summary>SQL that makes the table.</summary>
    public static string Ddl { get; } =
        $"""
        create schema if not exists ingest;
        create table if not exists ingest.dialect_state (
            city text collate "C",
            source text collate "C",
            key text collate "C",
            at timestamptz,
            is_active boolean,
            alert_id text,
            role smallint not null,
            heard timestamptz,
            ended_at timestamptz,
            fault text collate "C",
            primary key (city, source, key, at, is_active));
        {Sql.AddColumn(Table, "heard", "timestamptz")}
        {Sql.AddColumn(Table, "ended_at", "timestamptz")}
        {Sql.AddColumn(Table, "fault", "text collate \"C\"")}
        create index if not exists dialect_state_age on ingest.dialect_state (at);
        create index if not exists dialect_state_fault on ingest.dialect_state (city, source, fault, at) where fault is not null;
        """;

    /// <summary>Keeps transitions, and finds what each means.</summary>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async Task<EpisodeNews[]> Keep(IReadOnlyList<Transition> transitions, CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        if (transitions.All(t => t is { Word: EpisodeWord.Confirms, IsActive: false } or { Word: EpisodeWord.Confirms, Within: null }))
        {
            // Devices say so every few seconds, and it is known nearly always.
            var known = await Read(connection, null, transitions, cancellation);
            var news = known.Decide(transitions);
            if (!known.Changed.Any())
                return news;
        }
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var take = new NpgsqlCommand(
            $"""
             select pg_advisory_xact_lock({Lock}, number) from (
                 select distinct abs(hashtextextended(concat_ws(E'\n', city, source, key), 0) % {Locks})::int as number
                 from unnest($1, $2, $3) as t (city, source, key) order by number) as t
             """, connection, transaction))
        {
            // Parts of one device with the same fault are decided one after another, too.
            Add(take, [.. transitions.Select(t => t with { Key = t.Fault ?? t.Key })]);
            await take.ExecuteNonQueryAsync(cancellation);
        }
        var states = await Read(connection, transaction, transitions, cancellation);
        var found = states.Decide(transitions);
        await Write(connection, transaction, [.. states.Changed], cancellation);
        if (transitions.Any(t => t.Fault is not null))
            await Share(connection, transaction, transitions, found, cancellation);
        await transaction.CommitAsync(cancellation);
        return found;
    }

    private static async Task Share(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<Transition> transitions, EpisodeNews[] found,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select t.place, s.key, s.at, s.is_active
             from unnest($1, $2, $3, $4, $5) with ordinality as t (city, source, key, fault, at, place), lateral (
                 (select s.* from {Table} s where (s.city, s.source, s.fault) = (t.city, t.source, t.fault) and s.key <> t.key
                     and s.at <= t.at and s.role <> {(int)EpisodeRole.SaidAgain} order by s.at desc limit 64)
                 union (select s.* from {Table} s where (s.city, s.source, s.fault) = (t.city, t.source, t.fault) and s.key <> t.key
                     and s.at > t.at and s.role <> {(int)EpisodeRole.SaidAgain} order by s.at limit 64)) as s
             """, connection, transaction);
        Add(command, transitions);
        command.Parameters.Add(new NpgsqlParameter { Value = transitions.Select(t => t.Fault).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = transitions.Select(t => t.At.ToDateTimeUtc()).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var others = new Dictionary<int, List<(string, Instant, bool)>>();
        while (await rows.ReadAsync(cancellation))
        {
            var place = (int)rows.GetInt64(0) - 1;
            if (!others.TryGetValue(place, out var of))
                others[place] = of = [];
            of.Add((rows.GetString(1), Instant.FromDateTimeUtc(rows.GetDateTime(2)), rows.GetBoolean(3)));
        }
        foreach (var (place, of) in others)
            found[place] = found[place] with { Shared = new(of) };
    }

    // Those about the times of these: what a state was before, and what it becomes next.
    private static async Task<EpisodeHistory> Read(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, IReadOnlyList<Transition> transitions,
        CancellationToken cancellation)
    {
        var keys = transitions.GroupBy(t => (t.City, t.Source, t.Key)).ToList();
        await using var command = new NpgsqlCommand(
            $"""
             select t.place, s.at, s.is_active, s.alert_id, s.role, s.heard, s.ended_at
             from unnest($1, $2, $3, $4, $5) with ordinality as t (city, source, key, first, last, place), lateral (
                 (select s.* from {Table} s where (s.city, s.source, s.key) = (t.city, t.source, t.key)
                     and s.at < t.first and s.at > t.first - interval '31 days' and s.role <> {(int)EpisodeRole.SaidAgain}
                  order by s.at desc, s.is_active desc limit 16)
                 union (select s.* from {Table} s where (s.city, s.source, s.key) = (t.city, t.source, t.key)
                     and s.at between t.first and t.last)
                 union (select s.* from {Table} s where (s.city, s.source, s.key) = (t.city, t.source, t.key) and s.at > t.last
                  order by s.at limit 16)
                 union (select s.* from {Table} s where (s.city, s.source, s.key) = (t.city, t.source, t.key) and s.at > t.last
                     and not s.is_active order by s.at limit 1)) as s
             """, connection, transaction);
        Add(command, [.. keys.Select(k => k.First())]);
        foreach (var moments in (DateTime[][])[
            [.. keys.Select(k => k.Min(t => t.At).ToDateTimeUtc())], [.. keys.Select(k => k.Max(t => t.At).ToDateTimeUtc())]])
            command.Parameters.Add(new NpgsqlParameter { Value = moments });
        var history = new EpisodeHistory();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (city, source, key) = keys[(int)rows.GetInt64(0) - 1].Key;
            history.Add(new(
                city, source, key, Instant.FromDateTimeUtc(rows.GetDateTime(1)), rows.GetBoolean(2),
                rows.IsDBNull(3) ? null : rows.GetString(3), (EpisodeRole)rows.GetInt16(4), Moment(rows, 5), Moment(rows, 6)));
        }
        return history;
    }

    private static Instant? Moment(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant.FromDateTimeUtc(row.GetDateTime(column));

    private static async Task Write(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<KeptTransition> changed, CancellationToken cancellation)
    {
        if (changed.Count == 0)
            return;
        await using var command = new NpgsqlCommand(
            $"""
             insert into {Table} as t (city, source, key, at, is_active, alert_id, role, fault, heard, ended_at)
             select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (city, source, key, at, is_active) do update
                 set role = excluded.role, heard = greatest(t.heard, excluded.heard), ended_at = coalesce(t.ended_at, excluded.ended_at)
             """, connection, transaction);
        foreach (var column in (object[])[
            changed.Select(t => t.City).ToArray(), changed.Select(t => t.Source).ToArray(), changed.Select(t => t.Key).ToArray(),
            changed.Select(t => t.At.ToDateTimeUtc()).ToArray(), changed.Select(t => t.IsActive).ToArray(),
            changed.Select(t => t.AlertId).ToArray(), changed.Select(t => (short)t.Role).ToArray(),
            changed.Select(t => t.Fault).ToArray()])
            command.Parameters.Add(new NpgsqlParameter { Value = column });
        foreach (var moments in (DateTime?[][])[
            [.. changed.Select(t => t.Heard?.ToDateTimeUtc())], [.. changed.Select(t => t.EndedAt?.ToDateTimeUtc())]])
        {
            // Where all are null, the type is not seen by them.
            command.Parameters.Add(new NpgsqlParameter
            {
                Value = moments,
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
            });
        }
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deletes transitions before a moment.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Cancels the statement.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<int> Delete(Instant before, int most, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            "delete from ingest.dialect_state where ctid in (select ctid from ingest.dialect_state where at < $1 order by at limit $2)");
        command.Parameters.Add(new NpgsqlParameter { Value = before.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static void Add(NpgsqlCommand command, IReadOnlyList<Transition> transitions)
    {
        foreach (var column in (string[][])[
            [.. transitions.Select(t => t.City)], [.. transitions.Select(t => t.Source)], [.. transitions.Select(t => t.Key)]])
            command.Parameters.Add(new NpgsqlParameter { Value = column });
    }
}
