using Incidents.Api.Store;
using Incidents.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Reactions;

/// <summary>Cursors of the reactions, the commands that they sent, and the events that they could not react to.</summary>
/// <remarks>
/// The content of a command is kept until it is done: after that its events have it, and are masked where a person is. Of a fault the kind
/// of the exception is kept; its message, which may repeat what an event contains, is logged.
/// </remarks>
internal static class ReactionTables
{
    /// <summary>How long a command that is done is kept, in days; one that was refused is kept ten times as long.</summary>
    public const int DaysKept = 9;

    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.reactions (
            name text collate "C" primary key,
            position bigint not null);
        create table if not exists ops.reaction_commands (
            ordinal bigint generated always as identity primary key,
            id uuid not null unique,
            reaction text collate "C" not null,
            stream_id uuid not null,
            type text not null,
            command text,
            cause uuid not null,
            code text,
            done_at timestamptz);
        create index if not exists reaction_command_waiting on ops.reaction_commands (reaction, ordinal) where done_at is null;
        create index if not exists reaction_command_cause on ops.reaction_commands (cause);
        create index if not exists reaction_command_done on ops.reaction_commands (done_at) where done_at is not null;
        create table if not exists ops.reaction_faults (
            reaction text collate "C",
            seq_id bigint,
            stream_id uuid not null,
            type text not null,
            reason text not null,
            passed_at timestamptz not null default now(),
            primary key (reaction, seq_id));
        """;

    /// <summary>Gives reactions that the database does not know yet their cursors.</summary>
    public static async Task Begin(
        NpgsqlDataSource source, IReadOnlyCollection<Reaction> reactions, Func<Task<long>> present, CancellationToken cancellation)
    {
        if (reactions.Count == 0)
            return;
        var now = await present();
        await using var command = source.CreateCommand(
            "insert into ops.reactions (name, position) select * from unnest($1, $2) on conflict (name) do nothing");
        command.Parameters.Add(new() { Value = reactions.Select(reaction => reaction.Name).ToArray() });
        command.Parameters.Add(new() { Value = reactions.Select(reaction => reaction.StartsAtFirstEvent ? 0 : now).ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Sequence of the last event that a reaction knows.</summary>
    public static async Task<long> Position(NpgsqlConnection connection, string reaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select position from ops.reactions where name = $1", connection);
        command.Parameters.Add(new() { Value = reaction });
        return await command.ExecuteScalarAsync(cancellation) as long?
            ?? throw new InvalidOperationException($"The reaction {reaction} has no cursor.");
    }

    /// <summary>Advances the cursor in the connection's transaction.</summary>
    /// <exception cref="InvalidOperationException">Somebody else has advanced it.</exception>
    public static async Task Advance(
        NpgsqlConnection connection, string reaction, long from, long position, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update ops.reactions set position = $3 where name = $1 and position = $2", connection);
        command.Parameters.Add(new() { Value = reaction });
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = position });
        if (await command.ExecuteNonQueryAsync(cancellation) != 1)
            throw new InvalidOperationException($"Another host follows the reaction {reaction}.");
    }

    /// <summary>Keeps commands in the connection's transaction, in their order; one that is kept already stays as it is.</summary>
    public static async Task Keep(
        NpgsqlConnection connection, string reaction, IReadOnlyList<ReactionCommand> commands, CancellationToken cancellation)
    {
        if (commands.Count == 0)
            return;
        await using var command = new NpgsqlCommand(
            """
            insert into ops.reaction_commands (id, reaction, stream_id, type, command, cause)
            select id, $1, stream_id, type, command, cause
            from unnest($2, $3, $4, $5, $6) with ordinality as c (id, stream_id, type, command, cause, place) order by place
            on conflict (id) do nothing
            """, connection);
        command.Parameters.Add(new() { Value = reaction });
        command.Parameters.Add(new() { Value = commands.Select(c => c.Id).ToArray() });
        command.Parameters.Add(new() { Value = commands.Select(c => c.Stream).ToArray() });
        command.Parameters.Add(new() { Value = commands.Select(c => c.Type).ToArray() });
        command.Parameters.Add(new() { Value = commands.Select(c => c.Json).ToArray() });
        command.Parameters.Add(new() { Value = commands.Select(c => c.Cause).ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The next commands of a reaction that are to be carried out, in order.</summary>
    public static async Task<List<(long Ordinal, ReactionCommand Command)>> Waiting(
        NpgsqlConnection connection, string reaction, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select ordinal, id, stream_id, type, command, cause from ops.reaction_commands
            where reaction = $1 and done_at is null and type = any($2) order by ordinal limit $3
            """, connection);
        command.Parameters.Add(new() { Value = reaction });
        command.Parameters.Add(new() { Value = ReactionCommand.Known });
        command.Parameters.Add(new() { Value = most });
        var found = new List<(long, ReactionCommand)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add((rows.GetInt64(0), new(rows.GetGuid(1), rows.GetGuid(2), rows.GetString(3), rows.GetString(4), rows.GetGuid(5))));
        return found;
    }

    /// <summary>Records what became of commands in the connection's transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="done">The commands, each with the code of its refusal or null.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task Done(
        NpgsqlConnection connection, IReadOnlyList<(long Ordinal, ErrorCode? Code)> done, CancellationToken cancellation)
    {
        if (done.Count == 0)
            return;
        await using var command = new NpgsqlCommand(
            """
            update ops.reaction_commands c set done_at = now(), command = null, code = d.code
            from unnest($1, $2) as d (ordinal, code) where c.ordinal = d.ordinal
            """, connection);
        command.Parameters.Add(new() { Value = done.Select(d => d.Ordinal).ToArray() });
        command.Parameters.Add(new()
        {
            Value = done.Select(d => d.Code?.Text()).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Records in the connection's transaction that an event was passed over.</summary>
    public static async Task Note(
        NpgsqlConnection connection, string reaction, TailEvent passed, string reason, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into ops.reaction_faults (reaction, seq_id, stream_id, type, reason) values ($1, $2, $3, $4, $5)
            on conflict (reaction, seq_id) do nothing
            """, connection);
        foreach (var value in (object[])[reaction, passed.Sequence, passed.StreamId, passed.Name, reason])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deletes commands that were done long ago.</summary>
    public static async Task Tidy(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             delete from ops.reaction_commands
             where done_at < now() - interval '{DaysKept} days'
                 and (code is null or done_at < now() - interval '{10 * DaysKept} days')
             """);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
