using System.Buffers;
using System.Text.Json;
using Incidents.Domain.Proofs;
using Npgsql;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Writes the proofs of the case's list, and those from earlier checkpoints.</summary>
internal static class ProofPart
{
    // A proof has about a kilobyte.
    private const int MostEarlier = 500;

    /// <summary>Writes them.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="checkpoint">The checkpoint that the proofs lead to.</param>
    /// <param name="list">The list and its place.</param>
    /// <param name="since">A checkpoint that was asked for, or null.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<byte[]> Write(
        NpgsqlConnection connection, KeptCheckpoint checkpoint, (long Index, CaseList List) list, Checkpoint? since,
        CancellationToken cancellation)
    {
        var (log, size) = (checkpoint.Log, checkpoint.Checkpoint.Size);
        var proof = (await ProofReader.Inclusion(connection, checkpoint, [list.Index], cancellation))[0];
        var earlier = (await CheckpointRows.Earlier(connection, log, size, MostEarlier, cancellation)).ConvertAll(kept => kept.Checkpoint);
        if (since is not null && since.Origin == checkpoint.Checkpoint.Origin && since.Size > 0 && since.Size < size
            && !earlier.Exists(known => known.Size == since.Size)
            && await CheckpointRows.Of(connection, log, since.Size, cancellation) is { } asked)
            earlier.Add(asked.Checkpoint);
        var before = log > 1 ? await Before(connection, log, cancellation) : null;

        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("format", ExportNames.Format);
        json.WriteStartObject("list");
        json.WriteString("case", list.List.Case);
        json.WriteNumber("count", list.List.Count);
        json.WriteBase64String("root", list.List.Root);
        json.WriteNumber("index", list.Index);
        EntryLines.Write(json, "proof", proof.Hashes);
        json.WriteEndObject();
        json.WriteStartArray("earlier");
        foreach (var at in earlier)
        {
            json.WriteStartObject();
            json.WriteNumber("size", at.Size);
            json.WriteBase64String("root", at.Root);
            EntryLines.Write(json, "proof", await ProofReader.Consistency(connection, log, at.Size, size, cancellation));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (before is not null)
        {
            json.WriteStartObject("before");
            json.WriteString("checkpoint", before);
            EntryLines.Write(json, "proof", (await ProofReader.Inclusion(connection, checkpoint, [0], cancellation))[0].Hashes);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        return buffer.WrittenSpan.ToArray();
    }

    private static async Task<string?> Before(NpgsqlConnection connection, int log, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select named from {ProofTables.Log} where number = $1", connection);
        command.Parameters.Add(new() { Value = log });
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
