using System.Diagnostics;
using Incidents.Api.Store;

namespace Incidents.Api.Ingest;

/// <summary>How long a sender waits for a store that does not answer. A slow store is waited for.</summary>
/// <param name="appender">States whether the store answers.</param>
/// <param name="patience">How long it waits, all in all.</param>
internal sealed class StorePatience(StreamAppender appender, TimeSpan patience)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    private long awaySince;

    /// <summary>What is left of it.</summary>
    public TimeSpan Left => awaySince == 0 ? patience
        : patience - Stopwatch.GetElapsedTime(awaySince) is var left && left > TimeSpan.Zero ? left
        : TimeSpan.Zero;

    /// <summary>Whether a task ends before it is over.</summary>
    public async Task<bool> EndsInTime(Task task)
    {
        while (!task.IsCompleted)
        {
            using var enough = new CancellationTokenSource();
            if (await Task.WhenAny(task, Task.Delay(LookAgainAfter, enough.Token)) == task)
            {
                await enough.CancelAsync();
                break;
            }
            if (!appender.StoreIsAway)
                awaySince = 0;
            else if (awaySince == 0)
                awaySince = Stopwatch.GetTimestamp();
            else if (Left == TimeSpan.Zero)
                return false;
        }
        return true;
    }
}
