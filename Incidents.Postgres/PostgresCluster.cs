using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Incidents.Postgres;

/// <summary>
/// The files of the private server and what its own programs do with them. The data folder holds <c>cluster</c> (PostgreSQL's, owned by the
/// user that it runs as), <c>pgpass</c>, and the host's lock.
/// </summary>
internal sealed class PostgresCluster(string folder, PostgresInstallation installation, ServerUser? user, EmbeddedPostgresOptions options)
{
    /// <summary>The superuser, for the host's own preparations.</summary>
    public const string Superuser = "postgres";

    /// <summary>Where, inside the cluster, the server logs.</summary>
    public const string LogFolder = "log";

    private const string StartLog = "start.log";
    private const int TailLines = 15;

    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(10);

    // Release 15 and 16 know no locale that is everywhere the same. Order by code point is fastest and the same on all machines; the kinds of
    // letters must come from a UTF-8 locale, else lower() and ILIKE would know no Cyrillic.
    private IEnumerable<string> Locale =>
        installation.MajorVersion >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        : OperatingSystem.IsLinux() ? ["--locale=C", "--lc-ctype=C.UTF-8"]
        : OperatingSystem.IsMacOS() ? ["--locale=C", "--lc-ctype=en_US.UTF-8"]
        : ["--locale=C"];

    /// <summary>In the titles of the server's processes; of the folder's path, so that two folders never have the same.</summary>
    private string Name { get; } = "incidents-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..10];

    private string ClusterFolder => ClusterIn(folder);

    private string PidFile => Path.Combine(ClusterFolder, "postmaster.pid");

    /// <summary>PostgreSQL's own data inside the data folder.</summary>
    public static string ClusterIn(string folder) => Path.Combine(folder, "cluster");

    /// <summary>The release that made the existing data, or null when there are none.</summary>
    /// <exception cref="EmbeddedPostgresException">The file that says so is damaged.</exception>
    public static int? MajorVersionIn(string folder)
    {
        var file = Path.Combine(ClusterIn(folder), "PG_VERSION");
        if (!Directory.Exists(ClusterIn(folder)))
            return null;
        var text = File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        var fault = text is null ? "is missing" : text.Length == 0 ? "is empty" : "does not";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new EmbeddedPostgresException(
                $"{file} should contain PostgreSQL's major version, and {fault}: the data are damaged. "
                + "Restore the data folder from a backup, or choose another folder with --data.");
    }

    /// <summary>Makes the server's data when there are none. A beginning that was interrupted is thrown away.</summary>
    public async Task CreateAsync(string password, CancellationToken cancel)
    {
        if (Directory.Exists(ClusterFolder))
            return;
        var beginning = Path.Combine(folder, "cluster.new");
        var passwordFile = Path.Combine(folder, "initdb.password");
        if (Directory.Exists(beginning))
            Directory.Delete(beginning, recursive: true);
        File.Delete(passwordFile);

        PasswordFile.WritePrivate(passwordFile, password + "\n");
        Directory.CreateDirectory(beginning);
        foreach (var path in new[] { beginning, passwordFile })
            await (user?.OwnAsync(path, cancel) ?? Task.CompletedTask);
        var run = await RunAsync("initdb",
            [
                "-D", Seen(beginning), "--username", Superuser, "--pwfile", SeenFile(passwordFile), "--auth=scram-sha-256", "--encoding=UTF8", .. Locale,
                .. options.Durable ? Array.Empty<string>() : ["--no-sync"],
            ],
            beginning, passwordFile, cancel);
        File.Delete(passwordFile);
        if (run.ExitCode != 0)
            throw new EmbeddedPostgresException($"PostgreSQL's data cannot be made in {folder}:\n{run.Output}");
        Directory.Move(beginning, ClusterFolder);
    }

    /// <summary>
    /// Clears what an earlier server left: stops one that outlived its host, removes the lock file of one that was killed, and sees the last of
    /// its processes off, which hold the shared memory that a new server must not share with them.
    /// </summary>
    public async Task ClearLeftoversAsync(ILogger logger, CancellationToken cancel)
    {
        if (RunningPid() is { } pid)
        {
            logger.LogInformation("Stopping the PostgreSQL server (process {Pid}) that an earlier host left running.", pid);
            await StopAsync(logger, cancel);
        }
        File.Delete(PidFile);

        if (ServerProcess.Titled($"postgres: {Name}: ") is not { Count: > 0 } orphans)
            return;
        await SignalAsync("QUIT", orphans, cancel);
        if (await ServerProcess.WaitForEndAsync(orphans, EndGrace, cancel))
            return;
        await SignalAsync("KILL", orphans, cancel);
        if (!await ServerProcess.WaitForEndAsync(orphans, EndGrace, cancel))
            throw new EmbeddedPostgresException($"Processes of an earlier PostgreSQL server do not end: {string.Join(", ", orphans)}.");
    }

