using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Proofs;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>The key that signs the log of commitments.</summary>
/// <param name="VerifierKey">The public key with its name, as C2SP signed notes write it: `name+hash+key`.</param>
/// <param name="Name">Name of the key; the first log has it as its origin.</param>
internal sealed record LogKey(string VerifierKey, string Name);

/// <summary>Size and root of the log of commitments at a moment, signed.</summary>
/// <param name="Origin">Name of the log. A database that was restored begins another one, with `#` behind the name.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="Root">Root of the Merkle tree over them (RFC 6962), in Base64.</param>
/// <param name="Note">The signed note (C2SP tlog-checkpoint), with the signatures of witnesses.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="Log">Number of the log in this database, from 1.</param>
[ObjectType]
internal sealed record LogCheckpoint(string Origin, long Size, string Root, string Note, Instant SignedAt, int Log)
{
    /// <summary>What the witnesses have co-signed last, with why they have not since.</summary>
    public async Task<IEnumerable<WitnessState>> Witnesses([FromServices] ProofReader reader, CancellationToken cancellation)
    {
        await using var connection = await reader.Connect(cancellation);
        return await Cosigning.States(connection, Log, cancellation);
    }

    internal static LogCheckpoint Of(KeptCheckpoint kept) => new(
        kept.Checkpoint.Origin, kept.Checkpoint.Size, Convert.ToBase64String(kept.Checkpoint.Root), kept.Note, kept.SignedAt, kept.Log);
}

/// <summary>The proof that an event is in the log.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Index">Number of its leaf, from 0.</param>
/// <param name="Leaf">The leaf in Base64: its kind in ASCII, a zero byte, and the hash of its commitment.</param>
/// <param name="Hashes">Hashes that lead from the leaf to the root (RFC 6962, section 2.1.1), in Base64.</param>
/// <param name="Checkpoint">The checkpoint of that root.</param>
internal sealed record EventInclusion(Guid EventId, long Index, string Leaf, IReadOnlyList<string> Hashes, LogCheckpoint Checkpoint);

/// <summary>The proof that the log continues an earlier checkpoint.</summary>
/// <param name="From">Number of leaves of the earlier tree.</param>
/// <param name="Until">Number of leaves of the later tree.</param>
/// <param name="Hashes">The proof (RFC 6962, section 2.1.2), in Base64; none where both are of one size.</param>
internal sealed record LogConsistency(long From, long Until, IReadOnlyList<string> Hashes);

/// <summary>The log of commitments: what strangers need to check what leaves this system.</summary>
[QueryType]
internal static class ProofQueries
{
    /// <summary>The key that signs the log. Give it to whoever is to check: not together with what they check.</summary>
    public static async Task<LogKey> ProofKey([FromServices] ProofLog log, CancellationToken cancellation)
    {
        try
        {
            var key = (await log.OpenKey(cancellation)).Verifier;
            return new(key.ToString(), key.Name);
        }
        catch (ProofRefusedException e)
        {
            throw new RefusedException(e.Refusal);
        }
    }

    /// <summary>The newest checkpoint of the log, or that of a size; null where there is none.</summary>
    /// <param name="size">Number of leaves; default the newest.</param>
    public static async Task<LogCheckpoint?> Checkpoint(
        [FromServices] ProofReader reader, long? size = null, CancellationToken cancellation = default)
    {
        await using var connection = await reader.Connect(cancellation);
        return await ProofReader.Checkpoint(connection, size, cancellation) is { } kept ? LogCheckpoint.Of(kept) : null;
    }

