using System.Diagnostics;
using System.Globalization;

namespace Incidents.Postgres;

/// <summary>
/// A shell that waits for the end of its input, which comes when the host ends, even by kill -9, and then asks the server to stop: no
/// server is left behind without a host. (Windows has no such shell; there the next start stops what was left.)
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Process? shell;

    /// <summary>Watches over the server with this first process.</summary>
    public Watchdog(int pid)
    {
        if (OperatingSystem.IsWindows())
            return;
        const string script = "trap '' INT TERM HUP QUIT; exec >/dev/null 2>&1; read -r released || kill -INT \"$0\"";
        shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", script, pid.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true });
    }

    /// <summary>Lets go: the server lives on.</summary>
    public void Dispose()
    {
        if (shell is null)
            return;
        try
        {
            shell.StandardInput.WriteLine("released");
            shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // Somebody killed the shell; then it does nothing either.
        }
        shell.Dispose();
    }
}
