using System.Text;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Api.Proofs.Verification;
using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Domain.Proofs;
using Incidents.Postgres;
using Incidents.Projections;
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
        SignedNote early, lost, named;
        byte[] before;
        await using (var postgres = await EmbeddedPostgres.Start(
            new() { DataDirectory = Path.Combine(folder.Path, "live", "postgres"), Durable = false, BackupFolder = backups.Path },
            NullLogger.Instance, Cancel))
        {
            await using var host = await Start(postgres.ConnectionString, "key");
            before = await Export(host, await OpenedCase(host));
            early = NoteOf(before);
            Assert.Equal("", TamperTests.Text(await Verify(before, host)));
            backedUp = await Sign(host, "before");
            await postgres.Backup(backups, isContinued: false, Cancel);
            // What is lost with the disk was signed already.
            await Sign(host, "after");
            lost = await NewestNote(host);
            signed = await Sign(host, "later");
            named = await NewestNote(host);
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
                // One from before and one from after are both proven, and the later one never without saying that the log began anew.
                var after = await Export(host, CaseId);
                Assert.Equal("", TamperTests.Text(await Verify(before, host)));
                foreach (var earlier in (SignedNote?[])[null, early, named])
                {
                    var verified = await Verify(after, host, earlier);
                    Assert.Equal($"LOG_RESTARTED {restored.Origin}", TamperTests.Text(verified));
                    Assert.True(verified.IsProven);
                }
                Assert.Contains(
                    $"{signed.Size} leaves of {signed.Origin} were signed before, and the database had {backedUp.Size} of them",
                    (await Verify(after, host)).Findings.All[0].Message, StringComparison.Ordinal);
                // What was signed and is lost cannot be proven.
                var unproven = await Verify(after, host, lost);
                Assert.Contains("CONSISTENCY_UNKNOWN earlier checkpoint", TamperTests.Text(unproven), StringComparison.Ordinal);
                Assert.False(unproven.IsProven);
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

    private static readonly Guid CaseId = Guid.NewGuid();

    private static async Task<Guid> OpenedCase(RunningHost host)
    {
        var commands = host.Services.GetRequiredService<CommandStore>();
        Assert.Null((await commands.Decide(
            new OpenCase(CaseId, "Thefts", "karaganda", new("investigator", "A"), "A", "2026-1"), Cancel)).Refusal);
        return CaseId;
    }

    private static async Task<byte[]> Export(RunningHost host, Guid id)
    {
        using var file = new MemoryStream();
        await host.Services.GetRequiredService<CaseExports>().Write(new(id, "A. Investigator", "court", null, RowSight.All), file, Cancel);
        return file.ToArray();
    }

    private static Task<VerifyResult> Verify(byte[] file, RunningHost host, SignedNote? earlier = null) =>
        ExportedCase.Verify(file, new(host.Services.GetRequiredService<ProofLog>().Key.Verifier, earlier));

    private static SignedNote NoteOf(byte[] file) => SignedNote.Parse(Encoding.UTF8.GetString(
        ExportedCase.Parts(file).Single(part => part.Name == "checkpoint.txt").Bytes))!;

    private static async Task<SignedNote> NewestNote(RunningHost host)
    {
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        return SignedNote.Parse((await ProofReader.Checkpoint(connection, null, Cancel))!.Note)!;
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
