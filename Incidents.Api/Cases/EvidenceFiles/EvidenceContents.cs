using NodaTime;
using Npgsql;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>The contents that hosts of this database took in, each from just before its bytes have their place.</summary>
/// <remarks>
/// What has no row here is not of this database, and is never removed: another installation may have been given the same folder by
/// mistake. A row is locked while its bytes are removed, so that an upload of the same content waits, and then puts them anew.
/// </remarks>
internal sealed class EvidenceContents(NpgsqlDataSource source, IClock clock)
{
    /// <summary>The table.</summary>
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.evidence_content (
            sha256 text collate "C" primary key,
            bytes bigint not null,
            taken_at timestamptz not null);
        create index if not exists evidence_content_taken on ops.evidence_content (taken_at);
        """;

    /// <summary>Notes that a content is being taken in, now.</summary>
    public async Task Take(string sha256, long bytes, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            insert into ops.evidence_content (sha256, bytes, taken_at) values ($1, $2, $3)
            on conflict (sha256) do update set taken_at = greatest(evidence_content.taken_at, excluded.taken_at)
            """);
        command.Parameters.Add(new() { Value = sha256 });
        command.Parameters.Add(new() { Value = bytes });
        command.Parameters.Add(new() { Value = clock.GetCurrentInstant().ToDateTimeUtc() });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
