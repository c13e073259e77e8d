using Microsoft.Extensions.Logging;

namespace Incidents.Tests;

/// <summary>Keeps what a host logs from a level on.</summary>
internal sealed class KeptLog(LogLevel least = LogLevel.Error) : ILoggerProvider, ILogger
{
    private readonly List<(string Message, Exception? Exception)> entries = [];

    /// <summary>What has been logged so far.</summary>
    public IReadOnlyList<(string Message, Exception? Exception)> Entries
    {
        get
        {
            lock (entries)
                return [.. entries];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        lock (entries)
            entries.Add((formatter(state, exception), exception));
    }

    public void Dispose()
    {
    }
}
