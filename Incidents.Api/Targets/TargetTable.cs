using Incidents.Domain.Targets;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Targets;

/// <summary>A deadline as it is kept: what else is to be known of it is in the events of its thing.</summary>
/// <param name="Subject">What the thing is.</param>
/// <param name="Thing">Its stream.</param>
/// <param name="Target">Name of the target.</param>
/// <param name="Level">The level, from 1.</param>
/// <param name="DueAt">When it is due.</param>
/// <param name="Tries">How often it failed.</param>
internal sealed record KeptDeadline(TargetSubject Subject, Guid Thing, string Target, int Level, Instant DueAt, int Tries = 0);

/// <summary>When targets will be passed, of everything that is not done yet: rows, and no timers in memory.</summary>
/// <remarks>
/// They are written with the cursor of the reaction that follows the events, so none is forgotten. They say when it is looked at a thing
/// again, and nothing more: a row too many raises nothing, for what was done and what was escalated is in the events.
/// </remarks>
internal static class TargetTable
{
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.target_deadline (
            thing uuid,
            target text collate "C",
            level int,
            subject text collate "C" not null,
            due_at timestamptz not null,
            try_at timestamptz not null,
            tries int not null default 0,
            primary key (thing, target, level));
        create index if not exists target_deadline_due on ops.target_deadline (try_at);
        """;

    /// <summary>Keeps the deadlines of some things in place of those before, in the connection's transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="things">The things.</param>
    /// <param name="deadlines">Their deadlines.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task Replace(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> things, IReadOnlyList<KeptDeadline> deadlines,
        CancellationToken cancellation)
    {
        await using (var delete = new NpgsqlCommand("delete from ops.target_deadline where thing = any($1)", connection))
        {
            delete.Parameters.Add(new() { Value = things.ToArray() });
            await delete.ExecuteNonQueryAsync(cancellation);
        }
        if (deadlines.Count == 0)
            return;
        await using var insert = new NpgsqlCommand(
            """
            insert into ops.target_deadline (thing, target, level, subject, due_at, try_at)
            select thing, target, level, subject, due_at, due_at
            from unnest($1, $2, $3, $4, $5) as d (thing, target, level, subject, due_at)
            on conflict (thing, target, level) do nothing
            """, connection);
        insert.Parameters.Add(new() { Value = deadlines.Select(d => d.Thing).ToArray() });
        insert.Parameters.Add(new() { Value = deadlines.Select(d => d.Target).ToArray() });
        insert.Parameters.Add(new() { Value = deadlines.Select(d => d.Level).ToArray() });
        insert.Parameters.Add(new() { Value = deadlines.Select(d => d.Subject.ToString()).ToArray() });
        insert.Parameters.Add(new() { Value = deadlines.Select(d => d.DueAt.ToDateTimeUtc()).ToArray() });
        await insert.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deadlines that are due and that no other host has taken, for the connection's transaction, the earliest first.</summary>
    /// <remarks>A row of a subject that only a newer program knows is left to that one.</remarks>
    public static async Task<List<KeptDeadline>> Due(NpgsqlConnection connection, Instant now, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select subject, thing, target, level, due_at, tries from ops.target_deadline
            where try_at <= $1 and subject = any($3) order by try_at, thing, target, level limit $2 for update skip locked
            """, connection);
        command.Parameters.Add(new() { Value = now.ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = most });
        command.Parameters.Add(new() { Value = Enum.GetNames<TargetSubject>() });
        var found = new List<KeptDeadline>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(new(
                Enum.Parse<TargetSubject>(rows.GetString(0)), rows.GetGuid(1), rows.GetString(2), rows.GetInt32(3),
                Instant.FromDateTimeUtc(rows.GetDateTime(4)), rows.GetInt32(5)));
        return found;
    }

    /// <summary>Removes a deadline in the connection's transaction.</summary>
    public static async Task Remove(NpgsqlConnection connection, KeptDeadline deadline, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "delete from ops.target_deadline where thing = $1 and target = $2 and level = $3", connection);
        foreach (var value in (object[])[deadline.Thing, deadline.Target, deadline.Level])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Looks at a deadline again at a later moment, in the connection's transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="deadline">The deadline, as it is kept from now on.</param>
    /// <param name="tryAt">The moment.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task Postpone(
        NpgsqlConnection connection, KeptDeadline deadline, Instant tryAt, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            update ops.target_deadline set due_at = $4, try_at = $5, tries = $6 where thing = $1 and target = $2 and level = $3
            """, connection);
        foreach (var value in (object[])[
            deadline.Thing, deadline.Target, deadline.Level, deadline.DueAt.ToDateTimeUtc(), tryAt.ToDateTimeUtc(), deadline.Tries])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
