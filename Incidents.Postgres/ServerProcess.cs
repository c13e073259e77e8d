using System.ComponentModel;
using System.Diagnostics;

namespace Incidents.Postgres;

/// <summary>A process known by its number.</summary>
/// <remarks>
/// The postmaster is not a child of this process: <c>pg_ctl</c> starts it in a session of its own, so that Ctrl-C reaches the host only,
/// and the host stops the server when it no longer needs it. Therefore its state is polled.
/// </remarks>
internal static class ServerProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// True while the process runs. A zombie, whose parent has not waited for it (a container's first process may never do so), does not
    /// run.
    /// </summary>
    public static bool IsRunning(int pid)
    {
        if (OperatingSystem.IsLinux())
            return ReadProc(pid, "stat") is { } stat && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            return true;
        }
    }

    /// <summary>
    /// The command line with blanks between the arguments, or the program's name where the system shows no more, or null.
    /// </summary>
    public static string? CommandLine(int pid)
    {
        if (OperatingSystem.IsLinux())
            return ReadProc(pid, "cmdline")?.Replace('\0', ' ');
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The running processes with such a command line, or title. Only Linux shows it cheaply; empty elsewhere.</summary>
    public static IReadOnlyList<int> Running(Func<string, bool> isOf) =>
        !OperatingSystem.IsLinux() ? []
        : [.. Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d.AsSpan()), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && CommandLine(pid) is { } title && isOf(title))];

    /// <summary>Waits until none of them runs, at most for the given time.</summary>
    /// <returns>False when the time was not enough.</returns>
    public static async Task<bool> WaitForEnd(IReadOnlyCollection<int> pids, TimeSpan atMost, CancellationToken cancellation)
    {
        for (var waited = Stopwatch.StartNew(); pids.Any(IsRunning); await Task.Delay(Interval, cancellation))
            if (waited.Elapsed > atMost)
                return false;
        return true;
    }

    private static string? ReadProc(int pid, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{name}") is { Length: > 0 } text ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
