using System.Threading.Channels;

namespace Incidents.Api.Store;

/// <summary>The queues before the appender: one worker at a time holds a lane, so that its submissions are decided in order.</summary>
internal sealed class AppendLanes(StreamAppenderOptions options) : IDisposable
{
    private readonly StreamAppenderOptions options = options;
    private readonly Lane[] lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(options.LaneCapacity))];
    private readonly SemaphoreSlim wake = new(0);
    private volatile bool isClosed;

    /// <summary>Whether nothing can be added any more.</summary>
    public bool IsClosed => isClosed;

    /// <summary>Adds a submission to the lane of its key, waiting while that is full.</summary>
    /// <exception cref="ChannelClosedException">The lanes are closed.</exception>
    public ValueTask Add(PendingSubmission submission, CancellationToken cancellation)
    {
        var lane = lanes[(uint)submission.Submission.LaneKey.GetHashCode() % (uint)lanes.Length];
        if (!lane.Queue.Writer.TryWrite(submission))
            return AddWhenThereIsRoom(lane, submission, cancellation);
        WakeFor(lane);
        return default;
    }

    /// <summary>Waits until a lane may have work; false when the time is over.</summary>
    public Task<bool> WaitForWork(TimeSpan most) => wake.WaitAsync(most);

    /// <summary>Takes nothing more, and wakes every worker to finish what is there.</summary>
    public void Close()
    {
        foreach (var lane in lanes)
            lane.Queue.Writer.TryComplete();
        isClosed = true;
        wake.Release(lanes.Length);
    }

    public void Dispose() => wake.Dispose();

    private async ValueTask AddWhenThereIsRoom(Lane lane, PendingSubmission submission, CancellationToken cancellation)
    {
        await lane.Queue.Writer.WriteAsync(submission, cancellation);
        WakeFor(lane);
    }

    private void WakeFor(Lane lane)
    {
        // More than one signal for each worker has no use.
        if (lane.HasUnheldWork && wake.CurrentCount < lanes.Length)
            wake.Release();
    }

    /// <summary>The lanes that one worker holds.</summary>
    public sealed class Hold(AppendLanes owner)
    {
        private readonly List<Lane> held = new(owner.lanes.Length);
        private long bytes;

        /// <summary>Takes what waits in lanes that no other worker holds, lane by lane until it is worth a transaction.</summary>
        /// <remarks>
        /// Many at once are so written in parallel, and few in one transaction: empty lanes are held as well, and what arrives
        /// meanwhile gathers for the next.
        /// </remarks>
        /// <returns>Whether there is anything in the batch; if not, no lane is held.</returns>
        public bool Take(List<PendingSubmission> batch)
        {
            do
            {
                bytes = 0;
                foreach (var lane in owner.lanes)
                    Take(lane, batch);
                if (batch.Count > 0)
                    return true;
                Release();
                // A write while a lane was held wakes no worker.
            }
            while (owner.lanes.Any(lane => lane.HasUnheldWork));
            return false;
        }

        /// <summary>Lets other workers take the lanes.</summary>
        public void Release()
        {
            foreach (var lane in held)
                lane.Release();
            held.Clear();
        }

        private void Take(Lane lane, List<PendingSubmission> batch)
        {
            if (batch.Count >= Math.Min(owner.options.WorthATransaction, owner.options.BatchSize) || bytes >= owner.options.MostBytes)
            {
                owner.WakeFor(lane);
            }
            else if (lane.TryHold())
            {
                held.Add(lane);
                while (batch.Count < owner.options.BatchSize && bytes < owner.options.MostBytes
                    && lane.Queue.Reader.TryRead(out var submission))
                {
                    batch.Add(submission);
                    bytes += submission.Submission.Original?.Bytes.Length ?? 0;
                }
            }
        }
    }

    /// <summary>A queue that one worker at a time holds.</summary>
    private sealed class Lane(int capacity)
    {
        private int isHeld;

        public Channel<PendingSubmission> Queue { get; } = Channel.CreateBounded<PendingSubmission>(capacity);

        /// <summary>Whether something waits and no worker holds the lane.</summary>
        public bool HasUnheldWork
        {
            get
            {
                // A writer writes first and looks afterwards, as a worker releases first and looks afterwards: one of the two sees the
                // other.
                Interlocked.MemoryBarrier();
                return isHeld == 0 && Queue.Reader.Count > 0;
            }
        }

        public bool TryHold() => Interlocked.CompareExchange(ref isHeld, 1, 0) == 0;

        public void Release() => Interlocked.Exchange(ref isHeld, 0);
    }
}
