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
    private const int MostBefore = 50;

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
        await AddAsked(connection, log, checkpoint.Checkpoint, since, earlier, cancellation);

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
        await Earlier(json, connection, log, earlier, size, cancellation);
        json.WriteStartArray("before");
        await Before(json, connection, checkpoint, since, cancellation);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        return buffer.WrittenSpan.ToArray();
    }

    // From log to log, as far back as the database has the trees.
    private static async Task Before(
        Utf8JsonWriter json, NpgsqlConnection connection, KeptCheckpoint checkpoint, Checkpoint? since, CancellationToken cancellation)
    {
        var (row, tree) = (await LogRow.Of(connection, checkpoint.Checkpoint.Origin, cancellation), checkpoint);
        for (var depth = 0; depth < MostBefore && row is { Named: { } named }; depth++)
        {
            json.WriteStartObject();
            json.WriteString("named", named);
            EntryLines.Write(json, "namedProof", (await ProofReader.Inclusion(connection, tree, [0], cancellation))[0].Hashes);
            if (row.Kept is { } kept)
            {
                json.WriteString("kept", kept);
                EntryLines.Write(json, "keptProof", (await ProofReader.Inclusion(connection, tree, [1], cancellation))[0].Hashes);
            }
            var end = Checkpoint.Parse(row.Kept ?? named)!;
            row = await LogRow.Of(connection, end.Origin, cancellation);
            var isHere = row is not null && end.Size > 0
                && (await CheckpointRows.Of(connection, row.Number, end.Size, cancellation))?.Checkpoint.Equals(end) is true;
            var earlier = isHere
                ? (await CheckpointRows.Earlier(connection, row!.Number, end.Size, MostEarlier, cancellation))
                    .ConvertAll(known => known.Checkpoint)
                : [];
            if (isHere)
                await AddAsked(connection, row!.Number, end, since, earlier, cancellation);
            await Earlier(json, connection, row?.Number ?? 0, earlier, end.Size, cancellation);
            json.WriteEndObject();
            if (!isHere)
                return;
            tree = new(row!.Number, end, "", default);
        }
    }

    private static async Task AddAsked(
        NpgsqlConnection connection, int log, Checkpoint later, Checkpoint? since, List<Checkpoint> earlier,
        CancellationToken cancellation)
    {
        if (since is not null && since.Origin == later.Origin && since.Size > 0 && since.Size < later.Size
            && !earlier.Exists(known => known.Size == since.Size)
            && await CheckpointRows.Of(connection, log, since.Size, cancellation) is { } asked)
            earlier.Add(asked.Checkpoint);
    }

    private static async Task Earlier(
        Utf8JsonWriter json, NpgsqlConnection connection, int log, IEnumerable<Checkpoint> earlier, long size,
        CancellationToken cancellation)
    {
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
    }
}
