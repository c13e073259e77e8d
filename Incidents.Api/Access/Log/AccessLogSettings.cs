namespace Incidents.Api.Access.Log;

/// <summary>How the access log is written, and what it shows as unusual; configuration section <c>AccessLog</c>.</summary>
internal sealed class AccessLogSettings
{
    /// <summary>Most entries that wait to be written; a further one is refused. Default 2000.</summary>
    public int QueueLength { get; set; } = 2_000;

    /// <summary>Most entries that are committed together. Default 200.</summary>
    public int LargestGroup { get; set; } = 200;

    /// <summary>How long an answer waits for its entry, default 5 seconds; then it is refused.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest answer with aggregates that is kept, in bytes before compression, default 1 MiB.</summary>
    public int LongestKeptAnswer { get; set; } = 1 << 20;

    /// <summary>Most ids of things that an entry has; a reader of a longer list is found by what was asked. Default 100.</summary>
    public int MostThings { get; set; } = 100;

    /// <summary>How long the store of replays is kept after the last one, default 2 minutes.</summary>
    public TimeSpan ReplicaKept { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long `replayRead` waits for the answer, default 8 seconds; then it returns how far the replay is.</summary>
    public TimeSpan ReplayPatience { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>So many plates of one person in a day without an outcome are unusual, default 10.</summary>
    public int PlatesWithoutOutcome { get; set; } = 10;

    /// <summary>So many plates under one reference are unusual, default 20.</summary>
    public int PlatesOfReference { get; set; } = 20;

    /// <summary>So many searches of one person with the same words as their reference are unusual, default 10.</summary>
    public int RepeatedReferences { get; set; } = 10;

    /// <summary>The hour at which the night begins, by the region's clocks, default 22.</summary>
    public int NightFrom { get; set; } = 22;

    /// <summary>The hour at which the night ends, default 6.</summary>
    public int NightUntil { get; set; } = 6;
}
