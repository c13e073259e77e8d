using Microsoft.Extensions.Logging;
using Npgsql;

namespace Incidents.Postgres;

/// <summary>
/// The private PostgreSQL server of a data folder. It runs until this object is disposed, and is restarted on the same port if it ends
/// unexpectedly. It also stops when this process is killed.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>The name of the database and of the role that owns it, which is not a superuser.</summary>
    public const string Database = "incidents";

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stopping = new();
    private readonly ILogger logger;
    private readonly PasswordFile access;
    private readonly PostgresCluster? cluster;
    private readonly DataFolderLock? held;
    private readonly Task supervision = Task.CompletedTask;
    private Watchdog? watchdog;
    private bool disposed;

    private EmbeddedPostgres(PasswordFile access, EmbeddedPostgresOptions options, ILogger logger) =>
        (this.access, Options, this.logger) = (access, options, logger);

    private EmbeddedPostgres(
        PasswordFile access, EmbeddedPostgresOptions options, ILogger logger, PostgresCluster cluster, DataFolderLock held, int pid,
        Watchdog watchdog)
        : this(access, options, logger)
    {
        (this.cluster, this.held, this.watchdog) = (cluster, held, watchdog);
        supervision = Task.Run(() => Supervise(pid));
    }

    /// <summary>The copy of the write-ahead log, where a backup folder is named and this object runs the server.</summary>
    public WalReceiver? Receiver { get; private set; }

    /// <summary>The full path of its folder.</summary>
    public string Folder => Path.GetFullPath(Options.DataDirectory);

    internal EmbeddedPostgresOptions Options { get; }

    /// <summary>How the platform connects, for Npgsql.</summary>
    public string ConnectionString => Connect(access, Database, Database).ConnectionString;

    /// <summary>How the superuser connects, for preparations that the database's owner has no right to make.</summary>
    public string SuperuserConnectionString => Connect(access, PostgresCluster.Superuser, PostgresCluster.Superuser).ConnectionString;

    /// <summary>True when another process runs the server and this object only uses it.</summary>
    public bool IsJoined => cluster is null;

    /// <summary>Starts the server of a data folder, making its data and the database when there are none.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot run; the message says why and what to do.</exception>
    public static async Task<EmbeddedPostgres> Start(
        EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellation = default)
    {
        var folder = Path.GetFullPath(options.DataDirectory);
        LoopbackPort.EnsureReachable();
        try
        {
            MakeFolder(folder);
            if (DataFolderLock.TryTake(folder) is not { } held)
                return await Join(options, folder, logger, cancellation)
                    ?? throw new EmbeddedPostgresException(
                        $"The data in {folder} are in use by another running host (process {DataFolderLock.Holder(folder)}). "
                            + "Stop it, or choose another folder with --data.");
            try
            {
                return await Start(options, folder, held, logger, cancellation);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedPostgresException(
                $"{e.Message} The data in {folder} seem to belong to another user, perhaps from an earlier run as root. "
                + $"Start as that user, give the folder to {Environment.UserName} (chown -R), or choose another folder with --data.",
                e);
        }
        catch (IOException e)
        {
            // EROFS has this number on Linux and on macOS.
            throw new EmbeddedPostgresException(
                e.HResult == 30 && !OperatingSystem.IsWindows()
                    ? $"The data folder {folder} is on a read-only file system. Choose another folder with --data."
                    : $"The data folder {folder} cannot be used: {e.Message}",
                e);
        }
    }

    /// <summary>Makes a base backup of this server, which goes on serving.</summary>
    /// <param name="to">The folder of backups.</param>
    /// <param name="isContinued">Whether the write-ahead log is copied into that folder all the time.</param>
    /// <param name="cancellation">Cancels it; nothing is left behind.</param>
    /// <exception cref="EmbeddedPostgresException">There is no backup; the message says why.</exception>
    public async Task<BaseBackup> Backup(BackupFolder to, bool isContinued, CancellationToken cancellation = default)
    {
        var installation = await PostgresInstallation.Find(PostgresCluster.MajorVersionIn(Folder), Options.BinDirectory, cancellation);
        return await new BackupRun(installation, new(Folder, access), to, Options.Durable).Make(isContinued, cancellation);
    }

    /// <summary>Stops the server and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        await stopping.CancelAsync();
        await supervision;
        // The server that stops sends the rest of its log first, so the receiver ends after it.
        Receiver?.Finish();
        if (cluster is not null)
            await cluster.Stop(logger, CancellationToken.None);
        if (Receiver is not null)
            await Receiver.DisposeAsync();
        watchdog?.Dispose();
        held?.Dispose();
        stopping.Dispose();
    }

    private static async Task<EmbeddedPostgres> Start(
        EmbeddedPostgresOptions options, string folder, DataFolderLock held, ILogger logger, CancellationToken cancellation)
    {
        var installation = await PostgresInstallation.Find(PostgresCluster.MajorVersionIn(folder), options.BinDirectory, cancellation);
        var user = await ServerUser.Choose(PostgresCluster.ClusterIn(folder), cancellation);
        var cluster = new PostgresCluster(folder, installation, user, options);
        var passwordPath = Path.Combine(folder, PasswordFile.Name);

        var access = PasswordFile.Read(passwordPath);
        if (access is null && Directory.Exists(PostgresCluster.ClusterIn(folder)))
            throw new EmbeddedPostgresException(
                $"{passwordPath} is missing. Restore it: the data beside it cannot be opened without the password.");
        if (access is null)
            (access = PasswordFile.New(options.Port ?? LoopbackPort.Free())).Write(passwordPath);

        await cluster.Create(access.Password, cancellation);
        await cluster.ClearLeftovers(logger, cancellation);
        Watchdog? watchdog = null;
        try
        {
            var known = access;
            (access, var pid) = await StartOnFreePort(cluster, options, access, cancellation);
            if (access != known)
                access.Write(passwordPath);
            // After a start as root the owner of the folder must still be able to start.
            if (user is not null)
                await ServerUser.OwnLike(folder, passwordPath, cancellation);
            watchdog = new(pid);
            await MakeDatabase(access, cancellation);
            logger.LogInformation(
                "PostgreSQL {Version} runs on port {Port}, process {Pid}, data in {Folder}.",
                installation.MajorVersion, access.Port, pid, folder);
            var receiver = await WalReceiver.Start(options, installation, access, logger, cancellation);
            return new(access, options, logger, cluster, held, pid, watchdog) { Receiver = receiver };
        }
        catch
        {
            await cluster.Stop(logger, CancellationToken.None);
            watchdog?.Dispose();
            throw;
        }
    }

    private static async Task<(PasswordFile Access, int Pid)> StartOnFreePort(
        PostgresCluster cluster, EmbeddedPostgresOptions options, PasswordFile access, CancellationToken cancellation)
    {
        var port = options.Port ?? (LoopbackPort.IsFree(access.Port) ? access.Port : LoopbackPort.Free());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (access with { Port = port }, await cluster.Start(port, cancellation));
            }
            catch (EmbeddedPostgresException e)
                when (options.Port is null && attempt < 5 && e.Message.Contains("could not bind", StringComparison.Ordinal))
            {
                // Another program took the port between the check and the start of the server.
                port = LoopbackPort.Free();
            }
        }
    }

    private static async Task MakeDatabase(PasswordFile access, CancellationToken cancellation)
    {
        var asSuperuser = Connect(access, PostgresCluster.Superuser, PostgresCluster.Superuser);
        asSuperuser.Pooling = false;
        await using var connection = new NpgsqlConnection(asSuperuser.ConnectionString);
        await connection.OpenAsync(cancellation);
        if (!await ExistsAsync("SELECT 1 FROM pg_roles WHERE rolname = $1"))
            await Execute(
                $"CREATE ROLE {Database} LOGIN PASSWORD '{access.Password}'; "
                + $"GRANT pg_monitor, pg_checkpoint, pg_signal_backend TO {Database}");
        if (!await ExistsAsync("SELECT 1 FROM pg_database WHERE datname = $1"))
            await Execute($"CREATE DATABASE {Database} OWNER {Database}");
        // The host makes a database for the store as it was at an earlier position, and removes it.
        await Execute($"ALTER ROLE {Database} CREATEDB");

        async Task<bool> ExistsAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = Database } } };
            return await command.ExecuteScalarAsync(cancellation) is not null;
        }

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>The server that another process runs, or null when there is none or it must not be joined.</summary>
    private static async Task<EmbeddedPostgres?> Join(
        EmbeddedPostgresOptions options, string folder, ILogger logger, CancellationToken cancellation)
    {
        if (!options.JoinRunning || PasswordFile.Read(Path.Combine(folder, PasswordFile.Name)) is not { } access)
            return null;
        var joined = new EmbeddedPostgres(access, options, logger);
        try
        {
            await using var connection = new NpgsqlConnection(joined.ConnectionString);
            await connection.OpenAsync(cancellation);
            return joined;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private static void MakeFolder(string folder)
    {
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
            if (File.Exists(path))
                throw new EmbeddedPostgresException($"{path} is a file, not a folder. Choose another folder with --data.");
        BackupFolder.MakePrivate(folder);
    }

    /// <summary>How a role connects to a database, for Npgsql.</summary>
    internal static NpgsqlConnectionStringBuilder Connect(PasswordFile access, string role, string database) => new()
    {
        Host = "127.0.0.1",
        Port = access.Port,
        Username = role,
        Password = access.Password,
        Database = database,
        ApplicationName = "incidents",
        // Of the server's 100: the rest is for the daemon's locks, commands beside the host, and people.
        MaxPoolSize = 80,
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
        KeepAlive = 30,
        IncludeErrorDetail = true,
        // Not needed on loopback, and negotiation costs a round trip for each connection.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    private async Task Supervise(int pid)
    {
        while (!stopping.IsCancellationRequested)
            try
            {
                await ServerProcess.WaitForEnd([pid], TimeSpan.MaxValue, stopping.Token);
                logger.LogWarning("PostgreSQL (process {Pid}) ended unexpectedly and is started again.", pid);
                watchdog?.Dispose();
                pid = await StartAgain();
                watchdog = new(pid);
                logger.LogWarning("PostgreSQL runs again on port {Port}, process {Pid}.", access.Port, pid);
            }
            catch (OperationCanceledException)
            {
                return;
            }
    }

    /// <summary>Tries until it succeeds or the host stops: the port must stay the same, and what occupies it may end.</summary>
    private async Task<int> StartAgain()
    {
        for (var pause = TimeSpan.FromSeconds(0.5); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await cluster!.ClearLeftovers(logger, stopping.Token);
                return await cluster.Start(access.Port, stopping.Token);
            }
            catch (Exception e) when (e is EmbeddedPostgresException or IOException or UnauthorizedAccessException)
            {
                logger.LogError("PostgreSQL does not start again, next attempt in {Seconds} s: {Reason}", pause.TotalSeconds, e.Message);
            }
            await Task.Delay(pause, stopping.Token);
        }
    }
}
