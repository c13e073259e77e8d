using System.Text.Json;
using Incidents.Domain.Access;
using Incidents.Domain.Proofs;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>Checkpoints and proofs through GraphQL.</summary>
public sealed class ProofApiTests(ExportedCase exported) : IClassFixture<ExportedCase>
{
    private readonly RunningHost host = exported.Host;

    [Fact]
    public async Task Whoever_has_the_key_can_check_a_checkpoint_and_the_proof_of_an_event()
    {
        var key = VerifierKey.Parse((await host.Ask("{ proofKey { verifierKey name } }")).GetProperty("proofKey").GetProperty("verifierKey")
            .GetString()!)!;
        var signed = (await host.Ask(
                "mutation { signCheckpoint(input: {}) { logCheckpoint { size origin root note witnesses { name } } } }"))
            .GetProperty("signCheckpoint").GetProperty("logCheckpoint");
        var note = SignedNote.Parse(signed.GetProperty("note").GetString()!)!;
        Assert.Equal(NoteCheck.Valid, note.Check(key, Incidents.Api.Proofs.Ed25519.Check));
        var id = (Guid)(await host.Query("select id from store.mt_events where seq_id = 2"))[0][0];
        var proof = (await host.Ask(
            "query($id: UUID!) { inclusionProof(eventId: $id) { index leaf hashes checkpoint { size root } } }", new { id }))
            .GetProperty("inclusionProof");

        var at = proof.GetProperty("checkpoint");
        Assert.True(MerkleTree.IsIncluded(
            MerkleTree.LeafHash(proof.GetProperty("leaf").GetBytesFromBase64()), proof.GetProperty("index").GetInt64(),
            at.GetProperty("size").GetInt64(), Hashes(proof), at.GetProperty("root").GetBytesFromBase64()));
    }

    [Fact]
    public async Task The_log_is_shown_to_continue_an_earlier_checkpoint()
    {
        var before = Checkpoint.Parse(exported.Before.Text)!;
        var answer = await host.Ask(
            """
            query($from: Long!) {
              consistencyProof(from: $from) { until hashes } checkpoint { size root } checkpoints { nodes { size } } }
            """,
            new { from = before.Size });
        var (proof, newest) = (answer.GetProperty("consistencyProof"), answer.GetProperty("checkpoint"));

        Assert.Equal(newest.GetProperty("size").GetInt64(), proof.GetProperty("until").GetInt64());
        Assert.True(MerkleTree.IsContinued(
            before.Size, before.Root, newest.GetProperty("size").GetInt64(), newest.GetProperty("root").GetBytesFromBase64(),
            Hashes(proof)));
        var sizes = answer.GetProperty("checkpoints").GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("size").GetInt64());
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.Contains(before.Size, sizes);
    }

    [Fact]
    public async Task An_event_is_found_by_its_id_with_an_index()
    {
        var plan = await host.Query(
            $"set enable_seqscan = off; explain select seq_id from store.mt_events where id = '{Guid.NewGuid()}'; reset enable_seqscan");

        Assert.Contains(plan, row => ((string)row[0]).Contains(Incidents.Api.Store.EventStore.ById, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ consistencyProof(from: 0) { until } }", "BAD_INPUT")]
    [InlineData("{ consistencyProof(from: 9000000000000000000) { until } }", "BAD_INPUT")]
    [InlineData("""{ inclusionProof(eventId: "x") { index } }""", "VALIDATION_FAILED")]
    public async Task What_no_log_has_is_refused(string query, string code) => Assert.Equal(code, (await host.Refused(query)).Code);

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        var answer = await host.Ask(
            """
            query($id: UUID!) {
              inclusionProof(eventId: $id) { index } checkpoint(size: 1) { size } consistencyProof(from: 1, until: 1) { until } }
            """,
            new { id = Guid.NewGuid() });

        Assert.All(answer.EnumerateObject(), field => Assert.Equal(JsonValueKind.Null, field.Value.ValueKind));
    }

    [Fact]
    public async Task An_event_that_is_not_signed_yet_is_refused_by_its_code()
    {
        var posted = await host.PostLines(new
        {
            source = "cameras",
            id = "late",
            kind = "alert",
            city = "karaganda",
            category = "fight",
            occurredAt = "2026-01-01T00:00:00Z",
        });
        var id = (Guid)(await host.Query($"select id from store.mt_events where stream_id = '{posted.Id(0)}'"))[0][0];

        Assert.Equal(
            "NOT_PROVEN_YET",
            (await host.Refused("query($id: UUID!) { inclusionProof(eventId: $id) { index } }", new { id })).Code);
    }

    [Fact]
    public async Task A_unit_sees_no_checkpoints_and_an_operator_signs_none()
    {
        Assert.Equal("ACCESS_DENIED", await Code("{ checkpoint { size } }", Role.Unit));
        Assert.Equal("ACCESS_DENIED", await Code("mutation { signCheckpoint(input: {}) { position } }", Role.Operator));
        Assert.Null(await Code("{ checkpoint { size } }", Role.Auditor));
    }

    private async Task<string?> Code(string query, Role role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { query }),
        };
        request.Headers.Authorization = host.SignIn("somebody", new Grant(role, null));
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return RunningHost.CodeOf(JsonDocument.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    private static byte[][] Hashes(JsonElement of) => [.. of.GetProperty("hashes").EnumerateArray().Select(h => h.GetBytesFromBase64())];
}
