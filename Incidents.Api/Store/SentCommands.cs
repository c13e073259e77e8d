using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>What was answered to commands that came with an id of their own, so that one that is sent again is answered the same.</summary>
/// <remarks>
/// A page whose network is away keeps its commands and sends them on return; it cannot know which of them arrived before. That a command
/// is carried out once does not depend on this table: its event has an id made from the command's. The table adds what no event shows: that
/// it was refused, or changed nothing, and that the id was used for something else.
/// </remarks>
internal sealed class SentCommands(NpgsqlDataSource source)
{
    private const string Table = $"{EventStore.Schema}.sent_command";

    /// <summary>The table.</summary>
    public const string Ddl =
        $"""
         create table if not exists {Table} (
             id uuid not null,
             stream_id uuid not null,
             name text collate "C" not null,
             digest text collate "C" not null,
             version bigint not null,
             is_changed boolean not null,
             code text,
             message text,
             field text,
             answered_at timestamptz not null default now(),
             primary key (id, stream_id, name));
         create index if not exists sent_command_answered on {Table} (answered_at);
         """;

    /// <summary>What was answered to a command; null where it did not come yet.</summary>
    /// <param name="id">The command's own id.</param>
    /// <param name="stream">The thing that it is about.</param>
    /// <param name="name">Name of the command.</param>
    /// <param name="digest">Digest of what is sent with the id.</param>
    /// <param name="conflict">The refusal where something else was sent with the id.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<CommandResult?> Find(
        Guid id, Guid stream, string name, string digest, Refusal conflict, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select stream_id, name, digest, version, is_changed, code, message, field from {Table} where id = $1");
        command.Parameters.Add(new() { Value = id });
        CommandResult? found = null;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (rows.GetString(2) != digest)
                return new(stream, 0, false, conflict);
            if (rows.GetGuid(0) != stream || rows.GetString(1) != name)
                continue;
            // A code of a later program is a refusal all the same.
            var refusal = Text(5) is { } code ? new Refusal(ErrorCodes.Find(code) ?? ErrorCode.Internal, Text(6)!, Text(7)) : null;
            found = new(stream, rows.GetInt64(3), rows.GetBoolean(4), refusal);
        }
        return found;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    /// <summary>Keeps what is answered to a command; of two that came at once the first stays.</summary>
    /// <param name="id">The command's own id.</param>
    /// <param name="name">Name of the command.</param>
    /// <param name="digest">Digest of what was sent with the id.</param>
    /// <param name="result">The answer.</param>
    /// <param name="cancellation">Cancels the statement.</param>
    public async Task Keep(Guid id, string name, string digest, CommandResult result, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             insert into {Table} (id, stream_id, name, digest, version, is_changed, code, message, field)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
             """);
        foreach (var value in (object?[])
            [
                id, result.StreamId, name, digest, result.Version, result.Changed, result.Refusal?.Code.Text(), result.Refusal?.Message,
                result.Refusal?.Field,
            ])
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deletes the oldest answers.</summary>
    /// <param name="before">Answers of this moment or later stay.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Cancels the statement.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<int> Delete(Instant before, int most, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             delete from {Table} where ctid = any(array(
                 select ctid from {Table} where answered_at < $1 order by answered_at limit $2))
             """);
        command.Parameters.Add(new() { Value = before.ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = most });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
