using System.Diagnostics;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>Other people's code agrees: Go's x/mod/sumdb/note and tlog, as Debian packages them, on signatures and proofs.</summary>
public sealed class IndependentVerifierTests(ExportedCase exported) : IClassFixture<ExportedCase>
{
    private const string Packages = "/usr/share/gocode";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Go_agrees_on_the_checkpoint_the_list_and_every_entry_of_an_export_and_not_on_an_altered_one()
    {
        Assert.SkipUnless(
            HasGo() && Directory.Exists($"{Packages}/src/golang.org/x/mod/sumdb/tlog"),
            "go and Debian's golang-golang-x-mod-dev are not installed here.");
        using var folder = new TemporaryFolder();
        var program = Path.Combine(folder.Path, "verifier");
        var built = await Run("go", ["build", "-o", program, "main.go"], new()
        {
            ["GO111MODULE"] = "off",
            ["GOPATH"] = Packages,
            ["GOFLAGS"] = "",
            ["GOCACHE"] = Path.Combine(folder.Path, "cache"),
        });
        Assert.True(built.Code == 0, built.Text);
        // The second one has an earlier checkpoint of its own.
        var files = new[] { exported.Whole, await exported.Export() };
        foreach (var file in files)
        {
            var (code, text) = await Verify(program, Path.Combine(folder.Path, Guid.NewGuid().ToString("N")), file);
            var entries = (await exported.Verify(file)).Entries;
            Assert.True(code == 0, text);
            Assert.StartsWith(FormattableString.Invariant($"{entries} entries, "), text, StringComparison.Ordinal);
        }
        var altered = exported.WithLines(lines =>
        {
            lines[5]["content"]!["by"] = "Somebody else";
            return lines;
        });
        Assert.Contains(
            "entry 5 is not what was committed to", (await Verify(program, Path.Combine(folder.Path, "altered"), altered)).Text,
            StringComparison.Ordinal);
    }

    private async Task<(int Code, string Text)> Verify(string program, string folder, byte[] file)
    {
        foreach (var (name, bytes) in ExportedCase.Parts(file))
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes, Cancel);
        }
        return await Run(program, [exported.Key.ToString(), folder], []);
    }

    private static async Task<(int Code, string Text)> Run(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.Combine(SourceTree.Root, "Incidents.Tests", "go-verifier"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, output + await errors);
    }

    private static bool HasGo() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(f => File.Exists(Path.Combine(f, "go")));
}
