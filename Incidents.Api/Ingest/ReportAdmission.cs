using Incidents.Api.Store;

namespace Incidents.Api.Ingest;

/// <summary>Decides whether a request with reports may begin now.</summary>
internal sealed class ReportAdmission(StreamAppender appender)
{
    private const int MostConcurrentRequests = 128;

    private int requests;

    /// <summary>Counts a request in. Dispose the result when it ends.</summary>
    /// <param name="turnedAway">Why it may not begin, or null where it may.</param>
    public Admission Enter(out TurnedAway? turnedAway)
    {
        var concurrent = Interlocked.Increment(ref requests);
        if (appender.StoreIsAway && appender.Waiting > 0)
            turnedAway = new(StatusCodes.Status503ServiceUnavailable, "5", "STORE_AWAY", "The store does not answer.");
        else if (concurrent > MostConcurrentRequests || appender.Waiting > appender.Capacity * 9 / 10)
            turnedAway = new(StatusCodes.Status429TooManyRequests, "1", "BUSY", "More reports arrive than the store takes.");
        else
            turnedAway = null;
        return new(this);
    }

    /// <summary>A request that was counted in.</summary>
    public readonly struct Admission(ReportAdmission owner) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref owner.requests);
    }
}

/// <summary>Why a request was not taken.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="RetryAfterSeconds">Seconds after which to send again.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Message">The reason in a sentence.</param>
internal sealed record TurnedAway(int Status, string RetryAfterSeconds, string Code, string Message);
