using Incidents.Api.Access.Log;
using Incidents.Api.Proofs;
using Incidents.Api.Store;
using Incidents.Domain.Proofs;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>The log over the stores: each event and each entry of the access log is a leaf, once, in an order that never changes.</summary>
public sealed class ProofLogTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_event_and_each_entry_of_the_access_log_is_a_leaf_and_its_proof_holds()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        await Report(host, 30);
        await host.Ask("{ incidents { totalCount } alerts { nodes { id } } }");
        var signer = host.Services.GetRequiredService<CheckpointSigner>();
        var first = await signer.Sign(Cancel);
        await Report(host, 20);
        var second = await signer.Sign(Cancel);
        Assert.Equal(second, await signer.Sign(Cancel));

        Assert.True(first.Checkpoint.Size < second.Checkpoint.Size);
        Assert.Equal(NoteCheck.Valid, SignedNote.Parse(second.Note)!.Check(KeyOf(host), Ed25519.Check));
        Assert.Equal(second.Checkpoint, Checkpoint.Parse(SignedNote.Parse(second.Note)!.Text));
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        Assert.True(MerkleTree.IsContinued(
            first.Checkpoint.Size, first.Checkpoint.Root, second.Checkpoint.Size, second.Checkpoint.Root,
            await ProofReader.Consistency(connection, 1, first.Checkpoint.Size, second.Checkpoint.Size, Cancel)));
        var events = await Commitments.Page(connection, 0, 1_000, Cancel);
        var entries = await AccessCommitments.Page(connection, 0, 1_000, Cancel);
        Assert.All(events.Concat(entries), next => Assert.NotNull(next.Hash));
        Assert.Equal(second.Checkpoint.Size, await Proven(connection, second, RunKind.Event, events, ProofLeaf.Event)
            + await Proven(connection, second, RunKind.Access, entries, ProofLeaf.Access));
    }

    [Fact]
    public async Task Old_events_and_entries_without_commitment_are_leaves_that_say_so()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        await Report(host, 3);
        await host.Query("update store.mt_events set headers = null where seq_id = 2");
        var signed = await host.Services.GetRequiredService<CheckpointSigner>().Sign(Cancel);

        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        var events = await Commitments.Page(connection, 0, 1_000, Cancel);
        Assert.Null(events[1].Hash);
        Assert.Equal(events.Count, await Proven(connection, signed, RunKind.Event, events, ProofLeaf.Event));
    }

    [Fact]
    public async Task A_number_that_is_not_committed_yet_is_waited_for_and_one_that_never_comes_is_passed_over()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        await Report(host, 3);
        // Drawn by an append that is under way.
        await host.Query("select nextval('store.mt_events_sequence')");
        await Report(host, 2);
        var signer = host.Services.GetRequiredService<CheckpointSigner>();
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        await host.CaughtUp();

        var events = await Commitments.Page(connection, 0, 1_000, Cancel);
        await RunningHost.Until(
            async () =>
            {
                await signer.Sign(Cancel);
                return (await LogRow.Last(connection, Cancel))!.EventsUntil == events[^1].Sequence;
            },
            "the gap to be passed over");
        Assert.Equal(
            events.Count, await Proven(connection, await signer.Sign(Cancel), RunKind.Event, events, ProofLeaf.Event));
    }

    [Fact]
    public async Task Two_hosts_with_one_key_write_one_log_without_a_leaf_twice()
    {
        var database = await postgres.CreateDatabase();
        await using var one = await Start(database);
        await using var two = await Start(database);
        var reports = Task.WhenAll(Enumerable.Range(0, 10).Select(i => Report(i % 2 == 0 ? one : two, 20)));
        RunningHost[] hosts = [one, two];
        var signed = await Task.WhenAll(hosts.Select(async host =>
        {
            var signer = host.Services.GetRequiredService<CheckpointSigner>();
            for (var i = 0; i < 10 || !reports.IsCompleted; i++)
                await signer.Sign(Cancel);
            return await signer.Sign(Cancel);
        }));
        await reports;

        var last = await one.Services.GetRequiredService<CheckpointSigner>().Sign(Cancel);
        Assert.Equal(1L, (await one.Query("select count(*) from proof.log"))[0][0]);
        await using var connection = await one.Database.OpenConnectionAsync(Cancel);
        var events = await Commitments.Page(connection, 0, 10_000, Cancel);
        var entries = await AccessCommitments.Page(connection, 0, 10_000, Cancel);
        Assert.Equal(last.Checkpoint.Size, events.Count + entries.Count);
        Assert.Equal(events.Count, await Proven(connection, last, RunKind.Event, events, ProofLeaf.Event));
        foreach (var before in signed)
        {
            Assert.True(MerkleTree.IsContinued(
                before.Checkpoint.Size, before.Checkpoint.Root, last.Checkpoint.Size, last.Checkpoint.Root,
                await ProofReader.Consistency(connection, 1, before.Checkpoint.Size, last.Checkpoint.Size, Cancel)));
        }
    }

    [Fact]
    public async Task A_host_without_a_key_keeps_no_log()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());

        var refused = await Assert.ThrowsAsync<ProofRefusedException>(
            () => host.Services.GetRequiredService<CheckpointSigner>().Sign(Cancel));
        Assert.Equal(Incidents.Domain.ErrorCode.ProofsOff, refused.Refusal.Code);
    }

    [Fact]
    public async Task A_database_that_is_behind_what_was_signed_begins_a_log_that_says_so()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        var signer = host.Services.GetRequiredService<CheckpointSigner>();
        await Report(host, 5);
        var before = await signer.Sign(Cancel);
        // As a copy of the database of this moment would be after later ones were signed.
        await host.Query("create table kept as select * from proof.log; create table kept_tile as select * from proof.tile");
        await Report(host, 5);
        var lost = await signer.Sign(Cancel);
        await host.Query(
            $"""
             delete from proof.checkpoint where size > {before.Checkpoint.Size};
             update proof.log l set size = k.size, events_until = k.events_until, access_until = k.access_until from kept k;
             delete from proof.tile; insert into proof.tile select * from kept_tile;
             delete from proof.run; drop table kept; drop table kept_tile
             """);

        var after = await signer.Sign(Cancel);
        Assert.StartsWith(before.Checkpoint.Origin + "#2-", after.Checkpoint.Origin, StringComparison.Ordinal);
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        var proof = (await ProofReader.Inclusion(connection, after, [0], Cancel))[0];
        Assert.True(MerkleTree.IsIncluded(
            MerkleTree.LeafHash(ProofLeaf.Origin(lost.Checkpoint)), 0, after.Checkpoint.Size, proof.Hashes, after.Checkpoint.Root));
        var events = await Commitments.Page(connection, 0, 1_000, Cancel);
        Assert.Equal(events.Count, await Proven(connection, after, RunKind.Event, events, ProofLeaf.Event));
        // It goes on with that one.
        await Report(host, 1);
        Assert.Equal(after.Checkpoint.Origin, (await signer.Sign(Cancel)).Checkpoint.Origin);
    }

    [Fact]
    public async Task A_record_beside_the_key_that_was_changed_is_refused()
    {
        await using var host = await Start(await postgres.CreateDatabase());
        var signer = host.Services.GetRequiredService<CheckpointSigner>();
        await signer.Sign(Cancel);
        var file = Path.Combine(folder.Path, "key.checkpoint");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancel)).Replace("incidents/", "others/"), Cancel);

        await Assert.ThrowsAsync<ProofKeyException>(() => signer.Sign(Cancel));
    }

    [Fact]
    public async Task The_key_is_read_by_its_owner_only_and_is_the_same_after_a_restart()
    {
        var database = await postgres.CreateDatabase();
        VerifierKey key;
        await using (var host = await Start(database))
            key = (await host.Services.GetRequiredService<ProofLog>().OpenKey(Cancel)).Verifier;
        await using var again = await Start(database);

        Assert.Equal(key.ToString(), KeyOf(again).ToString());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "key")));
    }

    private Task<RunningHost> Start(string database, string key = "key") => RunningHost.Start(
        database, settings: new Dictionary<string, string?>
        {
            ["Proofs:KeyFile"] = Path.Combine(folder.Path, key),
            ["Proofs:Interval"] = "00:00:00",
        });

    private static VerifierKey KeyOf(RunningHost host) => host.Services.GetRequiredService<ProofLog>().Key.Verifier;

    private static async Task Report(RunningHost host, int count)
    {
        var source = $"source-{Guid.NewGuid():N}";
        await host.PostLines(Enumerable.Range(0, count).Select(i => new
        {
            source,
            id = $"{i}",
            kind = "alert",
            city = "karaganda",
            category = "fight",
            occurredAt = "2026-01-01T00:00:00Z",
        }));
    }

    // How many of them are leaves of the checkpoint, each with a proof that holds.
    private static async Task<long> Proven(
        NpgsqlConnection connection, KeptCheckpoint signed, RunKind kind, IReadOnlyList<Commitment> all,
        Func<Guid, byte[]?, byte[]> leaf)
    {
        var places = await ProofReader.Places(connection, signed.Log, kind, [.. all.Select(next => next.Sequence)], Cancel);
        var known = all.Where(next => places.ContainsKey(next.Sequence)).ToArray();
        var proofs = await ProofReader.Inclusion(connection, signed, [.. known.Select(next => places[next.Sequence])], Cancel);
        Assert.All(known.Zip(proofs), pair => Assert.True(MerkleTree.IsIncluded(
            MerkleTree.LeafHash(leaf(pair.First.Id, pair.First.Hash)), pair.Second.Index, signed.Checkpoint.Size, pair.Second.Hashes,
            signed.Checkpoint.Root)));
        Assert.Equal(known.Length, proofs.Select(proof => proof.Index).Distinct().Count());
        return known.Length;
    }
}
