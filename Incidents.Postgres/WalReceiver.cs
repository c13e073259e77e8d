using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Incidents.Postgres;

/// <summary>Copies the write-ahead log into the backup folder while it is written, by PostgreSQL's own <c>pg_receivewal</c>.</summary>
/// <remarks>
/// A replication slot keeps what is not copied yet, so an interruption leaves no gap. Where the slot had to give up
/// (<c>max_slot_wal_keep_size</c>), the copy begins anew in another folder, and is of use from the next base backup on. Every few seconds a
/// mark states up to where the copy is complete: a restore that does not come so far has lost something, and says so. Without a backup
/// folder there is no slot, and nothing is kept for a copy.
/// </remarks>
public sealed class WalReceiver : IAsyncDisposable
{
    /// <summary>The name of the replication slot.</summary>
    internal const string Slot = "incidents_backup";

    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource finishing = new();
    private readonly CancellationTokenSource killing = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly PostgresInstallation installation;
    private readonly ServerAccess access;
    private readonly BackupFolder folder;
    private readonly bool isDurable;
    private readonly ILogger logger;
    private readonly Task copying;
    private readonly Task marking;
    private volatile string log = "";

    private WalReceiver(
        PostgresInstallation installation, ServerAccess access, BackupFolder folder, bool isDurable, string log, ILogger logger)
    {
        (this.installation, this.access, this.folder, this.isDurable) = (installation, access, folder, isDurable);
        (this.log, this.logger) = (log, logger);
        copying = Task.Run(Copy);
        marking = Task.Run(Mark);
    }

    /// <summary>How often the mark is written.</summary>
    public static TimeSpan MarkInterval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>When the copy was last known to be complete; null where it was not yet.</summary>
    public DateTimeOffset? CompleteAt { get; private set; }

    /// <summary>The name of the folder that the copy is written to at present.</summary>
    public string Log => log;

    /// <summary>Why the copy failed last; null while it works.</summary>
    public string? Failure { get; private set; }

