using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Statistics;

namespace Incidents.Api.Analyses;

/// <summary>Limits of computations that an answer waits for; configuration section <c>Analyses</c>.</summary>
public sealed class AnalysisSettings
{
    /// <summary>Most computations at once; default 0, which means a quarter of the cores, at least one.</summary>
    public int MostAtOnce { get; set; }

    /// <summary>Most computations that wait for their turn, default 32. Error <c>TOO_BUSY</c>.</summary>
    public int MostWaiting { get; set; } = 32;

    /// <summary>Longest wait for a turn, default 5 s. Error <c>TOO_BUSY</c>.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Computations that an answer waits for: few at once, on threads of their own.</summary>
/// <remarks>All of them together have at most half of the cores, so that everything else goes on meanwhile.</remarks>
internal sealed class AnalysisPool : IDisposable
{
    private readonly SemaphoreSlim free;
    private readonly AnalysisSettings settings;
    private readonly int threadsEach;
    private int waiting;

    public AnalysisPool(AnalysisSettings settings)
    {
        this.settings = settings;
        var threads = Math.Max(1, Environment.ProcessorCount / 2);
        var atOnce = settings.MostAtOnce > 0 ? settings.MostAtOnce : Math.Max(1, threads / 2);
        threadsEach = Math.Max(1, threads / atOnce);
        free = new(atOnce);
    }

    /// <summary>Computes when it is its turn.</summary>
    /// <param name="compute">The computation; it must look at the cancellation of its control.</param>
    /// <param name="cancellation">Cancels the wait and the computation.</param>
    /// <exception cref="RefusedException">Too many wait, or the wait was too long (<c>TOO_BUSY</c>).</exception>
    public async Task<T> Run<T>(Func<RunControl, T> compute, CancellationToken cancellation)
    {
        await TakeTurn(cancellation);
        try
        {
            RunControl control = new(null, cancellation, threadsEach);
            return await AnalysisThread.Run(() => compute(control));
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose() => free.Dispose();

    private async Task TakeTurn(CancellationToken cancellation)
    {
        if (free.Wait(0, CancellationToken.None))
            return;
        try
        {
            if (Interlocked.Increment(ref waiting) > settings.MostWaiting || !await free.WaitAsync(settings.Patience, cancellation))
                throw new RefusedException(new(ErrorCode.TooBusy, "Other computations run already; ask again later."));
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
