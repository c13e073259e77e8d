using System.Globalization;
using System.Security.Cryptography;
using Incidents.Domain.Proofs;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>Decides which log is written to: the last one, or a new one where the database was restored, or none.</summary>
/// <remarks>
/// A new log has another origin, so that two trees of one size are never signed, and its first leaves name what was signed before. A key
/// is never replaced, and a difference that no restore explains never passed over, unless somebody says so (<see cref="BeginAnew"/>).
/// </remarks>
internal sealed partial class LogOrigin(ProofKeyFile file, IClock clock, ILogger<LogOrigin> logger)
{
    private const char Restored = '#';
    private const int RandomBytes = 4;

    private readonly ILogger<LogOrigin> logger = logger;

    /// <summary>The log to write to.</summary>
    /// <param name="connection">A connection in a transaction in which no other host adds or signs.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="ProofRefusedException">This host may not write to it.</exception>
    public async Task<LogRow> Current(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var last = await LogRow.Last(connection, cancellation);
        var key = file.Open(last?.VerifierKey);
        if (last is not null && last.VerifierKey != key.Verifier.ToString())
            throw ProofRefusedException.OtherKey(last.VerifierKey);
        var signed = key.Last();
        if (last is null)
            return await Begin(connection, key, null, signed, cancellation);
        return (last.System, last.Timeline) == await LogRow.Now(connection, cancellation)
            && await Continues(connection, last, signed, cancellation)
            ? last
            : await Begin(connection, key, last, signed, cancellation);
    }

    /// <summary>Begins a log with the key of this host whatever the database and the file beside the key say.</summary>
    /// <param name="connection">A connection in a transaction in which no other host adds or signs.</param>
    /// <param name="key">The key.</param>
    /// <param name="signed">What was signed last by the key that was there; null where that is not known.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<LogRow> BeginAnew(
        NpgsqlConnection connection, ProofKey key, Checkpoint? signed, CancellationToken cancellation) =>
        await Begin(connection, key, await LogRow.Last(connection, cancellation), signed, cancellation);

    // Without a restore. False where the database is behind what was signed, as a copy of its files is.
    private static async Task<bool> Continues(
        NpgsqlConnection connection, LogRow last, Checkpoint? signed, CancellationToken cancellation)
    {
        if (signed is null)
        {
            // What was signed is kept first: where the database knows of a checkpoint and the key does not, its file is another host's.
            return await CheckpointRows.Last(connection, last.Number, cancellation) is null
                ? true
                : throw ProofRefusedException.RecordMissing(last.Origin);
        }
        if (signed.Origin != last.Origin)
        {
            // One that has begun since, by this host or by another one with the same key.
            return last.Named == signed.Text || await LogRow.Of(connection, signed.Origin, cancellation) is not null;
        }
        if (signed.Size > last.Size)
            return false;
        try
        {
            if ((await TreeRows.Root(connection, last.Number, signed.Size, cancellation)).AsSpan().SequenceEqual(signed.Root))
                return true;
        }
        catch (KeyNotFoundException)
        {
            // Hashes are missing: that is not what was signed either.
        }
        throw ProofRefusedException.OtherTree(last.Origin, signed.Size);
    }

    private async Task<LogRow> Begin(
        NpgsqlConnection connection, ProofKey key, LogRow? last, Checkpoint? signed, CancellationToken cancellation)
    {
        var kept = last is null ? null : (await CheckpointRows.Last(connection, last.Number, cancellation))?.Checkpoint;
        // Nothing was signed of the last one: what that names itself, or that it had nothing.
        var named = signed ?? kept ?? (last is null ? null
            : Checkpoint.Parse(last.Named ?? new Checkpoint(last.Origin, 0, MerkleTree.EmptyRoot).Text));
        kept ??= last?.Kept is { } before ? Checkpoint.Parse(before) : null;
        var (system, timeline) = await LogRow.Now(connection, cancellation);
        var number = (last?.Number ?? 0) + 1;
        var row = new LogRow(
            number, NameOf(key, number, last, signed), key.Verifier.ToString(), 0, 0, 0, timeline, system, named?.Text,
            named == kept ? null : kept?.Text);
        await row.Insert(connection, clock.GetCurrentInstant().ToDateTimeUtc(), cancellation);
        if (named is null)
            return row;
        LogRestarted(row.Origin, named.Origin, named.Size, kept?.Size ?? 0);
        var leaves = await LeafWriter.Begin(connection, row, cancellation);
        leaves.Add(named);
        if (row.Kept is not null)
            leaves.Add(kept!);
        await leaves.End(cancellation);
        return leaves.Row;
    }

    // The name of the key; behind it, for every log but the first, a number and what no other restore has.
    private static string NameOf(ProofKey key, int number, LogRow? last, Checkpoint? signed) => last is null && signed is null
        ? key.Verifier.Name
        : FormattableString.Invariant($"{key.Verifier.Name}{Restored}{After(number, last, signed)}-{Random()}");

    private static int After(int number, LogRow? last, Checkpoint? signed) =>
        Math.Max(number, Math.Max(Order(last?.Origin), Order(signed?.Origin)) + 1);

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    private static int Order(string? origin) =>
        origin is null ? 0
        : int.TryParse(origin.Split(Restored)[^1].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var order) ? order
        : 1;

    [LoggerMessage(
        LogLevel.Warning,
        "The log of commitments begins anew as {Origin}. {Size} leaves of {Before} were signed; the database has a checkpoint of {Kept}.")]
    private partial void LogRestarted(string origin, string before, long size, long kept);
}
