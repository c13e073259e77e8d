namespace Incidents.Api.Subscriptions;

/// <summary>Limits of subscriptions; configuration section <c>Subscriptions</c>.</summary>
internal sealed class SubscriptionSettings
{
    /// <summary>Most connections of this host, default 20,000. Status 503.</summary>
    public int MostConnections { get; set; } = 20_000;

    /// <summary>Most connections of one person at this host, default 50. Status 503, or close code 4429.</summary>
    public int MostConnectionsOfPerson { get; set; } = 50;

    /// <summary>Most connections of one address at this host that nobody has signed in on yet, default 200. Status 503.</summary>
    public int MostUnsignedOfAddress { get; set; } = 200;

    /// <summary>Most operations of one connection at a time, default 50. Error <c>TOO_BUSY</c>.</summary>
    public int MostOfConnection { get; set; } = 50;

    /// <summary>
    /// Most distinct subscriptions of one person at this host, default 200: equal ones of whichever connection count once. Error
    /// <c>TOO_BUSY</c>.
    /// </summary>
    public int MostDistinctOfPerson { get; set; } = 200;

    /// <summary>Most messages that are executed at a time, default 8.</summary>
    public int MostExecutions { get; set; } = 8;

    /// <summary>
    /// Most messages that wait for a slow reader, default 1,200; further ones are missed, and it is told how many. Less than two pages of
    /// events (500 each) would be lost to a reader that is not slow, when a host that was kept busy catches up.
    /// </summary>
    public int QueueLength { get; set; } = 1_200;

    /// <summary>Most bytes of messages that wait for a slow reader, default 1 MiB; as with their number.</summary>
    public int QueueBytes { get; set; } = 1 << 20;

    /// <summary>Farthest position from which <c>after</c> goes on, as a number of events back, default 100,000.</summary>
    public int LongestResume { get; set; } = 100_000;

    /// <summary>Greatest number of bytes of a message from a client, default 64 KiB. Close code 1009.</summary>
    public int MostMessageBytes { get; set; } = 64 << 10;

    /// <summary>How long a WebSocket may wait with <c>connection_init</c>, default 5 s. Close code 4408.</summary>
    public TimeSpan InitPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a read model may not hold an event that was committed before subscriptions that need it end, default 15 s. Error
    /// <c>READ_MODELS_BEHIND</c>.
    /// </summary>
    public TimeSpan BehindPatience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may take nothing of what is sent before its connection is broken off, default 1 minute.</summary>
    public TimeSpan SendPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After how long something is sent where nothing is told, default 15 s: a proxy takes a silent connection for dead.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);
}
