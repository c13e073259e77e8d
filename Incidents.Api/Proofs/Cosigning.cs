using System.Globalization;
using System.Net;
using System.Text;
using Incidents.Api.Store;
using Incidents.Domain.Proofs;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Proofs;

/// <summary>Asks the witnesses to co-sign (C2SP tlog-witness). One that does not answer does not stop the log, and is shown.</summary>
internal sealed class Cosigning(StorePools pools, ProofLog log, IReadOnlyList<Witness> witnesses, HttpClient http, TimeSpan patience,
    IClock clock)
{
    private const int MostBytes = 64 << 10;
    private const int LongestFailure = 300;

    /// <summary>Asks each witness to co-sign a checkpoint that it has not co-signed yet, all at once.</summary>
    /// <returns>The checkpoint with the signatures that it has, and the names of the witnesses that have not co-signed it.</returns>
    public async Task<(KeptCheckpoint Signed, IReadOnlyList<string> Silent)> Ask(KeptCheckpoint signed, CancellationToken cancellation)
    {
        if (witnesses.Count == 0)
            return (signed, []);
        await Task.WhenAll(witnesses.Select(witness => Ask(witness, signed, cancellation)));
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        var kept = (await CheckpointRows.Of(connection, signed.Log, signed.Checkpoint.Size, cancellation)) ?? signed;
        var note = SignedNote.Parse(kept.Note)!;
        return (kept, [.. witnesses.Select(witness => witness.Key)
            .Where(key => note.Check(key, Ed25519.Check) is not NoteCheck.Valid).Select(key => key.Name)]);
    }

    private async Task Ask(Witness witness, KeptCheckpoint signed, CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        var states = await States(connection, signed.Log, cancellation);
        var before = states.FirstOrDefault(state => state.Name == witness.Key.Name) ?? new(witness.Key.Name, 0, null, null);
        if (before.Size >= signed.Checkpoint.Size)
            return;
        // For both of its answers together, where the first one says which size it knows.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            var signature = await Ask(connection, witness, signed, before.Size, limit.Token);
            await CheckpointRows.Cosign(connection, signed, signature, cancellation);
            before = new(before.Name, signed.Checkpoint.Size, clock.GetCurrentInstant(), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or WitnessException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var why = e is OperationCanceledException ? "It did not answer in time." : e.Message;
            before = before with { Failure = StorableText.Of(why.Length > LongestFailure ? why[..LongestFailure] : why) };
        }
        await Keep(connection, signed.Log, before, cancellation);
    }

    /// <summary>What the witnesses of a log have done last.</summary>
    public static async Task<IReadOnlyList<WitnessState>> States(
        NpgsqlConnection connection, int log, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select name, size, cosigned_at, failure from {ProofTables.Witness} where log = $1 order by name", connection);
        command.Parameters.Add(new() { Value = log });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var states = new List<WitnessState>();
        while (await rows.ReadAsync(cancellation))
        {
            states.Add(new(
                rows.GetString(0), rows.GetInt64(1), rows.IsDBNull(2) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(2)),
                rows.IsDBNull(3) ? null : rows.GetString(3)));
        }
        return states;
    }

    private async Task<NoteSignature> Ask(
        NpgsqlConnection connection, Witness witness, KeptCheckpoint signed, long old, CancellationToken cancellation)
    {
        var (status, text) = await Post(connection, witness, signed, old, cancellation);
        // It remembers another size than we do, for example where its answer was lost.
        if (status == HttpStatusCode.Conflict && long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var known)
            && known != old && known <= signed.Checkpoint.Size)
            (status, text) = await Post(connection, witness, signed, known, cancellation);
        if (status != HttpStatusCode.OK)
            throw new WitnessException($"It answers with status {(int)status}.");
        var given = text.Split('\n').Select(NoteSignature.Parse).OfType<NoteSignature>()
            .FirstOrDefault(s => s.KeyId == witness.Key.Id && s.Name == witness.Key.Name);
        return given is not null && new SignedNote(signed.Checkpoint.Text, [given]).Check(witness.Key, Ed25519.Check) is NoteCheck.Valid
            ? given
            : throw new WitnessException("Its answer is no signature of its key on this checkpoint.");
    }

    private async Task<(HttpStatusCode Status, string Text)> Post(
        NpgsqlConnection connection, Witness witness, KeptCheckpoint signed, long old, CancellationToken cancellation)
    {
        IReadOnlyList<byte[]> proof = old == 0 || old == signed.Checkpoint.Size
            ? []
            : await ProofReader.Consistency(connection, signed.Log, old, signed.Checkpoint.Size, cancellation);
        var body = new StringBuilder().Append(CultureInfo.InvariantCulture, $"old {old}\n");
        foreach (var hash in proof)
            body.Append(Convert.ToBase64String(hash)).Append('\n');
        body.Append('\n').Append(log.Key.Sign(signed.Checkpoint.Text));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(witness.Address, "add-checkpoint"))
        {
            Content = new StringContent(body.ToString(), Encoding.UTF8, "text/plain"),
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var answer = new byte[MostBytes];
        var length = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellation);
        return (response.StatusCode, Encoding.UTF8.GetString(answer, 0, length));
    }

    private static async Task Keep(NpgsqlConnection connection, int log, WitnessState state, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             insert into {ProofTables.Witness} (log, name, size, cosigned_at, failure) values ($1, $2, $3, $4, $5)
             on conflict (log, name) do update set
                 size = excluded.size, cosigned_at = excluded.cosigned_at, failure = excluded.failure
             """,
            connection);
        command.Parameters.Add(new() { Value = log });
        command.Parameters.Add(new() { Value = state.Name });
        command.Parameters.Add(new() { Value = state.Size });
        command.Parameters.Add(new()
        {
            Value = (object?)state.CosignedAt?.ToDateTimeUtc() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new() { Value = (object?)state.Failure ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private sealed class WitnessException(string message) : Exception(message);
}
