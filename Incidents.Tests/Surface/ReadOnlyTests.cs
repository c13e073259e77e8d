using System.Diagnostics;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Xunit;

namespace Incidents.Tests.Surface;

/// <summary>The host needs to write nothing but its data folder, and needs no rights of root.</summary>
public sealed class ReadOnlyTests
{
    private const string Nobody = "65534";

    // A mount namespace of its own: what it makes read-only is so for this process alone.
    private const string Script =
        """
        set -e
        mount --make-rprivate /
        mount --bind "$1" "$1"
        for point in $(awk '{print $2}' /proc/self/mounts | grep -v -e '^/proc' -e '^/sys' -e '^/dev'); do
            [ "$point" = "$1" ] || mount -o remount,bind,ro "$point" 2>/dev/null || true
        done
        if touch "$2/is-writable" 2>/dev/null; then echo 'The rest can be written.' >&2; exit 9; fi
        exec setpriv --reuid="$3" --regid="$3" --clear-groups env -i PATH="$PATH" HOME=/nonexistent DOTNET_ROOT="${DOTNET_ROOT-}" \
            TMPDIR="$1" dotnet "$4" --data "$1/data" --port 0
        """;

    [Fact, Trait("category", "slow")]
    public async Task The_host_starts_as_an_ordinary_user_where_only_the_data_can_be_written()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can make a mount namespace.");
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Mount namespaces are Linux's.");
            return;
        }
        using var folder = new TemporaryFolder();
        var data = Directory.CreateDirectory("/tmp/incidents-read-only-" + Guid.NewGuid().ToString("N")).FullName;
        try
        {
            File.SetUnixFileMode(data, (UnixFileMode)0b111_111_111);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(90));
            var start = new ProcessStartInfo("unshare") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["--mount", "bash", "-c", Script, "bash", data, folder.Path, Nobody, HostProcess.Program])
                start.ArgumentList.Add(argument);
            using var host = Process.Start(start)!;
            var errors = host.StandardError.ReadToEndAsync(limit.Token);
            string? line;
            while ((line = await host.StandardOutput.ReadLineAsync(limit.Token)) is not null && !line.Contains("is ready"))
            {
            }
            Assert.SkipWhen(line is null && (await errors).Contains("unshare failed", StringComparison.Ordinal), "No namespaces here.");
            Assert.True(line is not null, line is null ? await errors : "");
            using var status = Process.Start(new ProcessStartInfo("kill", ["-TERM", $"{host.Id}"]))!;
            await host.WaitForExitAsync(limit.Token);
            Assert.Equal(0, host.ExitCode);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