    /// <summary>Begins to copy where a backup folder is named; else makes sure that nothing is kept for a copy.</summary>
    /// <exception cref="EmbeddedPostgresException">The folder cannot be used.</exception>
    internal static async Task<WalReceiver?> Start(
        EmbeddedPostgresOptions options, PostgresInstallation installation, PasswordFile password, ILogger logger,
        CancellationToken cancellation)
    {
        var access = new ServerAccess(Path.GetFullPath(options.DataDirectory), password);
        if (options.BackupFolder is null)
        {
            await using var connection = await access.Connect(cancellation);
            await DropSlot(connection, cancellation);
            return null;
        }
        installation.ClientProgram("pg_receivewal");
        var folder = new BackupFolder(options.BackupFolder);
        try
        {
            var log = await Prepare(access, folder, anew: false, cancellation);
            return new(installation, access, folder, options.Durable, log, logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"The backup folder {folder.Path} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Comes back when everything that is committed now is copied.</summary>
    /// <exception cref="TimeoutException">It was not copied within the grace.</exception>
    public Task Complete(CancellationToken cancellation) => WriteMark(cancellation);

    /// <summary>The server is about to stop: what ends now has ended in order.</summary>
    internal void Finish() => finishing.Cancel();

    /// <summary>Waits for the end of the copy, after the server has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        Finish();
        killing.CancelAfter(EndGrace);
        await copying;
        await marking;
        finishing.Dispose();
        killing.Dispose();
        writing.Dispose();
    }

    // The slot and the folder belong together: a copy that begins anew is another folder.
    private static async Task<string> Prepare(ServerAccess access, BackupFolder folder, bool anew, CancellationToken cancellation)
    {
        await using var connection = await access.Connect(cancellation);
        var status = await ServerAccess.Scalar<string>(
            connection, $"select wal_status from pg_replication_slots where slot_name = '{Slot}'", cancellation);
        anew |= status is null or "lost";
        if (anew)
        {
            await DropSlot(connection, cancellation);
            await ServerAccess.Scalar<object>(
                connection, $"select pg_create_physical_replication_slot('{Slot}', immediately_reserve => true)", cancellation);
        }
        var system = await ServerAccess.Scalar<string>(
            connection, "select system_identifier::text from pg_control_system()", cancellation) ?? "";
        var timeline = await ServerAccess.Scalar<int>(connection, "select timeline_id from pg_control_checkpoint()", cancellation);
        var log = folder.LogName(system, (uint)timeline, anew);
        BackupFolder.MakePrivate(folder.LogPath(log));
        return log;
    }

    private static Task<object?> DropSlot(NpgsqlConnection connection, CancellationToken cancellation) => ServerAccess.Scalar<object>(
        connection, $"select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '{Slot}'", cancellation);

    private async Task Copy()
    {
        for (var pause = TimeSpan.FromSeconds(0.5); !finishing.IsCancellationRequested;)
        {
            var began = Stopwatch.GetTimestamp();
            var (failure, isGap) = await CopyOnce();
            if (finishing.IsCancellationRequested)
                return;
            Failure = failure;
            logger.LogWarning("The write-ahead log is not copied into {Folder}, which is tried again: {Reason}", folder.Path, failure);
            if (Stopwatch.GetElapsedTime(began) > LongestPause)
                pause = TimeSpan.FromSeconds(0.5);
            try
            {
                await Task.Delay(pause, finishing.Token);
                log = await Prepare(access, folder, isGap, finishing.Token);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NpgsqlException or OperationCanceledException)
            {
                // The server is away, or the folder; both are tried again.
            }
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<(string Failure, bool IsGap)> CopyOnce()
    {
        try
        {
            using var process = ProgramRun.Begin(
                installation.ClientProgram("pg_receivewal"),
                [
                    .. access.Arguments, "-D", folder.LogPath(log), "--slot", Slot, "--no-loop", "--status-interval=1",
                    isDurable ? "--synchronous" : "--no-sync",
                ],
                access.Environment);
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(killing.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
            var text = (await output + await errors).Trim();
            return (text, text.Contains("has already been removed", StringComparison.Ordinal));
        }
        catch (EmbeddedPostgresException e)
        {
            return (e.Message, false);
        }
    }

    private async Task Mark()
    {
        while (!finishing.IsCancellationRequested)
        {
            try
            {
                await WriteMark(finishing.Token);
                await Task.Delay(MarkInterval, finishing.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or UnauthorizedAccessException)
            {
                Failure ??= e.Message;
            }
        }
    }

    // One at a time: the file of the next mark is the same for all, and no mark goes back.
    private async Task WriteMark(CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            await WriteNextMark(cancellation);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task WriteNextMark(CancellationToken cancellation)
    {
        var current = log;
        await using var connection = await access.Connect(cancellation);
        // A transaction of its own: a restore to a moment ends at the first one after it, so there must be one.
        await ServerAccess.Scalar<object>(connection, "select pg_logical_emit_message(true, 'incidents', 'mark')", cancellation);
        var at = DateTimeOffset.UtcNow;
        var position = await ServerAccess.Scalar<string>(connection, "select pg_current_wal_insert_lsn()::text", cancellation);
        var column = isDurable ? "flush_lsn" : "write_lsn";
        var isCopied =
            $"select exists (select from pg_stat_replication where application_name = 'pg_receivewal' and {column} >= '{position}')";
        for (var began = Stopwatch.GetTimestamp(); !await ServerAccess.Scalar<bool>(connection, isCopied, cancellation);)
        {
            if (Stopwatch.GetElapsedTime(began) > EndGrace)
                throw new TimeoutException("The copy of the write-ahead log does not keep up.");
            await Task.Delay(Poll, cancellation);
        }
        if (current != log)
            return;
        WalMark.Write(folder.LogPath(current), new(position!, at));
        (CompleteAt, Failure) = (at, null);
    }
}

/// <summary>Up to where a copy of the write-ahead log is complete.</summary>
/// <param name="Position">The position, e.g. <c>0/16B3748</c>.</param>
/// <param name="At">When it was so.</param>
internal sealed record WalMark(string Position, DateTimeOffset At)
{
    private const string FileName = "complete";

    /// <summary>Replaces the mark of a copy.</summary>
    public static void Write(string folder, WalMark mark)
    {
        var next = Path.Combine(folder, FileName + ".new");
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{mark.Position} {mark.At:O}\n"));
        File.Move(next, Path.Combine(folder, FileName), overwrite: true);
    }

    /// <summary>The mark of a copy, or null.</summary>
    public static WalMark? Read(string folder) =>
        Path.Combine(folder, FileName) is var file && File.Exists(file)
            && File.ReadAllText(file).Trim().Split(' ') is [var position, var at]
            && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var moment)
            ? new(position, moment)
            : null;
}
