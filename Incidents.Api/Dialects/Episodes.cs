using Incidents.Api.Store;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Dialects;

/// <summary>A state of a device that became true or false, as it is kept.</summary>
/// <param name="City">City code.</param>
/// <param name="Source">The source.</param>
/// <param name="Key">What the state is of.</param>
/// <param name="At">When it changed.</param>
/// <param name="IsActive">Whether it became true.</param>
/// <param name="AlertId">The source's id of the alert that it begins; null where it ends one.</param>
internal sealed record Transition(string City, string Source, string Key, Instant At, bool IsActive, string? AlertId);

/// <summary>What is known beside a transition.</summary>
/// <param name="Begun">Id of the alert that was active before; null where none was.</param>
/// <param name="EndedAt">When the state became false next, where that is known already; else null.</param>
internal sealed record Neighbours(string? Begun, Instant? EndedAt);

/// <summary>
/// Remembers when states of devices became true and false: a device that says "no longer" does not say since when, and its messages may
/// reach several hosts, in any order.
/// </summary>
/// <remarks>
/// A transition is committed before its neighbours are read. Of two that come at one time to two hosts, one at least sees the other, so the
/// end is found whichever came first; found twice, it is one event.
/// </remarks>
internal sealed class Episodes(StorePools pools)
{
    /// <summary>The table.</summary>
    public const string Table = "ingest.dialect_state";

    /// <summary>SQL that makes the table.</summary>
    public const string Ddl =
        """
        create schema if not exists ingest;
        create table if not exists ingest.dialect_state (
            city text collate "C",
            source text collate "C",
            key text collate "C",
            at timestamptz,
            is_active boolean,
            alert_id text,
            primary key (city, source, key, at, is_active));
        create index if not exists dialect_state_age on ingest.dialect_state (at);
        """;

    /// <summary>Keeps transitions, and finds the neighbours of each.</summary>
    /// <exception cref="System.Data.Common.DbException">The store does not answer.</exception>
    public async Task<Neighbours[]> Keep(IReadOnlyList<Transition> transitions, CancellationToken cancellation)
    {
        await using (var insert = pools.Upkeep.CreateCommand(
            """
            insert into ingest.dialect_state (city, source, key, at, is_active, alert_id)
            select * from unnest($1, $2, $3, $4, $5, $6) order by 1, 2, 3, 4, 5 on conflict do nothing
            """))
        {
            Add(insert, transitions);
            insert.Parameters.Add(new NpgsqlParameter { Value = transitions.Select(t => t.AlertId).ToArray() });
            await insert.ExecuteNonQueryAsync(cancellation);
        }
        await using var find = pools.Upkeep.CreateCommand(
            """
            select
                (select case when p.is_active then p.alert_id end from ingest.dialect_state p
                 where (p.city, p.source, p.key) = (t.city, t.source, t.key)
                     and (p.at, p.is_active) < (t.at, t.is_active) and p.at > t.at - interval '31 days'
                 order by p.at desc, p.is_active desc limit 1),
                (select case when not n.is_active then n.at end from ingest.dialect_state n
                 where (n.city, n.source, n.key) = (t.city, t.source, t.key) and n.at > t.at
                 order by n.at, n.is_active limit 1)
            from unnest($1, $2, $3, $4, $5) with ordinality as t (city, source, key, at, is_active, place) order by place
            """);
        Add(find, transitions);
        var found = new List<Neighbours>(transitions.Count);
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.IsDBNull(0) ? null : rows.GetString(0), rows.IsDBNull(1) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(1))));
        }
        return [.. found];
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
        foreach (var column in (object[])[
            transitions.Select(t => t.City).ToArray(), transitions.Select(t => t.Source).ToArray(),
            transitions.Select(t => t.Key).ToArray(), transitions.Select(t => t.At.ToDateTimeUtc()).ToArray(),
            transitions.Select(t => t.IsActive).ToArray()])
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column });
        }
    }
}
