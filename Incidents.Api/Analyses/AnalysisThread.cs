namespace Incidents.Api.Analyses;

/// <summary>A thread for one long computation: on the thread pool it would hold up requests and the appender.</summary>
internal static class AnalysisThread
{
    /// <summary>Computes on a thread of its own.</summary>
    public static Task<T> Run<T>(Func<T> compute) => Task.Factory.StartNew(
        compute, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
