using System.Collections.Frozen;
using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>The list of a case's entries, as a leaf has it.</summary>
/// <param name="Case">The case.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="Root">Root over their leaves, in the order of their numbers.</param>
/// <param name="EventsUntil">Number of the last event that could be in it.</param>
internal sealed record CaseList(Guid Case, long Count, byte[] Root, long EventsUntil)
{
    /// <summary>Where its entries are; nowhere where it was read from its row.</summary>
    public EventSelection Entries { get; init; } = new(FrozenSet<Guid>.Empty);

    /// <summary>Adds its row.</summary>
    public async Task Insert(NpgsqlConnection connection, int log, long index, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"insert into {ProofTables.CaseList} (log, index, case_id, count, root, events_until) values ($1, $2, $3, $4, $5, $6)",
            connection);
        foreach (var value in (object[])[log, index, Case, Count, Root, EventsUntil])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The last leaf of a case up to a size of the log, with its place; null for none.</summary>
    public static async Task<(long Index, CaseList List)?> Last(
        NpgsqlConnection connection, int log, Guid ofCase, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select index, count, root, events_until from {ProofTables.CaseList} where log = $1 and case_id = $2
             order by index desc limit 1
             """,
            connection);
        command.Parameters.Add(new() { Value = log });
        command.Parameters.Add(new() { Value = ofCase });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? (rows.GetInt64(0), new(ofCase, rows.GetInt64(1), rows.GetFieldValue<byte[]>(2), rows.GetInt64(3)))
            : null;
    }
}