    /// <summary>All checkpoints, also those of logs before a restore, the newest first.</summary>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<LogCheckpoint>> Checkpoints(
        [FromServices] ProofReader reader, int? first = Page.DefaultSize, string? after = null, int? last = null, string? before = null,
        CancellationToken cancellation = default)
    {
        var page = Page.Of("checkpoints", first, after, last, before);
        await using var connection = await reader.Connect(cancellation);
        var rows = await CheckpointRows.List(connection, page.Key<(int, long)>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(rows.ConvertAll(LogCheckpoint.Of), page, row => (row.Log, row.Size), async token =>
        {
            await using var counting = await reader.Connect(token);
            return await CheckpointRows.Count(counting, token);
        });
    }

    /// <summary>
    /// The proof that an event is in the log. Null where there is no such event; error `NOT_PROVEN_YET` where it is in no signed checkpoint
    /// yet.
    /// </summary>
    /// <param name="eventId">Id of the event.</param>
    /// <param name="size">The checkpoint that the proof leads to, by its number of leaves; default the newest.</param>
    public static async Task<EventInclusion?> InclusionProof(
        [FromServices] ProofReader reader, [FromServices] NpgsqlDataSource source, Guid eventId, long? size = null,
        CancellationToken cancellation = default)
    {
        if (await Commitments.Of(source, eventId, cancellation) is not { } stored)
            return null;
        await using var connection = await reader.Connect(cancellation);
        if (await ProofReader.Checkpoint(connection, size, cancellation) is not { } kept)
            throw NotYet();
        var places = await ProofReader.Places(connection, kept.Log, RunKind.Event, [stored.Sequence], cancellation);
        if (!places.TryGetValue(stored.Sequence, out var place) || place >= kept.Checkpoint.Size)
            throw NotYet();
        var proof = (await ProofReader.Inclusion(connection, kept, [place], cancellation))[0];
        return new(
            eventId, place, Convert.ToBase64String(ProofLeaf.Event(stored.Id, stored.Hash)),
            [.. proof.Hashes.Select(Convert.ToBase64String)], LogCheckpoint.Of(kept));
    }

    /// <summary>The proof that the log continues an earlier checkpoint of the same log; null where there is no later checkpoint.</summary>
    /// <param name="from">Number of leaves of the earlier tree, at least 1.</param>
    /// <param name="until">Number of leaves of the later tree; default the newest checkpoint.</param>
    public static async Task<LogConsistency?> ConsistencyProof(
        [FromServices] ProofReader reader, long from, long? until = null, CancellationToken cancellation = default)
    {
        await using var connection = await reader.Connect(cancellation);
        if (await ProofReader.Checkpoint(connection, until, cancellation) is not { } kept)
            return null;
        if (from < 1 || from > kept.Checkpoint.Size)
            throw RefusedException.BadInput("from", $"The earlier tree has 1 to {kept.Checkpoint.Size} leaves.");
        var proof = await ProofReader.Consistency(connection, kept.Log, from, kept.Checkpoint.Size, cancellation);
        return new(from, kept.Checkpoint.Size, [.. proof.Select(Convert.ToBase64String)]);
    }

    private static RefusedException NotYet() => new(new(
        ErrorCode.NotProvenYet, "It is in no signed checkpoint of that size yet; sign one, or ask again later."));
}

/// <summary>Signing on demand.</summary>
[MutationType]
internal static class ProofMutations
{
    /// <summary>
    /// Adds what is new to the log, and signs it now. The answer is the newest checkpoint. Errors `PROOFS_OFF` where this host has no key
    /// that it can use, `PROOF_KEY_OTHER` where the log is signed with another one, `PROOF_KEY_MISSING` and `PROOF_RECORD_MISSING` where
    /// its files are missing, and `PROOF_TREE_OTHER` where the log is not what was signed.
    /// </summary>
    /// <param name="isCosigned">Whether the witnesses are asked to co-sign it, too; default true.</param>
    public static async Task<LogCheckpoint> SignCheckpoint(
        [FromServices] CheckpointSigner signer, [FromServices] Cosigning cosigning, bool? isCosigned = null,
        CancellationToken cancellation = default)
    {
        try
        {
            var signed = await signer.Sign(cancellation);
            if (isCosigned is false)
                return LogCheckpoint.Of(signed);
            return LogCheckpoint.Of((await cosigning.Ask(signed, cancellation)).Signed);
        }
        catch (ProofRefusedException e)
        {
            throw new RefusedException(e.Refusal);
        }
    }
}
