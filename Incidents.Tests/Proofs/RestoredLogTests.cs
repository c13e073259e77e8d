using Incidents.Api.Proofs;
using Incidents.Api.Store;
using Incidents.Domain.Proofs;
using Incidents.Postgres;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>A database that was restored from a backup says so in its log, and never signs a second tree of a size.</summary>
[Trait("category", "slow")]
public sealed class RestoredLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task After_a_restore_the_log_goes_on_under_another_name_whose_first_leaf_names_what_was_signed()
    {
        var backups = new BackupFolder(Path.Combine(folder.Path, "backups"));
        var place = Path.Combine(folder.Path, "restored", "postgres");
        Checkpoint backedUp, signed;
        await using (var postgres = await EmbeddedPostgres.Start(
            new() { DataDirectory = Path.Combine(folder.Path, "live", "postgres"), Durable = false, BackupFolder = backups.Path },
            NullLogger.Instance, Cancel))
        {
            await using var host = await Start(postgres.ConnectionString, "key");
            backedUp = await Sign(host, "before");
            await postgres.Backup(backups, isContinued: false, Cancel);
            // What is lost with the disk was signed already.
            signed = await Sign(host, "after");
        }
        NpgsqlConnection.ClearAllPools();
        await Restore.Run(new(backups.Bases().Single().Folder, null, place), NullLogger.Instance, Cancel);

        await using (var postgres = await EmbeddedPostgres.Start(
            new() { DataDirectory = place, Durable = false }, NullLogger.Instance, Cancel))
        {
            await using (var host = await Start(postgres.ConnectionString, "key"))
            {
                var restored = await Sign(host, "again");
                Assert.Equal(backedUp.Origin, signed.Origin);
                Assert.StartsWith(signed.Origin + "#2-", restored.Origin, StringComparison.Ordinal);
                await using var connection = await host.Database.OpenConnectionAsync(Cancel);
                var kept = (await ProofReader.Checkpoint(connection, null, Cancel))!;
                var first = (await ProofReader.Inclusion(connection, kept, [0], Cancel))[0];
                Assert.True(MerkleTree.IsIncluded(
                    MerkleTree.LeafHash(ProofLeaf.Origin(signed)), 0, restored.Size, first.Hashes, restored.Root));
                // All events are in it, those of before too.
                var events = await Commitments.Page(connection, 0, 1_000, Cancel);
                Assert.Equal(
                    events.Count,
                    (await ProofReader.Places(connection, 2, RunKind.Event, [.. events.Select(e => e.Sequence)], Cancel)).Count);
                // It goes on with that one.
                Assert.Equal(restored.Origin, (await Sign(host, "more")).Origin);
            }
        }
        NpgsqlConnection.ClearAllPools();
        await Restore.Run(
            new(backups.Bases().Single().Folder, null, Path.Combine(folder.Path, "third", "postgres")), NullLogger.Instance, Cancel);
        await using (var postgres = await EmbeddedPostgres.Start(
            new() { DataDirectory = Path.Combine(folder.Path, "third", "postgres"), Durable = false }, NullLogger.Instance, Cancel))
        {
            // A restore does not make a key of its own.
            await using var host = await Start(postgres.ConnectionString, "another-key");
            var refused = await Assert.ThrowsAsync<ProofRefusedException>(() => Sign(host, "other"));
            Assert.Equal(Incidents.Domain.ErrorCode.ProofKeyMissing, refused.Refusal.Code);
            Assert.False(File.Exists(Path.Combine(folder.Path, "another-key")));
        }
        NpgsqlConnection.ClearAllPools();
    }

    private Task<RunningHost> Start(string database, string key) => RunningHost.Start(database, settings: new Dictionary<string, string?>
    {
        ["Proofs:KeyFile"] = Path.Combine(folder.Path, key),
        ["Proofs:Interval"] = "00:00:00",
    });

    private static async Task<Checkpoint> Sign(RunningHost host, string id)
    {
        await host.PostLines(new
        {
            source = "cameras",
            id,
            kind = "alert",
            city = "karaganda",
            category = "fight",
            occurredAt = "2026-01-01T00:00:00Z",
        });
        return (await host.Services.GetRequiredService<CheckpointSigner>().Sign(Cancel)).Checkpoint;
    }
}
