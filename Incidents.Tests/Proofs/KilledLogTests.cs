using Incidents.Api.Access.Log;
using Incidents.Api.Proofs;
using Incidents.Api.Store;
using Incidents.Domain.Proofs;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>kill -9 of a host that signs while reports stream in: the log is valid, and goes on under its name.</summary>
[Trait("category", "crash")]
public sealed class KilledLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_again_and_again_it_signs_one_log_in_which_each_event_is_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var random = new Random(TestScale.Seed);
        var often = KeyValuePair.Create("Proofs__Interval", "00:00:00.02");
        var senders = new ReportSenders();
        var notes = new List<Checkpoint>();
        var host = await HostProcess.Start(folder.Path, often);
        try
        {
            senders.Start(host.Address);
            for (var kill = 0; kill < TestScale.KillsOfOneKind; kill++)
            {
                var target = senders.Acknowledged + random.Next(300, 1_500);
                await senders.Until(() => senders.Acknowledged >= target, "reports to be acknowledged");
                senders.HoldOn();
                await host.Kill();
                host.Dispose();
                notes.Add(ProofKey.Open(Path.Combine(folder.Path, "proof", "key"), null).Last()!);
                host = await HostProcess.Start(folder.Path, often);
                senders.GoOn(host.Address);
            }
            await senders.Stop();
            await host.Stop();
        }
        finally
        {
            host.Dispose();
        }
        await IsOneLog(folder.Path, notes);
    }

    private static async Task IsOneLog(string data, List<Checkpoint> notes)
    {
        await using var postgres = await Incidents.Postgres.EmbeddedPostgres.Start(
            new() { DataDirectory = Path.Combine(data, "postgres") }, NullLogger.Instance, Cancel);
        await using (var reader = await RunningHost.Start(
            postgres.ConnectionString, o => o.RunsDaemon = false,
            settings: new Dictionary<string, string?> { ["Proofs:KeyFile"] = Path.Combine(data, "proof", "key") }))
        {
            await using var connection = await reader.Database.OpenConnectionAsync(Cancel);
            var events = await Commitments.Page(connection, 0, 1_000_000, Cancel);
            var entries = await AccessCommitments.Page(connection, 0, 1_000_000, Cancel);
            // Numbers that a killed transaction had taken are waited for before they are passed over.
            KeptCheckpoint last = null!;
            await RunningHost.Until(
                async () =>
                {
                    last = await reader.Services.GetRequiredService<CheckpointSigner>().Sign(Cancel);
                    return last.Checkpoint.Size >= events.Count + entries.Count;
                },
                "all that is committed to be in the log");
            Assert.All(notes, note => Assert.Equal(last.Checkpoint.Origin, note.Origin));
            foreach (var note in notes)
            {
                Assert.True(MerkleTree.IsContinued(
                    note.Size, note.Root, last.Checkpoint.Size, last.Checkpoint.Root,
                    await ProofReader.Consistency(connection, last.Log, note.Size, last.Checkpoint.Size, Cancel)));
            }
            Assert.Equal(last.Checkpoint.Size, events.Count + entries.Count);
            var places = await ProofReader.Places(connection, last.Log, RunKind.Event, [.. events.Select(e => e.Sequence)], Cancel);
            Assert.Equal(events.Count, places.Values.Distinct().Count());
            foreach (var part in events.Chunk(500))
            {
                var proofs = await ProofReader.Inclusion(connection, last, [.. part.Select(e => places[e.Sequence])], Cancel);
                Assert.All(part.Zip(proofs), pair => Assert.True(MerkleTree.IsIncluded(
                    MerkleTree.LeafHash(ProofLeaf.Event(pair.First.Id, pair.First.Hash)), pair.Second.Index, last.Checkpoint.Size,
                    pair.Second.Hashes, last.Checkpoint.Root)));
            }
        }
        Npgsql.NpgsqlConnection.ClearAllPools();
    }
}
