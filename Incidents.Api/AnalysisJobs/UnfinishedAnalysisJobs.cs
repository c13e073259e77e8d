namespace Incidents.Api.AnalysisJobs;

/// <summary>Queues, at the start and every 5 s, the jobs that an earlier process or another one may have left unfinished.</summary>
/// <remarks>
/// A host was killed, or the store was away while a job ran: nobody else might ask for the job again, and it would keep its place among
/// those that wait.
/// </remarks>
internal sealed partial class UnfinishedAnalysisJobs(AnalysisJobService jobs, ILogger<UnfinishedAnalysisJobs> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                await jobs.QueueUnfinished(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, the store is most likely away.
                LogNotQueued(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Unfinished analyses could not be queued; this is tried again")]
    private partial void LogNotQueued(Exception e);
}
