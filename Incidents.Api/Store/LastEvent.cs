using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>The last event of the store.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="StoredAt">When it was stored.</param>
internal sealed record LastEvent(long Sequence, Instant StoredAt)
{
    /// <summary>Reads it; null for an empty store.</summary>
    public static async Task<LastEvent?> Read(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select seq_id, timestamp from {EventStore.Schema}.mt_events order by seq_id desc limit 1");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? new(rows.GetInt64(0), Instant.FromDateTimeUtc(rows.GetDateTime(1))) : null;
    }
}
