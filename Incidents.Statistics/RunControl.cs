namespace Incidents.Statistics;

/// <summary>Progress, cancellation and number of threads of a long computation. Its result does not depend on them.</summary>
/// <param name="Progress">Is called with the share done, from 0 to 1, from any thread and not always in order; or null.</param>
/// <param name="Cancellation">Cancels the computation.</param>
/// <param name="MostThreads">Largest number of threads at once; −1 for as many as there are.</param>
public sealed record RunControl(Action<double>? Progress = null, CancellationToken Cancellation = default, int MostThreads = -1)
{
    /// <summary>No progress, no cancellation, any number of threads.</summary>
    public static RunControl None { get; } = new();

    internal ParallelOptions Parallel => new() { CancellationToken = Cancellation, MaxDegreeOfParallelism = MostThreads };

    /// <summary>Counts finished parts of a number of parts, and reports progress every hundredth.</summary>
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
