namespace Incidents.Statistics;

/// <summary>How a long computation is watched and stopped. What it computes does not depend on it.</summary>
/// <param name="Progress">Told the share done, from 0 to 1, from any thread and not always in order; or null.</param>
/// <param name="Cancellation">Stops it.</param>
/// <param name="MostThreads">How many threads it may use at once; −1 for as many as there are.</param>
public sealed record RunControl(Action<double>? Progress = null, CancellationToken Cancellation = default, int MostThreads = -1)
{
    /// <summary>Nobody watches.</summary>
    public static RunControl None { get; } = new();

    internal ParallelOptions Parallel => new() { CancellationToken = Cancellation, MaxDegreeOfParallelism = MostThreads };

    /// <summary>Counts parts done of so many, and tells each hundredth.</summary>
    internal Counter Parts(int parts) => new(this, parts);

    internal sealed class Counter(RunControl control, int parts)
    {
        private readonly int step = Math.Max(1, parts / 100);
        private int done;

        public void Done()
        {
            var now = Interlocked.Increment(ref done);
            if (now % this.step == 0 || now == parts)
                control.Progress?.Invoke((double)now / parts);
        }
    }
}
