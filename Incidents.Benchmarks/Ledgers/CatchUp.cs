using System.Diagnostics;
using JasperFx.Events.Projections;
using Marten;

namespace Incidents.Benchmarks.Ledgers;

/// <summary>Measures how long the daemon takes from the start of a shard until it has applied an event.</summary>
internal sealed class CatchUp(string shard, long target) : IObserver<ShardState>
{
    private readonly TaskCompletionSource<TimeSpan> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long started;

    /// <summary>Runs the store's daemon until the shard has applied an event.</summary>
    public static async Task<TimeSpan> Measure(IDocumentStore store, string shard, long target, CancellationToken cancellation)
    {
        using var daemon = await store.BuildProjectionDaemonAsync();
        var catchUp = new CatchUp(shard, target);
        using var subscription = daemon.Tracker.Subscribe(catchUp);
        await daemon.StartAllAsync();
        try
        {
            return await catchUp.done.Task.WaitAsync(cancellation);
        }
        finally
        {
            await daemon.StopAllAsync();
        }
    }

    public void OnNext(ShardState value)
    {
        if (value.ShardName != shard)
            return;
        if (value.Exception is { } e)
            done.TrySetException(e);
        if (started == 0)
            started = Stopwatch.GetTimestamp();
        else if (value.Sequence >= target)
            done.TrySetResult(Stopwatch.GetElapsedTime(started));
    }

    public void OnError(Exception error) => done.TrySetException(error);

    public void OnCompleted()
    {
    }
}
