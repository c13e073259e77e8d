namespace Incidents.Api.Ingest;

/// <summary>Limits of <c>POST /ingest/reports</c>; configuration section <c>Ingest</c>.</summary>
public sealed class IngestSettings
{
    /// <summary>Most requests under way, default 256. Code <c>BUSY</c>.</summary>
    public int MostRequests { get; set; } = 256;

    /// <summary>Most requests under way of one sender, which is a remote address, default 64. Code <c>BUSY</c>.</summary>
    public int MostRequestsOfOneSender { get; set; } = 64;

    /// <summary>Most bytes of messages of devices that are held at a time, of all senders, default 256 MiB. Code <c>BUSY</c>.</summary>
    public long MostHeldBytes { get; set; } = 256 << 20;

    /// <summary>Longest wait for the next bytes of a body, default 1 minute. Code <c>BODY_TOO_SLOW</c>.</summary>
    public TimeSpan BodyPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most bytes of the answers to one body, default 64 MiB. Code <c>TOO_MANY_REPORTS</c>.</summary>
    /// <remarks>The answers to about a million accepted reports have so many.</remarks>
    public long MostAnswerBytes { get; set; } = 64 << 20;
}
