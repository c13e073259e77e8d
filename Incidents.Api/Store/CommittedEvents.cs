using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>An event with what its commitment covers.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Id">Its id.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its number there.</param>
/// <param name="Type">Its type, as stored.</param>
/// <param name="Json">Its content, as stored.</param>
/// <param name="Salt">The salt, 16 bytes; null where its content was masked, or it has no commitment.</param>
/// <param name="Hash">The hash, 32 bytes; null where it has no commitment.</param>
internal sealed record CommittedEvent(
    long Sequence, Guid Id, Guid Stream, long Version, string Type, string Json, byte[]? Salt, byte[]? Hash)
{
    /// <summary>Whether its content was masked since it was committed to.</summary>
    public bool IsMasked => Hash is not null && Salt is null;

    /// <summary>The content in canonical form, which the commitment covers.</summary>
    public byte[] Canonical => CanonicalJson.Of(Encoding.UTF8.GetBytes(Json));

    /// <summary>Some events up to a number, in their order.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="events">The events.</param>
    /// <param name="until">The last number.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async IAsyncEnumerable<CommittedEvent> Of(
        NpgsqlConnection connection, EventSelection events, long until,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select seq_id, id, stream_id, version, type, data::text, headers ->> '{EventCommitment.Header}'
             from {EventStore.Schema}.mt_events where {EventSelection.Condition} and seq_id <= $3 order by seq_id
             """,
            connection)
        { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = events.Streams.ToArray() });
        command.Parameters.Add(new() { Value = events.Single.ToArray() });
        command.Parameters.Add(new() { Value = until });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (salt, hash) = EventCommitment.Parts(rows.IsDBNull(6) ? null : rows.GetString(6));
            yield return new(
                rows.GetInt64(0), rows.GetGuid(1), rows.GetGuid(2), rows.GetInt64(3), rows.GetString(4), rows.GetString(5), salt, hash);
        }
    }
}
