using System.Text.Json;
using Npgsql;

namespace Incidents.Postgres;

/// <summary>Makes a base backup of a private server that runs, by PostgreSQL's own <c>pg_basebackup</c>.</summary>
internal sealed class BackupRun(PostgresInstallation installation, ServerAccess access, BackupFolder to, bool isDurable)
{
    // Held by the session of the backup under way, so that it ends with its process.
    private const long Lock = 0x1C1DE476;
    private const double Reserve = 1.05;

    /// <summary>Makes it, verifies it, and gives it its name.</summary>
    /// <param name="isContinued">Whether the write-ahead log is copied into this folder all the time.</param>
    /// <param name="cancellation">Cancels it; nothing is left behind.</param>
    /// <exception cref="EmbeddedPostgresException">There is no backup; the message says why.</exception>
    public async Task<BaseBackup> Make(bool isContinued, CancellationToken cancellation)
    {
        await using var connection = await access.Connect(cancellation);
        if (!await ServerAccess.Scalar<bool>(connection, $"select pg_try_advisory_lock({Lock})", cancellation))
            throw new EmbeddedPostgresException("Another backup of this server is under way.");
        string? folder = null;
        try
        {
            folder = to.Begin(DateTimeOffset.UtcNow);
            await CheckSpace(connection, cancellation);
            var cluster = Path.Combine(folder, "cluster");
            await Run(
                "pg_basebackup",
                [
                    .. access.Arguments, "-D", cluster, "--wal-method=stream", "--checkpoint=fast", "--label=incidents",
                    .. isDurable ? Array.Empty<string>() : ["--no-sync"],
                ],
                cancellation);
            await Verify(cluster, cancellation);
            PasswordFile.WritePrivate(
                Path.Combine(folder, PasswordFile.Name),
                await File.ReadAllTextAsync(Path.Combine(access.Folder, PasswordFile.Name), cancellation));
            return BackupFolder.Finish(folder, await Describe(connection, cluster, isContinued, cancellation));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Discard(folder);
            throw new EmbeddedPostgresException($"The backup into {to.Path} failed: {e.Message}", e);
        }
        catch
        {
            Discard(folder);
            throw;
        }
    }

    /// <summary>Compares the files of a base backup with its manifest, and reads its own part of the write-ahead log.</summary>
    /// <exception cref="EmbeddedPostgresException">It is not whole.</exception>
    public static async Task Verify(PostgresInstallation installation, string cluster, CancellationToken cancellation)
    {
        var run = await ProgramRun.Of(installation.ClientProgram("pg_verifybackup"), ["--exit-on-error", cluster], cancellation);
        if (run.ExitCode != 0)
            throw new EmbeddedPostgresException($"The backup in {Path.GetDirectoryName(cluster)} is not whole: {run.Output}");
    }

    private Task Verify(string cluster, CancellationToken cancellation) => Verify(installation, cluster, cancellation);

    private async Task CheckSpace(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var size = await ServerAccess.Scalar<decimal>(connection, "select sum(pg_database_size(oid)) from pg_database", cancellation);
        DiskSpace.Need((long)((double)size * Reserve), to.Path, "The backup");
    }

    private async Task Run(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var run = await ProgramRun.Of(installation.ClientProgram(program), arguments, cancellation, access.Environment);
        if (run.ExitCode != 0)
            throw new EmbeddedPostgresException($"The backup into {to.Path} failed: {run.Output}");
    }

    private async Task<BaseBackup> Describe(
        NpgsqlConnection connection, string cluster, bool isContinued, CancellationToken cancellation)
    {
        var system = await ServerAccess.Scalar<string>(
            connection, "select system_identifier::text from pg_control_system()", cancellation) ?? "";
        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(cluster, "backup_manifest"), cancellation));
        var range = manifest.RootElement.GetProperty("WAL-Ranges")[0];
        var timeline = range.GetProperty("Timeline").GetUInt32();
        var isCopied = $"select exists (select from pg_replication_slots where slot_name = '{WalReceiver.Slot}' and active)";
        isContinued = isContinued && await ServerAccess.Scalar<bool>(connection, isCopied, cancellation);
        var bytes = new DirectoryInfo(cluster).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
        return new(
            DateTimeOffset.UtcNow, installation.MajorVersion, system, timeline, range.GetProperty("Start-LSN").GetString()!,
            range.GetProperty("End-LSN").GetString()!, isContinued ? to.LogName(system, timeline, anew: false) : null, bytes);
    }

    private static void Discard(string? folder)
    {
        if (folder is null || !Directory.Exists(folder))
            return;
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its name says that it is unfinished, and the next backup tries again to delete it.
        }
    }
}
