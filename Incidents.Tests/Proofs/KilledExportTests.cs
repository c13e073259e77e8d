using System.Diagnostics;
using System.Text.Json;
using Incidents.Domain.Cases;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>kill -9 of a program that exports a case: nothing half-done remains, and the next one is proven.</summary>
[Trait("category", "crash")]
public sealed class KilledExportTests(ExportedCase exported) : IClassFixture<ExportedCase>
{
    private const int BytesOfEvidence = 96 << 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_it_leaves_no_file_and_the_next_one_is_whole_and_on_the_access_log()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "case.zip");
        var sha256 = await exported.Take(new byte[BytesOfEvidence]);
        await exported.Do(new TakeEvidence(
            exported.Case, Guid.NewGuid(), "long.mp4", "video/mp4", BytesOfEvidence, sha256, EvidenceRoute.Upload, "A. Investigator"));
        for (var kill = 0; kill < TestScale.Of(1, 10); kill++)
        {
            using var process = Start(file);
            // Its file is there, and is not complete.
            await RunningHost.Until(
                () => Task.FromResult(
                    process.HasExited || Directory.GetFiles(folder.Path).Any(left => new FileInfo(left).Length > BytesOfEvidence / 8)),
                "the export to be under way");
            process.Kill();
            await process.WaitForExitAsync(Cancel);
            Assert.False(File.Exists(file), "It was complete before it was killed.");
        }
        using (var process = Start(file))
        {
            var errors = await process.StandardError.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            Assert.True(process.ExitCode == 0, errors);
        }

        Assert.Equal([file], Directory.GetFiles(folder.Path));
        Assert.Equal("", TamperTests.Text(await exported.Verify(await File.ReadAllBytesAsync(file, Cancel))));
        Assert.Equal(1L, (await exported.Host.Query("select count(*) from proof.log"))[0][0]);
        var entries = (await exported.Host.Query(
            """
            select (data -> 'details')::text from access.mt_events where data -> 'details' ->> 'operation' = 'exportCase' order by seq_id
            """)).Select(row => JsonDocument.Parse((string)row[0]).RootElement).ToList();
        Assert.Equal(
            [.. Enumerable.Repeat("begun", TestScale.Of(1, 10) + 1), "complete"],
            entries.Select(entry => entry.GetProperty("state").GetString()));
        Assert.All(entries.Select(entry => entry.GetProperty("purpose")), purpose => Assert.Equal(
            ("CourtRequest", "2026-17"), (purpose.GetProperty("reason").GetString(), purpose.GetProperty("reference").GetString())));
    }

    private Process Start(string file)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
            ["export-case", $"{exported.Case}", "--out", file, "--purpose", "2026-17", "--data", Path.Combine(exported.Folder, "data")];
        foreach (var argument in arguments.Prepend(HostProcess.Program))
            start.ArgumentList.Add(argument);
        start.Environment["ConnectionStrings__Incidents"] = exported.Host.ConnectionString;
        start.Environment["Proofs__KeyFile"] = Path.Combine(exported.Folder, "key");
        start.Environment["Evidence__Folder"] = Path.Combine(exported.Folder, "evidence");
        return Process.Start(start)!;
    }
}
