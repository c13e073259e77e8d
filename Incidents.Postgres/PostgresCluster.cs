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

    // Releases 15 and 16 have no locale that is the same on every system. Order by code point is the fastest and the same on all machines;
    // character classes must come from a UTF-8 locale, otherwise lower() and ILIKE do not work for Cyrillic.
    private IEnumerable<string> Locale =>
        installation.MajorVersion >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        : OperatingSystem.IsLinux() ? ["--locale=C", "--lc-ctype=C.UTF-8"]
        : OperatingSystem.IsMacOS() ? ["--locale=C", "--lc-ctype=en_US.UTF-8"]
        : ["--locale=C"];

    /// <summary>The name in the titles of the server's processes, with a hash of the folder's path: different for each folder.</summary>
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

    /// <summary>Makes the server's data when there are none. An interrupted initialisation is deleted.</summary>
    public async Task Create(string password, CancellationToken cancellation)
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
            await (user?.Own(path, cancellation) ?? Task.CompletedTask);
        var run = await Run(
            "initdb",
            [
                "-D", Seen(beginning), "--username", Superuser, "--pwfile", SeenFile(passwordFile), "--auth=scram-sha-256",
                "--encoding=UTF8", .. Locale,
                .. options.Durable ? Array.Empty<string>() : ["--no-sync"],
            ],
            beginning, passwordFile, cancellation);
        File.Delete(passwordFile);
        if (run.ExitCode != 0)
            throw new EmbeddedPostgresException($"PostgreSQL's data cannot be made in {folder}:\n{run.Output}");
        Directory.Move(beginning, ClusterFolder);
    }

    /// <summary>
    /// Removes what an earlier server left: stops a server that outlived its host, removes the lock file of one that was killed, and ends
    /// its remaining processes, which still use the shared memory that a new server needs for itself.
    /// </summary>
    public async Task ClearLeftovers(ILogger logger, CancellationToken cancellation)
    {
        if (RunningPid() is { } pid)
        {
            logger.LogInformation("Stopping the PostgreSQL server (process {Pid}) that an earlier host left running.", pid);
            await Stop(logger, cancellation);
        }
        File.Delete(PidFile);

        if (ServerProcess.Running(IsTitled) is not { Count: > 0 } orphans)
            return;
        await Signal("QUIT", orphans, cancellation);
        if (await ServerProcess.WaitForEnd(orphans, EndGrace, cancellation))
            return;
        await Signal("KILL", orphans, cancellation);
        if (!await ServerProcess.WaitForEnd(orphans, EndGrace, cancellation))
            throw new EmbeddedPostgresException($"Processes of an earlier PostgreSQL server do not end: {string.Join(", ", orphans)}.");
    }

    /// <summary>Starts the server and waits until it takes connections, which after a crash includes its recovery.</summary>
    /// <returns>The number of its first process.</returns>
    /// <exception cref="EmbeddedPostgresException">It did not start. The message ends with the server's log.</exception>
    public async Task<int> Start(int port, CancellationToken cancellation)
    {
        // Deleted and written again, never opened: the folder belongs to a user with fewer rights than the host may have.
        var settings = Path.Combine(ClusterFolder, "postgresql.conf");
        File.Delete(settings);
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        PasswordFile.WritePrivate(settings, PostgresSettings.Text(options, port, Name, await installation.HasLz4(cancellation), memory));
        await (user?.Own(settings, cancellation) ?? Task.CompletedTask);
        File.Delete(Path.Combine(ClusterFolder, StartLog));

        // The name is also in the settings; on the command line it distinguishes our postmaster from others.
        var began = DateTime.UtcNow;
        var run = await Run(
            "pg_ctl",
            [
                "start", "-D", Seen(ClusterFolder), "-w", "-t", "600", "-l", Seen(ClusterFolder) + "/" + StartLog,
                "-o", $"-c cluster_name={Name}",
            ],
            ClusterFolder,
            null,
            cancellation);
        if (run.ExitCode == 0 && RunningPid() is { } pid)
            return pid;
        // The process that writes the log outlives the server by a moment, perhaps still without a title: its last lines have the reason.
        await ServerProcess.WaitForEnd(ServerProcess.Running(line => IsTitled(line) || IsOurs(line)), EndGrace, cancellation);
        throw new EmbeddedPostgresException($"PostgreSQL did not start on {folder}:\n{run.Output}\n{LogTail(began)}".TrimEnd());
    }

    /// <summary>Stops the server in order: open transactions are rolled back, the data are made ready for a quick next start.</summary>
    public async Task Stop(ILogger logger, CancellationToken cancellation)
    {
        if (RunningPid() is not { } pid)
            return;
        var run = await Run(
            "pg_ctl", ["stop", "-D", Seen(ClusterFolder), "-m", "fast", "-w", "-t", "90"], ClusterFolder, null, cancellation);
        // pg_ctl checks the lock file, which is removed shortly before the process ends.
        if (await ServerProcess.WaitForEnd([pid], EndGrace, cancellation))
            return;
        logger.LogWarning(
            "PostgreSQL did not stop in order ({Output}) and is stopped at once; its next start recovers from the write-ahead log.",
            run.Output);
        run = await Run(
            "pg_ctl", ["stop", "-D", Seen(ClusterFolder), "-m", "immediate", "-w", "-t", "30"], ClusterFolder, null, cancellation);
        if (!await ServerProcess.WaitForEnd([pid], EndGrace, cancellation))
            throw new EmbeddedPostgresException($"The PostgreSQL server on {folder} (process {pid}) does not stop: {run.Output}");
    }

    private bool IsTitled(string line) => line.StartsWith($"postgres: {Name}: ", StringComparison.Ordinal);

    /// <summary>The first process of the running server of this folder, or null.</summary>
    private int? RunningPid() =>
        File.Exists(PidFile)
        && int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
        && ServerProcess.IsRunning(pid) && IsOurs(ServerProcess.CommandLine(pid))
            ? pid
            : null;

    // The process number in an old lock file may belong to another program by now. A server that a person started has the folder in its
    // command line; outside Linux only the program's name can be read.
    private bool IsOurs(string? commandLine) =>
        commandLine is not null
        && (OperatingSystem.IsLinux()
            ? commandLine.Contains("cluster_name=" + Name, StringComparison.Ordinal)
                || commandLine.Contains(ClusterFolder, StringComparison.Ordinal)
            : commandLine.Contains("postgres", StringComparison.Ordinal));

    private async Task Signal(string signal, IEnumerable<int> pids, CancellationToken cancellation)
    {
        // A process that has ended meanwhile is no error; WaitForEnd finds those that still run.
        foreach (var pid in pids)
            await Run("pg_ctl", ["kill", signal, pid.ToString(CultureInfo.InvariantCulture)], ClusterFolder, null, cancellation);
    }

    /// <summary>Runs one of the server's programs as the server's user.</summary>
    /// <remarks>
    /// That user may have no access to a parent of the data folder (a repository under /root). On Linux the program therefore inherits the
    /// opened folder as descriptor 9, and a file as descriptor 8, and needs no right on any parent. This also keeps the path of the folder
    /// out of the shell with which pg_ctl starts the server.
    /// </remarks>
    private Task<ProgramRun> Run(
        string program, IEnumerable<string> arguments, string opened, string? openedFile, CancellationToken cancellation)
    {
        IEnumerable<string> line = [.. user?.Become() ?? [], installation.Program(program), .. arguments];
        const string script = "exec 9<\"$1\" 8<\"$2\" && shift 2 && cd / && exec \"$@\"";
        return OperatingSystem.IsLinux()
            ? ProgramRun.Of("/bin/sh", ["-c", script, "sh", opened, openedFile ?? "/dev/null", .. line], cancellation)
            : ProgramRun.Of(line.First(), line.Skip(1), cancellation);
    }

    /// <summary>The opened folder as the program sees it.</summary>
    private static string Seen(string opened) => OperatingSystem.IsLinux() ? "/proc/self/fd/9" : opened;

    private static string SeenFile(string opened) => OperatingSystem.IsLinux() ? "/proc/self/fd/8" : opened;

    /// <summary>The last lines that the server logged since a moment.</summary>
    public string LogTail(DateTime since)
    {
        var log = new DirectoryInfo(Path.Combine(ClusterFolder, LogFolder));
        var files = new List<FileInfo> { new(Path.Combine(ClusterFolder, StartLog)) };
        if (log.Exists)
            files.AddRange(
                log.EnumerateFiles().Where(f => f.LastWriteTimeUtc >= since.AddSeconds(-1)).OrderByDescending(f => f.LastWriteTimeUtc)
                .Take(1));
        return string.Join('\n', files.Where(f => f.Exists).SelectMany(f => File.ReadLines(f.FullName).TakeLast(TailLines)));
    }
}
