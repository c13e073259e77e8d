using System.Diagnostics;
using Incidents.Postgres;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Backups;

/// <summary>
/// A private server that a host writes to while it is backed up: reports were acknowledged before the base backup, during it, before a
/// moment, and after it.
/// </summary>
public sealed class BackedUpServer : IAsyncLifetime
{
    private static readonly int Reports = TestScale.Of(200, 5_000);
    private readonly TemporaryFolder folder = new();
    private EmbeddedPostgres? postgres;

    internal EmbeddedPostgres Postgres => postgres!;

    internal string Data => System.IO.Path.Combine(folder.Path, "live");

    internal BackupFolder Backups => new(System.IO.Path.Combine(folder.Path, "backups"));

    /// <summary>The moment to restore; what is in <see cref="BeforeMoment"/> was acknowledged before it.</summary>
    internal DateTimeOffset Moment { get; private set; }

    internal KeyValuePair<string, Guid>[] BeforeMoment { get; private set; } = [];

    internal KeyValuePair<string, Guid>[] All { get; private set; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        postgres = await EmbeddedPostgres.Start(
            new() { DataDirectory = System.IO.Path.Combine(Data, "postgres"), Durable = false, BackupFolder = Backups.Path },
            NullLogger.Instance);
        await using var host = await RunningHost.Start(postgres.ConnectionString);
        var senders = new ReportSenders();
        senders.Start(host.Client.BaseAddress!);
        await More();
        var backup = postgres.Backup(Backups, isContinued: true);
        await senders.Until(() => backup.IsCompleted, "the backup");
        await backup;
        await SwitchLog();
        await More();
        BeforeMoment = senders.SoFar();
        Moment = DateTimeOffset.UtcNow;
        await More();
        await SwitchLog();
        await More();
        await senders.Stop();
        All = senders.SoFar();
        await postgres.Receiver!.Complete(CancellationToken.None);

        Task More()
        {
            var target = senders.Acknowledged + Reports;
            return senders.Until(() => senders.Acknowledged >= target, "reports to be acknowledged");
        }
    }

    /// <summary>An empty place for restored data.</summary>
    internal string NewPlace() => System.IO.Path.Combine(folder.Path, Guid.NewGuid().ToString("N"), "postgres");

    /// <summary>The backups once more, to be damaged.</summary>
    internal async Task<string> CopyOfBackups()
    {
        // Other tests make backups too, which begin new files of the log: the copy knows how far it is whole.
        await Postgres.Receiver!.Complete(TestContext.Current.CancellationToken);
        var copy = System.IO.Path.Combine(folder.Path, Guid.NewGuid().ToString("N"));
        using var process = Process.Start("cp", ["-a", Backups.Path, copy]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return copy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (postgres is not null)
            await postgres.DisposeAsync();
        folder.Dispose();
    }

    // A small store fills no file of 16 MB.
    private async Task SwitchLog()
    {
        await using var source = NpgsqlDataSource.Create(postgres!.SuperuserConnectionString);
        await RunningHost.Query(source, "select pg_switch_wal()::text");
    }
}
