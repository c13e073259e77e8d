using NodaTime;

namespace Incidents.Api.Hearing;

/// <summary>Keeps every few seconds which devices were heard.</summary>
internal sealed partial class HearingService(
    HeardDevices heard, HeardTable table, SilenceSettings settings, IClock clock, ILogger<HearingService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private const int PausesUntilTidy = 12;

    private readonly ILogger<HearingService> log = log;
    private readonly SemaphoreSlim oneAtATime = new(1);

    /// <summary>Keeps what was heard since the last time.</summary>
    public async Task Keep(CancellationToken cancellation)
    {
        await oneAtATime.WaitAsync(cancellation);
        var taken = heard.Take();
        try
        {
            await table.Keep(taken, settings.Level, cancellation);
        }
        catch
        {
            heard.Return(taken);
            throw;
        }
        finally
        {
            oneAtATime.Release();
        }
        if (heard.TakeForgotten() is > 0 and var forgotten)
            LogForgotten(forgotten);
    }

    /// <summary>Forgets invented devices, and learns which ones are registered.</summary>
    public async Task Tidy(CancellationToken cancellation) =>
        heard.Registered = await table.Tidy(clock.GetCurrentInstant(), cancellation);

    /// <inheritdoc/>
    public override void Dispose()
    {
        oneAtATime.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Try(Keep, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        for (var pauses = 0; await timer.WaitForNextTickAsync(stoppingToken); pauses++)
        {
            await Try(Keep, stoppingToken);
            if (pauses % PausesUntilTidy == 0)
                await Try(Tidy, stoppingToken);
        }
    }

    private async Task Try(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work(cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // It is kept the next time.
            LogAway(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Which devices were heard could not be kept; this is tried again.")]
    private partial void LogAway(Exception e);

    [LoggerMessage(LogLevel.Warning, "More devices than are remembered were heard in a few seconds: {Messages} messages were left out.")]
    private partial void LogForgotten(int messages);
}
