using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Api.Proofs.Verification;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Domain.Proofs;
using Incidents.Projections;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>A case with two alerts, notes and evidence, and its export.</summary>
public sealed class ExportedCase(PostgresFixture postgres) : IAsyncLifetime
{
    private const string By = "A. Investigator";
    private readonly TemporaryFolder folder = new();
    private RunningHost? host;

    internal RunningHost Host => host!;

    internal Guid Case { get; } = Guid.NewGuid();

    internal Guid[] Alerts { get; private set; } = [];

    internal string Folder => folder.Path;

    /// <summary>The bytes of the evidence.</summary>
    internal byte[] Clip { get; } = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

    /// <summary>A checkpoint before the case was opened.</summary>
    internal SignedNote Before { get; private set; } = new("", []);

    /// <summary>The export of all of it.</summary>
    internal byte[] Whole { get; private set; } = [];

    internal VerifierKey Key => Host.Services.GetRequiredService<ProofLog>().Key.Verifier;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        host = await RunningHost.Start(await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
        {
            ["Proofs:KeyFile"] = Path.Combine(folder.Path, "key"),
            ["Proofs:Interval"] = "00:00:00",
            ["Evidence:Folder"] = Path.Combine(folder.Path, "evidence"),
        });
        var posted = await host.PostLines(Enumerable.Range(0, 3).Select(i => new
        {
            source = "cameras",
            id = $"{i}",
            kind = "alert",
            city = "karaganda",
            category = "fight",
            plate = "123ABC09",
            occurredAt = "2026-01-01T00:00:00Z",
        }));
        Alerts = [posted.Id(0), posted.Id(1)];
        Before = SignedNote.Parse((await host.Services.GetRequiredService<CheckpointSigner>().Sign(Cancel)).Note)!;
        await Do(new OpenCase(Case, "Thefts <b>at</b> the market", "karaganda", new("investigator", By), By, "2026-1"));
        foreach (var alert in Alerts)
            await Do(new AttachToCase(Case, CaseItemKind.Alert, alert, "same car", By));
        await Do(new AddCaseItem(Case, Guid.NewGuid(), CaseItemKind.Note, By, Note: "<script>alert(1)</script> Көлік «Лада»"));
        var sha256 = await Take(Clip);
        await Do(new TakeEvidence(Case, Guid.NewGuid(), "clip.mp4", "video/mp4", Clip.Length, sha256, EvidenceRoute.Upload, By));
        await Do(new TakeEvidence(
            Case, Guid.NewGuid(), "elsewhere.mp4", "video/mp4", 17, new('a', 64), EvidenceRoute.Reference, By, "https://clips.example/17"));
        for (var i = 0; i < 12; i++)
            await Do(new AddCaseItem(Case, Guid.NewGuid(), CaseItemKind.Note, By, Note: $"note {i}"));
        Whole = await Export();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Carries out a command.</summary>
    internal async Task Do(ICommand<Case> command) =>
        Assert.Null((await Host.Services.GetRequiredService<CommandStore>().Decide(command, Cancel)).Refusal);

    /// <summary>Exports the case.</summary>
    internal async Task<byte[]> Export(IReadOnlyCollection<Guid>? entries = null, Checkpoint? since = null)
    {
        using var file = new MemoryStream();
        await Host.Services.GetRequiredService<CaseExports>()
            .Write(new(Case, "A. Investigator", "court, case 2026-1", entries, RowSight.All, since), file, Cancel);
        return file.ToArray();
    }

    /// <summary>Checks an export under the key of the host.</summary>
    internal Task<VerifyResult> Verify(byte[] file, SignedNote? earlier = null) => Verify(file, new VerifyRequest(Key, earlier));

    /// <summary>Checks an export.</summary>
    internal static Task<VerifyResult> Verify(byte[] file, VerifyRequest request) =>
        ExportVerifier.Verify(new MemoryStream(file), request, Cancel);

    /// <summary>The parts of an export, in order.</summary>
    internal static List<(string Name, byte[] Bytes)> Parts(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return archive.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return (entry.FullName, bytes.ToArray());
        }).ToList();
    }

    /// <summary>A ZIP file of parts.</summary>
    internal static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> parts)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in parts)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }
        return file.ToArray();
    }

    /// <summary>The export with one part changed.</summary>
    internal byte[] With(string part, Func<byte[], byte[]> change) =>
        Zip(Parts(Whole).Select(p => p.Name == part ? (p.Name, change(p.Bytes)) : p));

    /// <summary>The export with its lines of entries changed.</summary>
    internal byte[] WithLines(Func<List<JsonObject>, IEnumerable<JsonObject>> change) => With(
        "entries.ndjson", bytes => Encoding.UTF8.GetBytes(string.Concat(change(Lines(bytes)).Select(line => Text(line) + "\n"))));

    /// <summary>The lines of entries.</summary>
    internal static List<JsonObject> Lines(byte[] bytes) =>
        [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];

    private static string Text(JsonObject line) =>
        line.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Keeps bytes as those of evidence.</summary>
    internal async Task<string> Take(byte[] bytes)
    {
        await using var intake = await Host.Services.GetRequiredService<IEvidenceStore>().Begin(bytes.Length, Cancel);
        await intake.Write(bytes, Cancel);
        var sha256 = await intake.Seal(Cancel);
        await intake.Keep(Cancel);
        return sha256;
    }
}
