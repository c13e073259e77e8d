using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Incidents.Postgres;

/// <summary>Restores a private server from a backup into an empty data folder, up to a moment.</summary>
/// <remarks>
/// Everything is done in a folder whose name says that it is unfinished, and which gets its name as the last step. The restored server has
/// a timeline of its own: what it writes does not mix with the log of the server that the backup was made of.
/// </remarks>
public static partial class Restore
{
    private const string Unfinished = ".unfinished";

    // A position may be stated before or after the header of a page.
    private const ulong PageHeader = 64;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Restores.</summary>
    /// <exception cref="EmbeddedPostgresException">Nothing was restored; the message says why and what to do.</exception>
    public static async Task<RestoreResult> Run(RestoreRequest request, ILogger logger, CancellationToken cancellation = default)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Folder));
        var unfinished = folder + Unfinished;
        CheckEmpty(folder, unfinished);
        var source = RestoreSource.Find(request.From, request.At);
        var installation = await PostgresInstallation.Find(source.Backup.PostgresVersion, request.BinDirectory, cancellation);
        await BackupRun.Verify(installation, source.Backup.Cluster, cancellation);
        DiskSpace.Need(source.Bytes, folder, "The restored data");
        var isNew = !Directory.Exists(Path.GetDirectoryName(folder));
        try
        {
            Copy(source, unfinished, cancellation);
            var result = await Recover(request, source, unfinished, installation, logger, cancellation);
            Directory.Move(unfinished, folder);
            return result;
        }
        catch (Exception e)
        {
            Discard(unfinished, isNew);
            if (e is IOException or UnauthorizedAccessException)
                throw new EmbeddedPostgresException($"The data cannot be restored into {folder}: {e.Message}", e);
            throw;
        }
    }

    private static void CheckEmpty(string folder, string unfinished)
    {
        var parent = Path.GetDirectoryName(folder)!;
        if (File.Exists(parent))
            throw new EmbeddedPostgresException($"{parent} is a file, not a folder.");
        if (!Directory.Exists(parent))
            return;
        if (Directory.EnumerateFileSystemEntries(parent).Any(e => e != unfinished))
            throw new EmbeddedPostgresException(
                DataFolderLock.IsHeld(folder)
                    ? $"The data in {parent} are in use by a running host. "
                        + "A backup is restored into a new or empty folder: name one with --data."
                    : $"{parent} is not empty. A backup is restored into a new or empty folder, never over data: name one with --data.");
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
    }

    private static void Copy(RestoreSource source, string to, CancellationToken cancellation)
    {
        BackupFolder.MakePrivate(to);
        var cluster = PostgresCluster.ClusterIn(to);
        BackupFolder.MakePrivate(cluster);
        var from = new DirectoryInfo(source.Backup.Cluster);
        foreach (var folder in from.EnumerateDirectories("*", SearchOption.AllDirectories))
            BackupFolder.MakePrivate(Path.Combine(cluster, Path.GetRelativePath(from.FullName, folder.FullName)));
        foreach (var file in from.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(from.FullName, file.FullName);
            if (!name.StartsWith(PostgresCluster.LogFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                file.CopyTo(Path.Combine(cluster, name));
        }
        // The log is placed where the server finds it: its user may have no right on the folder of backups.
        foreach (var (segment, file) in source.Log)
        {
            cancellation.ThrowIfCancellationRequested();
            var copy = Path.Combine(cluster, "pg_wal", segment.Name);
            File.Copy(file, copy, overwrite: true);
            using var stream = File.OpenWrite(copy);
            if (stream.Length < WalSegment.Length)
                stream.SetLength(WalSegment.Length);
        }
        File.WriteAllText(Path.Combine(cluster, "recovery.signal"), "");
    }

    private static async Task<RestoreResult> Recover(
        RestoreRequest request, RestoreSource source, string folder, PostgresInstallation installation, ILogger logger,
        CancellationToken cancellation)
    {
        var password = PasswordFile.Read(Path.Combine(source.Backup.Folder, PasswordFile.Name))
            ?? throw new EmbeddedPostgresException(
                $"{source.Backup.Folder} lacks the file {PasswordFile.Name}: the data cannot be opened.");
        var access = new ServerAccess(folder, password with { Port = LoopbackPort.Free() });
        access.Access.Write(Path.Combine(folder, PasswordFile.Name));
        var user = await ServerUser.Choose(PostgresCluster.ClusterIn(folder), cancellation);
        await (user?.Own(PostgresCluster.ClusterIn(folder), cancellation) ?? Task.CompletedTask);
        var cluster = new PostgresCluster(
            folder, installation, user,
            new() { DataDirectory = folder, Durable = request.Durable, Recovery = new(request.At) });
        var began = DateTime.UtcNow;
        try
        {
            int pid;
            try
            {
                pid = await cluster.Start(access.Access.Port, cancellation);
            }
            catch (EmbeddedPostgresException e)
            {
                throw Failed(request, source, e.Message);
            }
            using var watchdog = new Watchdog(pid);
            return await Promoted(
                request, source, access, () => ServerProcess.IsRunning(pid) ? null : cluster.LogTail(began), cancellation);
        }
        finally
        {
            await cluster.Stop(logger, CancellationToken.None);
        }
    }

    private static async Task<RestoreResult> Promoted(
        RestoreRequest request, RestoreSource source, ServerAccess access, Func<string?> ended, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await using var connection = await access.Connect(cancellation);
                while (await ServerAccess.Scalar<bool>(connection, "select pg_is_in_recovery()", cancellation))
                    await Task.Delay(Poll, cancellation);
                var position = await ServerAccess.Scalar<string>(
                    connection, "select coalesce(pg_last_wal_replay_lsn(), pg_current_wal_lsn())::text", cancellation);
                var last = await ServerAccess.Scalar<DateTime?>(connection, "select pg_last_xact_replay_timestamp()", cancellation);
                DateTimeOffset? lastAt = last is { } utc ? new(utc, TimeSpan.Zero) : null;
                CheckWhole(request, source, position!, lastAt);
                return new(source.Backup, lastAt, position!);
            }
            catch (NpgsqlException e)
            {
                if (ended() is { } log)
                    throw Failed(request, source, log);
                if (e is PostgresException { SqlState: not (PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown) })
                    throw;
                await Task.Delay(Poll, cancellation);
            }
        }
    }

    // A damaged file looks like the end of the log; only the mark says that there was more.
    private static void CheckWhole(RestoreRequest request, RestoreSource source, string position, DateTimeOffset? last)
    {
        if (request.At is not null || source.Mark is not { } mark)
            return;
        var reached = WalSegment.Position(position);
        if (reached + PageHeader >= WalSegment.Position(mark.Position))
            return;
        var until = (last ?? source.Backup.FinishedAt).AddMilliseconds(-1);
        throw new EmbeddedPostgresException(
            $"The write-ahead log was complete up to {mark.Position} at {RestoreSource.Text(mark.At)}, "
            + $"and can be read up to {position} only: "
            + $"{WalSegment.Of(source.Backup.Timeline, reached).Name} or the file after it is damaged. "
            + $"To restore what comes before: --at {RestoreSource.Text(until)}");
    }

    private static EmbeddedPostgresException Failed(RestoreRequest request, RestoreSource source, string log)
    {
        if (request.At is not { } at || !log.Contains("before configured recovery target was reached", StringComparison.Ordinal))
            return new($"PostgreSQL cannot recover from the backup {source.Backup.Name}: {log}");
        var last = LastCommit().Match(log);
        var until = last.Success && DateTimeOffset.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture) is var moment
            ? $" The last transaction in it is of {RestoreSource.Text(moment)}."
            : "";
        return new(
            $"The write-ahead log that continues the backup {source.Backup.Name} ends, or is damaged, "
            + $"before {RestoreSource.Text(at)}.{until} Restore an earlier moment, or --at latest.");
    }

    private static void Discard(string folder, bool withParent)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            if (withParent && Path.GetDirectoryName(folder) is { } parent && Directory.Exists(parent))
                Directory.Delete(parent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its name says that it is unfinished; the next restore deletes it.
        }
    }

    [GeneratedRegex(@"last completed transaction was at log time (\S+ \S+?)(?: UTC|\+00)")]
    private static partial Regex LastCommit();
}
