using Incidents.Api.Store;
using Incidents.Postgres;
using NodaTime;

namespace Incidents.Api.Backups;

/// <summary>Makes base backups of the private PostgreSQL regularly, deletes old ones, and keeps their state.</summary>
/// <remarks>Only the host that runs the server makes them; their times are those of the files, so a restart changes nothing.</remarks>
internal sealed partial class BackupService(
    EmbeddedPostgres postgres, BackupSettings settings, BackupStatusTable table, IClock clock, IConfiguration configuration,
    IEvidenceDamage damage, ILogger<BackupService> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly Duration AfterFailure = Duration.FromMinutes(10);

    private readonly Instant began = clock.GetCurrentInstant();
    private Instant? failedAt;
    private string? failure;

    // Of the last round: it is said in the state of the next.
    private string? notCopied;

    /// <summary>Makes a base backup where one is due, and writes the state.</summary>
    public async Task Round(CancellationToken cancellation)
    {
        if (settings.Folder is null || postgres.Receiver is not { } receiver)
        {
            await table.Clear(cancellation);
            return;
        }
        var folder = new BackupFolder(settings.Folder);
        // One of another copy of the log cannot be continued with this one.
        var last = Last();
        var now = clock.GetCurrentInstant();
        var isDue = settings.Every > TimeSpan.Zero
            && (last is null || Instant.FromDateTimeOffset(last.FinishedAt) + Duration.FromTimeSpan(settings.Every) <= now)
            && (failedAt is null || failedAt + AfterFailure <= now);
        if (isDue)
        {
            try
            {
                last = await postgres.Backup(folder, isContinued: true, cancellation);
                folder.Prune(settings.Keep);
                (failedAt, failure) = (null, null);
                LogDone(last.Name);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                (failedAt, failure) = (now, e.Message);
                LogFailed(e);
            }
        }
        await table.Write(
            new(began, Moment(last?.FinishedAt), Moment(receiver.CompleteAt), failure ?? notCopied), cancellation);
        if (EvidenceCopy.Into(configuration, postgres.Folder, folder) is { } copy)
        {
            try
            {
                await copy.Run(cancellation, sha256 => damage.Has(sha256, cancellation), damage.Note);
                notCopied = null;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                notCopied = e.Message;
                LogNotCopied(e);
            }
        }

        BaseBackup? Last() => folder.Bases().LastOrDefault(b => b.Log == receiver.Log);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                await Round(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static Instant? Moment(DateTimeOffset? moment) => moment is { } at ? Instant.FromDateTimeOffset(at) : null;

    [LoggerMessage(LogLevel.Information, "The backup {Name} is finished.")]
    private partial void LogDone(string name);

    [LoggerMessage(LogLevel.Error, "Evidence could not be copied to the backups; this is tried again.")]
    private partial void LogNotCopied(Exception e);

    [LoggerMessage(LogLevel.Error, "The backup failed; this is tried again.")]
    private partial void LogFailed(Exception e);
}

/// <summary>Registers the backups of a host that serves.</summary>
internal static class BackupServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="postgres">The private PostgreSQL, or null where there is another one.</param>
    public static void AddBackups(this IServiceCollection services, EmbeddedPostgres? postgres)
    {
        if (postgres is null)
            return;
        services.AddOptions<BackupSettings>().BindConfiguration("Backups");
        services.AddSingleton(postgres);
        services.AddHostedService(provider => new BackupService(
            postgres, provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<BackupSettings>>().Value,
            new(provider.GetRequiredService<StorePools>().Upkeep), provider.GetRequiredService<IClock>(),
            provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<IEvidenceDamage>(),
            provider.GetRequiredService<ILogger<BackupService>>()));
    }
}
