using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Backups;

/// <summary>State of the backups, as the host that makes them last wrote it.</summary>
/// <param name="Since">Since when backups are made into this folder.</param>
/// <param name="FinishedAt">When the latest base backup was finished; null for none.</param>
/// <param name="CompleteAt">When the copy of the write-ahead log was last complete; null for not yet.</param>
/// <param name="Failure">Why the latest base backup failed; null where it did not.</param>
internal sealed record BackupStatus(Instant Since, Instant? FinishedAt, Instant? CompleteAt, string? Failure);

/// <summary>Keeps the state of the backups where every host reads it.</summary>
internal sealed class BackupStatusTable(NpgsqlDataSource source)
{
    /// <summary>The table.</summary>
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.backup (
            is_one boolean primary key default true check (is_one),
            since timestamptz not null,
            finished_at timestamptz,
            complete_at timestamptz,
            failure text);
        """;

    /// <summary>Writes the state; the first writing of a series decides since when backups are made.</summary>
    public async Task Write(BackupStatus status, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            insert into ops.backup as kept (since, finished_at, complete_at, failure) values ($1, $2, $3, $4)
            on conflict (is_one) do update set
                finished_at = excluded.finished_at, complete_at = excluded.complete_at, failure = excluded.failure
            """);
        command.Parameters.Add(new() { Value = status.Since.ToDateTimeUtc() });
        command.Parameters.Add(Moment(status.FinishedAt));
        command.Parameters.Add(Moment(status.CompleteAt));
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)status.Failure ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Backups are not made any more: there is no state.</summary>
    public async Task Clear(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("delete from ops.backup");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The state; null where no backups are made.</summary>
    public async Task<BackupStatus?> Read(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select since, finished_at, complete_at, failure from ops.backup");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(Get(0)!.Value, Get(1), Get(2), rows.IsDBNull(3) ? null : rows.GetString(3))
            : null;

        Instant? Get(int column) => rows.IsDBNull(column) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(column));
    }

    private static NpgsqlParameter Moment(Instant? moment) =>
        new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)moment?.ToDateTimeUtc() ?? DBNull.Value };
}
