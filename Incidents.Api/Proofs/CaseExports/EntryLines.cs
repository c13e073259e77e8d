using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Incidents.Domain.Proofs;
using Npgsql;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Writes the entries with what their commitments cover and their proofs, one a line.</summary>
/// <param name="checkpoint">The checkpoint that the proofs lead to.</param>
/// <param name="list">The leaves of the case's list.</param>
internal sealed class EntryLines(KeptCheckpoint checkpoint, MerkleTiles list)
{
    // Few at a time: their proofs have most tiles in common.
    private const int AtATime = 500;

    /// <summary>Writes them.</summary>
    /// <param name="connection">A connection that reads nothing else meanwhile.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="to">Receives the lines.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Write(
        NpgsqlConnection connection, IAsyncEnumerable<ExportedEntry> entries, Stream to, CancellationToken cancellation)
    {
        await foreach (var part in entries.Chunk(AtATime).WithCancellation(cancellation))
        {
            var places = await ProofReader.Places(
                connection, checkpoint.Log, RunKind.Event, [.. part.Select(entry => entry.Event.Sequence)], cancellation);
            var proofs = await ProofReader.Inclusion(
                connection, checkpoint, [.. part.Select(entry => places[entry.Event.Sequence])], cancellation);
            var buffer = new ArrayBufferWriter<byte>(64 << 10);
            foreach (var (entry, proof) in part.Zip(proofs))
            {
                Write(entry, proof, buffer);
                buffer.Write("\n"u8);
            }
            await to.WriteAsync(buffer.WrittenMemory, cancellation);
        }
    }

    private void Write(ExportedEntry entry, LeafProof proof, ArrayBufferWriter<byte> buffer)
    {
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        var stored = entry.Event;
        json.WriteStartObject();
        json.WriteNumber("position", entry.Position);
        json.WriteNumber("index", proof.Index);
        json.WriteString("id", stored.Id);
        json.WriteString("stream", stored.Stream);
        json.WriteNumber("version", stored.Version);
        json.WriteString("type", stored.Type);
        if (stored.Hash is { } hash)
            json.WriteBase64String("commitment", hash);
        if (entry.IsGap)
        {
            json.WriteBoolean("masked", true);
        }
        else
        {
            if (stored.Salt is { } salt)
                json.WriteBase64String("salt", salt);
            json.WritePropertyName("content");
            // Exactly the bytes that the hash covers.
            json.WriteRawValue(stored.Canonical, skipInputValidation: true);
        }
        Write(json, "proof", proof.Hashes);
        Write(json, "listProof", MerkleProofs.Inclusion(entry.Position, list.Size, list.Hash));
        json.WriteEndObject();
    }

    /// <summary>Writes hashes as a list of Base64.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<byte[]> hashes)
    {
        json.WriteStartArray(name);
        foreach (var hash in hashes)
            json.WriteBase64StringValue(hash);
        json.WriteEndArray();
    }
}
