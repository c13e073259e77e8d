namespace Incidents.Api.Store;

/// <summary>How the appender works; the measured choice of the defaults is in docs/decisions/0013-ingest-throughput.md.</summary>
internal sealed record StreamAppenderOptions
{
    /// <summary>Parallel transactions, default 3. Submissions about one stream always take the same lane.</summary>
    public int Lanes { get; init; } = 3;

    /// <summary>Most submissions in one transaction, default 1,000.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>Most bytes of the reports of one transaction, default 8 MiB; the last one may exceed it.</summary>
    public int MostBytes { get; init; } = 8 << 20;

    /// <summary>How many submissions are worth a transaction of their own, default 200.</summary>
    /// <remarks>
    /// A transaction takes waiting submissions of further lanes along until it has so many: few at a time are then few transactions.
    /// Fewer are not looked for in the store, where each would begin a stream.
    /// </remarks>
    public int WorthATransaction { get; init; } = 200;

    /// <summary>Most submissions that wait in one lane, default 4,000; beyond it senders wait, or are asked to come again.</summary>
    public int LaneCapacity { get; init; } = 4_000;

    /// <summary>How long a batch is tried again on a store that does not answer, default 15 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);
}
