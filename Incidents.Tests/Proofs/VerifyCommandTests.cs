using System.Text;
using Incidents.Api;
using Incidents.Api.CommandLine;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>The command line of the check: its exit codes, and that it needs no host.</summary>
public sealed class VerifyCommandTests(ExportedCase exported) : IClassFixture<ExportedCase>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_ends_with_0_where_all_is_proven_1_where_something_does_not_fit_and_3_where_it_is_no_export()
    {
        var key = exported.Key.ToString();
        var keyFile = Path.Combine(folder.Path, "key.txt");
        await File.WriteAllTextAsync(keyFile, key + "\n", TestContext.Current.CancellationToken);
        var earlier = Path.Combine(folder.Path, "earlier.txt");
        await File.WriteAllTextAsync(earlier, exported.Before.ToString(), TestContext.Current.CancellationToken);
        var whole = Written("whole.zip", exported.Whole);

        Assert.Equal(0, await Run("verify", whole, "--key", key));
        Assert.Equal(0, await Run("verify", whole, "--key", keyFile, "--checkpoint", earlier, "--json"));
        Assert.Equal(1, await Run("verify", Written("altered.zip", exported.With("case.jsonld", _ => [1])), "--key", key));
        Assert.Equal(3, await Run("verify", Written("cut.zip", exported.Whole[..^10]), "--key", key, "--json"));
    }

    [Fact]
    public async Task What_is_no_key_no_checkpoint_and_no_file_is_refused()
    {
        var whole = Written("whole.zip", exported.Whole);

        await Assert.ThrowsAsync<HostOptionsException>(() => Run("verify", whole, "--key", "nonsense"));
        await Assert.ThrowsAsync<HostOptionsException>(() => Run("verify", whole, "--key", exported.Key.ToString(), "--checkpoint", whole));
        await Assert.ThrowsAsync<HostOptionsException>(
            () => Run("verify", Path.Combine(folder.Path, "none.zip"), "--key", exported.Key.ToString()));
    }

    [Fact]
    public async Task A_file_that_was_not_finished_is_not_there_and_what_a_killed_program_left_is_removed()
    {
        var file = Path.Combine(folder.Path, "case.zip");
        await File.WriteAllTextAsync(file, "before", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file + ".0123.part", "half", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<IOException>(() => WholeFile.Write(file, async stream =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes("half"), TestContext.Current.CancellationToken);
            throw new IOException("The disk is full.");
        }));

        Assert.Equal([file], Directory.GetFiles(folder.Path));
        Assert.Equal("before", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    private string Written(string name, byte[] bytes)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static Task<int> Run(params string[] arguments) => new HostCommandLine(new ConfigurationBuilder().Build()).Run(arguments);
}
