using JasperFx.Events.Daemon.HighWater;

namespace Incidents.Api.Store;

/// <summary>
/// Wakes the daemon when this host has appended, so that read models follow within milliseconds; what other nodes append is found
/// by polling. Under load it wakes at most every <see cref="ShortestPause"/>: pages then grow instead of polls.
/// </summary>
internal sealed class AppendSignal : IDaemonWakeup, IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(40);

    private readonly SemaphoreSlim signal = new(0, 1);

    public void Appended()
    {
        try
        {
            if (signal.CurrentCount == 0)
                signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another lane signalled in between: the daemon is awake.
        }
    }

    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        await Task.Delay(ShortestPause, token);
        await signal.WaitAsync(timeout, token);
    }

    public void Dispose() => signal.Dispose();
}