    /// <summary>Starts the server and waits until it takes connections, which after a crash includes its recovery.</summary>
    /// <returns>The number of its first process.</returns>
    /// <exception cref="EmbeddedPostgresException">It did not start. The message ends with the server's own words.</exception>
    public async Task<int> StartAsync(int port, CancellationToken cancel)
    {
        // Removed and made anew, never opened: the folder belongs to a user with fewer rights than the host may have.
        var settings = Path.Combine(ClusterFolder, "postgresql.conf");
        File.Delete(settings);
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        PasswordFile.WritePrivate(settings, PostgresSettings.Text(options, port, Name, await installation.HasLz4Async(cancel), memory));
        await (user?.OwnAsync(settings, cancel) ?? Task.CompletedTask);
        File.Delete(Path.Combine(ClusterFolder, StartLog));

        // The name is also in the settings; on the command line it tells our postmaster from any other.
        var began = DateTime.UtcNow;
        var run = await RunAsync("pg_ctl",
            ["start", "-D", Seen(ClusterFolder), "-w", "-t", "600", "-l", Seen(ClusterFolder) + "/" + StartLog, "-o", $"-c cluster_name={Name}"], ClusterFolder, null, cancel);
        return run.ExitCode == 0 && RunningPid() is { } pid
            ? pid
            : throw new EmbeddedPostgresException($"PostgreSQL did not start on {folder}:\n{run.Output}\n{LogTail(began)}".TrimEnd());
    }

    /// <summary>Stops the server in order: open transactions are rolled back, the data are made ready for a quick next start.</summary>
    public async Task StopAsync(ILogger logger, CancellationToken cancel)
    {
        if (RunningPid() is not { } pid)
            return;
        var run = await RunAsync("pg_ctl", ["stop", "-D", Seen(ClusterFolder), "-m", "fast", "-w", "-t", "90"], ClusterFolder, null, cancel);
        // pg_ctl looks at the lock file, which goes a moment before the process does.
        if (await ServerProcess.WaitForEndAsync([pid], EndGrace, cancel))
            return;
        logger.LogWarning("PostgreSQL did not stop in order ({Output}) and is stopped at once; its next start recovers from the write-ahead log.", run.Output);
        run = await RunAsync("pg_ctl", ["stop", "-D", Seen(ClusterFolder), "-m", "immediate", "-w", "-t", "30"], ClusterFolder, null, cancel);
        if (!await ServerProcess.WaitForEndAsync([pid], EndGrace, cancel))
            throw new EmbeddedPostgresException($"The PostgreSQL server on {folder} (process {pid}) does not stop: {run.Output}");
    }

    /// <summary>The first process of a running server of ours, or null.</summary>
    private int? RunningPid() =>
        File.Exists(PidFile)
        && int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
        && ServerProcess.IsRunning(pid) && IsOurs(ServerProcess.CommandLine(pid))
            ? pid
            : null;

    // The number in a stale lock file may be anybody's by now. A server that a person started by hand names the folder; outside Linux only the
    // program's name is seen.
    private bool IsOurs(string? commandLine) =>
        commandLine is not null
        && (OperatingSystem.IsLinux()
            ? commandLine.Contains("cluster_name=" + Name, StringComparison.Ordinal) || commandLine.Contains(ClusterFolder, StringComparison.Ordinal)
            : commandLine.Contains("postgres", StringComparison.Ordinal));

    private async Task SignalAsync(string signal, IEnumerable<int> pids, CancellationToken cancel)
    {
        // One that has ended meanwhile is what was wanted; WaitForEndAsync finds those that have not.
        foreach (var pid in pids)
            await RunAsync("pg_ctl", ["kill", signal, pid.ToString(CultureInfo.InvariantCulture)], ClusterFolder, null, cancel);
    }

    /// <summary>
    /// Runs one of the server's programs as its user. That user may be barred from a parent of the data folder (a repository under /root), so on
    /// Linux the program inherits the opened folder as descriptor 9, and a file as 8, and needs no right on any parent; nor does a character of the
    /// folder's path ever meet the shell that pg_ctl starts the server with.
    /// </summary>
    private Task<ProgramRun> RunAsync(string program, IEnumerable<string> arguments, string opened, string? openedFile, CancellationToken cancel)
    {
        IEnumerable<string> line = [.. user?.Become() ?? [], installation.Program(program), .. arguments];
        const string script = "exec 9<\"$1\" 8<\"$2\" && shift 2 && cd / && exec \"$@\"";
        return OperatingSystem.IsLinux()
            ? ProgramRun.OfAsync("/bin/sh", ["-c", script, "sh", opened, openedFile ?? "/dev/null", .. line], cancel)
            : ProgramRun.OfAsync(line.First(), line.Skip(1), cancel);
    }

    /// <summary>The opened folder as the program sees it.</summary>
    private static string Seen(string opened) => OperatingSystem.IsLinux() ? "/proc/self/fd/9" : opened;

    private static string SeenFile(string opened) => OperatingSystem.IsLinux() ? "/proc/self/fd/8" : opened;

    private string LogTail(DateTime since)
    {
        var log = new DirectoryInfo(Path.Combine(ClusterFolder, LogFolder));
        var files = new List<FileInfo> { new(Path.Combine(ClusterFolder, StartLog)) };
        if (log.Exists)
            files.AddRange(log.EnumerateFiles().Where(f => f.LastWriteTimeUtc >= since.AddSeconds(-1)).OrderByDescending(f => f.LastWriteTimeUtc).Take(1));
        return string.Join('\n', files.Where(f => f.Exists).SelectMany(f => File.ReadLines(f.FullName).TakeLast(TailLines)));
    }
}
