using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Proofs;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>Signs checkpoints: never two trees of one size.</summary>
/// <remarks>
/// What is signed is first kept beside the key, then committed. A host that is killed in between signs the same tree again, since its
/// leaves are committed already.
/// </remarks>
internal sealed class CheckpointSigner(StorePools pools, ProofLog log, IClock clock)
{
    /// <summary>Adds all that is complete now, and signs it.</summary>
    /// <returns>The newest checkpoint: a new one, or that of before where nothing was added.</returns>
    /// <exception cref="ProofRefusedException">This host may not write to the log.</exception>
    /// <exception cref="ProofKeyException">The key cannot be used.</exception>
    public async Task<KeptCheckpoint> Sign(CancellationToken cancellation)
    {
        await log.Append(cancellation);
        return await SignAsItIs(cancellation);
    }

    /// <summary>Signs what is in the log already.</summary>
    public async Task<KeptCheckpoint> SignAsItIs(CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        return await log.Alone(connection, row => Sign(connection, row, cancellation), cancellation);
    }

    private async Task<KeptCheckpoint> Sign(NpgsqlConnection connection, LogRow row, CancellationToken cancellation)
    {
        if (await CheckpointRows.Of(connection, row.Number, row.Size, cancellation) is { } known)
            return known;
        var root = await TreeRows.Root(connection, row.Number, row.Size, cancellation);
        var checkpoint = new Checkpoint(row.Origin, row.Size, root);
        var note = log.Key.Sign(checkpoint.Text);
        log.Key.Keep(note);
        var signed = new KeptCheckpoint(row.Number, checkpoint, note.ToString(), Cities.Microseconds(clock.GetCurrentInstant()));
        await CheckpointRows.Insert(connection, signed, cancellation);
        return signed;
    }
}
