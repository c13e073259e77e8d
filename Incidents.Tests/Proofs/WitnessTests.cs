using System.Buffers.Binary;
using System.Globalization;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Api.Proofs.Verification;
using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Domain.Proofs;
using Incidents.Projections;
using Incidents.Tests.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>Witnesses co-sign what continues what they have seen; one that does not answer does not stop the log.</summary>
public sealed class WitnessTests(PostgresFixture postgres) : IDisposable
{
    private static readonly byte[] Seed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly VerifierKey Key =
        VerifierKey.Of("witness.example", SignatureKind.Cosignature, Ed25519.PublicKeyOf(Seed));

    private readonly TemporaryFolder folder = new();
    private Checkpoint? seen;
    private int status = StatusCodes.Status200OK;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_witness_co_signs_each_checkpoint_that_continues_the_one_before_and_is_shown_when_it_does_not_answer()
    {
        await using var witness = await StartWitness();
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
        {
            ["Proofs:KeyFile"] = Path.Combine(folder.Path, "key"),
            ["Proofs:Interval"] = "00:00:00",
            ["Proofs:Witnesses"] = $"{witness.Urls.Single()} {Key}",
        });
        var service = host.Services.GetRequiredService<ProofService>();
        await Report(host, "1");
        await service.Round(Cancel);
        var first = await Newest(host);
        Assert.Equal(NoteCheck.Valid, SignedNote.Parse(first.Note)!.Check(Key, Ed25519.Check));

        status = StatusCodes.Status503ServiceUnavailable;
        await Report(host, "2");
        await service.Round(Cancel);
        var second = await Newest(host);
        Assert.True(second.Checkpoint.Size > first.Checkpoint.Size);
        Assert.Equal(NoteCheck.OtherKey, SignedNote.Parse(second.Note)!.Check(Key, Ed25519.Check));
        Assert.Equal("It answers with status 503.", (await State(host)).Failure);

        status = StatusCodes.Status200OK;
        await Report(host, "3");
        await service.Round(Cancel);
        Assert.Equal(NoteCheck.Valid, SignedNote.Parse((await Newest(host)).Note)!.Check(Key, Ed25519.Check));
        Assert.Null((await State(host)).Failure);

        // It forgot, or never heard of it: it says which size it knows.
        seen = first.Checkpoint;
        await Report(host, "4");
        await service.Round(Cancel);
        Assert.Equal(NoteCheck.Valid, SignedNote.Parse((await Newest(host)).Note)!.Check(Key, Ed25519.Check));
    }

    [Fact]
    public async Task An_export_asks_the_witnesses_first_and_names_those_that_have_not_co_signed()
    {
        await using var witness = await StartWitness();
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
        {
            ["Proofs:KeyFile"] = Path.Combine(folder.Path, "key"),
            ["Proofs:Interval"] = "00:00:00",
            ["Proofs:Witnesses"] = $"{witness.Urls.Single()} {Key}",
        });
        var (id, commands) = (Guid.NewGuid(), host.Services.GetRequiredService<CommandStore>());
        await commands.Decide(new OpenCase(id, "Thefts", "karaganda", new("investigator", "A"), "A", "2026-1"), Cancel);

        var signed = await Verify(host, await Export(host, id));
        Assert.Equal("", TamperTests.Text(signed));
        Assert.Equal([Key.Name], signed.Witnesses);
        Assert.Empty(signed.Receipt!.Silent);

        status = StatusCodes.Status503ServiceUnavailable;
        await commands.Decide(new AddCaseItem(id, Guid.NewGuid(), CaseItemKind.Note, "A", Note: "later"), Cancel);
        var unsigned = await Verify(host, await Export(host, id));
        Assert.Equal($"WITNESS_MISSING {Key.Name}", TamperTests.Text(unsigned));
        Assert.Equal([Key.Name], unsigned.Receipt!.Silent);
    }

    private static async Task<byte[]> Export(RunningHost host, Guid id)
    {
        using var file = new MemoryStream();
        await host.Services.GetRequiredService<CaseExports>().Write(new(id, "A", "court", null, RowSight.All), file, Cancel);
        return file.ToArray();
    }

    private static Task<VerifyResult> Verify(RunningHost host, byte[] file) =>
        ExportedCase.Verify(file, new(host.Services.GetRequiredService<ProofLog>().Key.Verifier, Witnesses: [Key]));

    [Fact]
    public async Task A_witness_that_is_away_or_answers_with_another_signature_is_shown()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
        {
            ["Proofs:KeyFile"] = Path.Combine(folder.Path, "key"),
            ["Proofs:Interval"] = "00:00:00",
            ["Proofs:Witnesses"] = $"http://127.0.0.1:1 {Key}",
        });
        await Report(host, "1");
        await host.Services.GetRequiredService<ProofService>().Round(Cancel);

        Assert.NotNull((await State(host)).Failure);
    }

    [Theory]
    [InlineData("https://witness.example")]
    [InlineData("http://witness.example witness.example+00000000+AAAA")]
    [InlineData("ftp://witness.example x")]
    [InlineData("https://witness.example PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    public void What_is_no_witness_is_refused(string setting) => Assert.Throws<FormatException>(() => Witness.Parse(setting));

    private static async Task<KeptCheckpoint> Newest(RunningHost host)
    {
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        return (await ProofReader.Checkpoint(connection, null, Cancel))!;
    }

    private static async Task<WitnessState> State(RunningHost host)
    {
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        return Assert.Single(await Cosigning.States(connection, 1, Cancel));
    }

    private static Task<IntakeAnswer> Report(RunningHost host, string id) => host.PostLines(new
    {
        source = "cameras",
        id,
        kind = "alert",
        city = "karaganda",
        category = "fight",
        occurredAt = "2026-01-01T00:00:00Z",
    });

    // As C2SP's tlog-witness has it.
    private async Task<WebApplication> StartWitness()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/add-checkpoint", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            var lines = (await reader.ReadToEndAsync(Cancel)).Split("\n\n", 2);
            var given = lines[0].Split('\n');
            var old = long.Parse(given[0]["old ".Length..], CultureInfo.InvariantCulture);
            var checkpoint = Checkpoint.Parse(SignedNote.Parse(lines[1])!.Text)!;
            if (status != StatusCodes.Status200OK)
                return Results.StatusCode(status);
            if (old != (seen?.Size ?? 0))
                return Results.Text($"{seen?.Size ?? 0}\n", "text/x.tlog.size", statusCode: StatusCodes.Status409Conflict);
            var proof = given[1..].Select(Convert.FromBase64String).ToArray();
            if (seen is not null && !MerkleTree.IsContinued(seen.Size, seen.Root, checkpoint.Size, checkpoint.Root, proof))
                return Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
            seen = checkpoint;
            var value = new byte[8 + 64];
            BinaryPrimitives.WriteInt64BigEndian(value, 1_800_000_000);
            Ed25519.Sign(Seed, SignedNote.CosignedMessage(checkpoint.Text, 1_800_000_000)).CopyTo(value, 8);
            return Results.Text(new NoteSignature(Key.Name, Key.Id, value).Line);
        });
        await app.StartAsync(Cancel);
        return app;
    }
}
