using Incidents.Api.Proofs;
using Incidents.Domain;
using Incidents.Domain.Proofs;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>Where the key, or what was signed last, is not what the database says, nothing is signed until somebody decides.</summary>
public sealed class ProofKeyTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_host_without_the_key_of_the_log_makes_none_and_signs_nothing_until_a_new_one_is_accepted()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        var before = await Sign(host);
        var (key, record) = (In("key"), In("key.checkpoint"));
        foreach (var file in (string[])[key, record])
            File.Move(file, file + ".away");

        Assert.Equal(ErrorCode.ProofKeyMissing, await Refusal(host));
        Assert.Equal("PROOF_KEY_MISSING", (await host.Refused("{ proofKey { name } }")).Code);
        Assert.False(File.Exists(key));

        await Log(host).BeginAnew(hasNewKey: true, Cancel);
        var after = await Sign(host);
        Assert.NotEqual(before.Checkpoint.Origin, after.Checkpoint.Origin);
        Assert.Contains("#2-", after.Checkpoint.Origin, StringComparison.Ordinal);
        Assert.Equal(NoteCheck.Valid, SignedNote.Parse(after.Note)!.Check(Log(host).Key.Verifier, Ed25519.Check));
        await NamesFirst(host, after, before.Checkpoint);
    }

    [Fact]
    public async Task A_new_key_puts_the_one_before_aside_and_names_what_that_has_signed()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        var before = await Sign(host);
        var old = Log(host).Key.Verifier;

        await Log(host).BeginAnew(hasNewKey: true, Cancel);
        var after = await Sign(host);

        Assert.NotEqual(old.ToString(), Log(host).Key.Verifier.ToString());
        Assert.Equal(old.ToString(), ProofKey.Open(In($"key.{old.Id:x8}"), null).Verifier.ToString());
        Assert.True(File.Exists(In($"key.{old.Id:x8}.checkpoint")));
        await NamesFirst(host, after, before.Checkpoint);
        // It goes on with that one.
        Assert.Equal(after.Checkpoint.Origin, (await Sign(host)).Checkpoint.Origin);
    }

    [Fact]
    public async Task A_host_with_another_key_signs_nothing_until_that_is_accepted()
    {
        var database = await postgres.CreateDatabase();
        await using var one = await Start(database);
        var before = await Sign(one);
        ProofKey.Open(In("other-key"), null);
        await using var other = await Start(database, "other-key");

        Assert.Equal(ErrorCode.ProofKeyOther, await Refusal(other));
        await Log(other).BeginAnew(hasNewKey: false, Cancel);
        await NamesFirst(other, await Sign(other), before.Checkpoint);
        Assert.Equal(ErrorCode.ProofKeyOther, await Refusal(one));
    }

    [Fact]
    public async Task A_second_host_with_a_copy_of_the_key_alone_signs_nothing()
    {
        var database = await postgres.CreateDatabase();
        await using var one = await Start(database);
        var before = await Sign(one);
        File.Copy(In("key"), In("copy"));
        await using var two = await Start(database, "copy");

        Assert.Equal(ErrorCode.ProofRecordMissing, await Refusal(two));
        Assert.Equal(1L, (await one.Query("select count(*) from proof.log"))[0][0]);
        // With what was signed last beside it, both write one log, though each keeps a file of its own.
        File.Copy(In("key.checkpoint"), In("copy.checkpoint"));
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(before.Checkpoint.Origin, (await Sign(one)).Checkpoint.Origin);
            Assert.Equal(before.Checkpoint.Origin, (await Sign(two)).Checkpoint.Origin);
        }
    }

    [Fact]
    public async Task Two_hosts_with_files_of_their_own_begin_one_log_after_a_restore()
    {
        var database = await postgres.CreateDatabase();
        await using var one = await Start(database);
        await Sign(one);
        foreach (var ending in (string[])["", ".checkpoint"])
            File.Copy(In("key" + ending), In("copy" + ending));
        await using var two = await Start(database, "copy");
        // As a restore leaves it: another timeline.
        await one.Query("update proof.log set timeline = timeline + 1");

        var restarted = await Sign(one);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(restarted.Checkpoint.Origin, (await Sign(two)).Checkpoint.Origin);
            Assert.Equal(restarted.Checkpoint.Origin, (await Sign(one)).Checkpoint.Origin);
        }
        Assert.Equal(2L, (await one.Query("select count(*) from proof.log"))[0][0]);
    }

    [Fact]
    public async Task A_tree_that_is_not_what_was_signed_is_not_signed_where_no_restore_explains_it()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        await Sign(host);
        await host.Query("update proof.tile set hashes = overlay(hashes placing '\\x00000000'::bytea from 1)");

        Assert.Equal(ErrorCode.ProofTreeOther, await Refusal(host));
        Assert.Equal(1L, (await host.Query("select count(*) from proof.log"))[0][0]);
    }

    [Fact]
    public async Task Two_restores_of_one_backup_never_have_one_name()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        await Sign(host);
        var origins = new List<string>();
        for (var restore = 0; restore < 2; restore++)
        {
            // As a restore of the same backup leaves it.
            await host.Query("""
                delete from proof.checkpoint where log > 1; delete from proof.tile where log > 1; delete from proof.run where log > 1;
                delete from proof.log where number > 1; update proof.log set timeline = timeline + 1
                """);
            origins.Add((await Sign(host)).Checkpoint.Origin);
        }

        Assert.Equal(2, origins.Distinct().Count());
    }

    [Fact]
    public async Task A_host_whose_key_cannot_be_written_starts_and_says_so()
    {
        await File.WriteAllTextAsync(In("file"), "", Cancel);
        await using var host = await Start(await postgres.CreateDatabase(), Path.Combine("file", "key"), TimeSpan.FromMilliseconds(20));
        var state = host.Services.GetRequiredService<ProofState>();
        await RunningHost.Until(() => Task.FromResult(state.Refused is not null), "the key to be tried");

        Assert.Equal(ErrorCode.ProofsOff, state.Refused!.Code);
        Assert.Equal("PROOFS_OFF", (await host.Refused("{ proofKey { name } }")).Code);
        Assert.Equal(ErrorCode.ProofsOff, await Refusal(host));
        await host.Services.GetRequiredService<Incidents.Api.Alarms.AlarmRound>().Run(Cancel);
        var alarms = (await host.Ask("{ alarms(isOpen: true) { nodes { kind } } }")).GetProperty("alarms").GetProperty("nodes");
        Assert.Contains(alarms.EnumerateArray(), alarm => alarm.GetProperty("kind").GetString() == "PROOFS_NOT_SIGNED");
    }

    [Fact]
    public async Task A_log_that_began_anew_raises_an_alarm_of_its_own()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        await Sign(host);
        await host.Query("update proof.log set timeline = timeline + 1");
        var restarted = await Sign(host);
        await host.Services.GetRequiredService<Incidents.Api.Alarms.AlarmRound>().Run(Cancel);

        var alarms = (await host.Ask("{ alarms(isOpen: true) { nodes { kind subject } } }")).GetProperty("alarms").GetProperty("nodes");
        Assert.Contains(
            alarms.EnumerateArray(),
            alarm => alarm.GetProperty("kind").GetString() == "PROOF_LOG_RESTARTED"
                && alarm.GetProperty("subject").GetString() == restarted.Checkpoint.Origin);
    }

    private string In(string name) => Path.Combine(folder.Path, name);

    private Task<RunningHost> Start(string database, string key = "key", TimeSpan interval = default) => RunningHost.Start(
        database, settings: new Dictionary<string, string?>
        {
            ["Proofs:KeyFile"] = In(key),
            ["Proofs:Interval"] = interval.ToString("c"),
        });

    private static ProofLog Log(RunningHost host) => host.Services.GetRequiredService<ProofLog>();

    private static async Task<KeptCheckpoint> Sign(RunningHost host)
    {
        await host.PostLines(new
        {
            source = $"source-{Guid.NewGuid():N}",
            id = "1",
            kind = "alert",
            city = "karaganda",
            category = "fight",
            occurredAt = "2026-01-01T00:00:00Z",
        });
        return await host.Services.GetRequiredService<CheckpointSigner>().Sign(Cancel);
    }

    private static async Task<ErrorCode> Refusal(RunningHost host) =>
        (await Assert.ThrowsAnyAsync<ProofRefusedException>(() => host.Services.GetRequiredService<CheckpointSigner>().Sign(Cancel)))
        .Refusal.Code;

    private static async Task NamesFirst(RunningHost host, KeptCheckpoint signed, Checkpoint before)
    {
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        var proof = (await ProofReader.Inclusion(connection, signed, [0], Cancel))[0];
        Assert.True(MerkleTree.IsIncluded(
            MerkleTree.LeafHash(ProofLeaf.Origin(before)), 0, signed.Checkpoint.Size, proof.Hashes, signed.Checkpoint.Root));
    }
}
