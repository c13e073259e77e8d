using System.Diagnostics;
using System.Net;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>Decides whether a request with reports may begin now.</summary>
/// <remarks>
/// A sender has only so many places. Where all are taken, the request that has waited longest for its slow sender gives its place to the
/// new one: connections that send slowly keep nobody out.
/// </remarks>
internal sealed class ReportAdmission(StreamAppender appender, IngestSettings settings)
{
    private readonly IngestSettings settings = settings;
    private const double SlowBytesPerSecond = 16 << 10;
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<Place> taken = [];
    private long held;

    /// <summary>A place for a request, to be disposed when it ends; null where it may not begin.</summary>
    /// <param name="sender">The remote address.</param>
    /// <param name="turnedAway">Why it may not begin.</param>
    public Place? Enter(IPAddress? sender, out TurnedAway? turnedAway)
    {
        turnedAway = null;
        if (appender.StoreIsAway && appender.Waiting > 0)
            turnedAway = new(StatusCodes.Status503ServiceUnavailable, "5", ErrorCode.StoreAway, "The store does not answer.");
        else if (appender.Waiting > appender.Capacity * 9 / 10)
            turnedAway = new(StatusCodes.Status429TooManyRequests, "1", ErrorCode.Busy, "More reports arrive than the store takes.");
        else if (TakePlace(sender ?? IPAddress.None) is { } place)
            return place;
        else
            turnedAway = new(StatusCodes.Status429TooManyRequests, "1", ErrorCode.Busy, "Too many requests with reports are under way.");
        return null;
    }

    private Place? TakePlace(IPAddress sender)
    {
        Place? slow = null;
        var place = new Place(this, sender);
        lock (gate)
        {
            var own = taken.Count(other => other.Sender.Equals(sender));
            if (own >= settings.MostRequestsOfOneSender || taken.Count >= settings.MostRequests)
            {
                var whose = own >= settings.MostRequestsOfOneSender ? sender : taken.CountBy(other => other.Sender).MaxBy(s => s.Value).Key;
                slow = taken.Where(other => other.Sender.Equals(whose)).MaxBy(other => other.Slowness);
                if (slow is null || slow.Slowness == TimeSpan.Zero)
                    return null;
                taken.Remove(slow);
            }
            taken.Add(place);
        }
        slow?.GiveUp();
        return place;
    }

    private void Leave(Place place)
    {
        lock (gate)
        {
            taken.Remove(place);
            held -= place.Held;
        }
    }

    private bool TryHold(Place place, long more)
    {
        lock (gate)
        {
            if (held + more > settings.MostHeldBytes)
                return false;
            held += more;
            place.Held += more;
            return true;
        }
    }

    /// <summary>The place of a request under way.</summary>
    public sealed class Place(ReportAdmission owner, IPAddress sender) : IDisposable
    {
        private readonly CancellationTokenSource givenUp = new();
        private readonly Lock gate = new();
        private TimeSpan waited;
        private long bytes;
        private long? waitingSince;

        /// <summary>The remote address.</summary>
        public IPAddress Sender => sender;

        /// <summary>Cancelled when the request must stop reading its body.</summary>
        public CancellationToken GivenUp => givenUp.Token;

        /// <summary>How long it has waited for its sender, all in all; zero where the sender is not slow.</summary>
        public TimeSpan Slowness
        {
            get
            {
                lock (gate)
                {
                    var all = waitingSince is { } since ? waited + Stopwatch.GetElapsedTime(since) : waited;
                    return all > SlowAfter && bytes / all.TotalSeconds < SlowBytesPerSecond ? all : TimeSpan.Zero;
                }
            }
        }

        /// <summary>Begins to wait for the next bytes.</summary>
        public void BeginToWait()
        {
            lock (gate)
                waitingSince = Stopwatch.GetTimestamp();
            givenUp.CancelAfter(owner.settings.BodyPatience);
        }

        /// <summary>Ends the wait.</summary>
        public void EndToWait()
        {
            lock (gate)
            {
                if (waitingSince is { } since)
                    waited += Stopwatch.GetElapsedTime(since);
                waitingSince = null;
            }
            givenUp.CancelAfter(Timeout.InfiniteTimeSpan);
        }

        /// <summary>How many bytes of its body it holds in memory.</summary>
        public long Held { get; set; }

        /// <summary>Asks for memory for its body, until it ends; false where all senders together hold as much as they may.</summary>
        public bool TryHold(long more) => owner.TryHold(this, more);

        /// <summary>Counts bytes of the body.</summary>
        public void Count(long read)
        {
            lock (gate)
                bytes += read;
        }

        /// <summary>Gives the place to another request.</summary>
        public void GiveUp()
        {
            try
            {
                givenUp.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has ended in between.
            }
        }

        public void Dispose()
        {
            owner.Leave(this);
            givenUp.Dispose();
        }
    }
}

/// <summary>Why a request was not taken.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="RetryAfterSeconds">Seconds after which to send again.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Message">The reason in a sentence.</param>
internal sealed record TurnedAway(int Status, string RetryAfterSeconds, ErrorCode Code, string Message);
